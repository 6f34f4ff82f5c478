"""How good each candidate is for this week: five terms, each 0 to 1, weighted and told apart.

Relevance .45, quality .20, freshness .15, novelty .10, topic need .10.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from curator.issues.notices import notice
from curator.issues.subject import Subjects
from curator.issues.taste import Taste, vector
from curator.model import Kind, StoredResource, Tag, Term, Topic, Verdict
from curator.vectors import Vector, alike

WEIGHTS = {"relevance": 0.45, "quality": 0.20, "freshness": 0.15, "novelty": 0.10, "need": 0.10}
HALF_LIFE_DAYS = {
    Kind.RELEASE: 7,
    Kind.DISCUSSION: 7,
    Kind.PAPER: 14,
    Kind.COMPETITION: 30,
    Kind.LESSON: 365,
    Kind.COURSE: 365,
    Kind.BOOK: 365,
}
HALF_LIFE_OTHERS = 30
_NOTHING_SENT = "nothing was sent before"
_UNTAGGED = 0.1
_OPEN = (0.5, "there are no topics to fit")
"""Without a taxonomy everything fits alike, and nothing is kept out for fitting none."""
_SUGGESTED = 0.6
"""What a suggested topic counts, as a share of an applied one."""
_PRIOR = 2.0
_EVIDENT = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A candidate with its score and how it came about."""

    stored: StoredResource
    score: float
    terms: tuple[Term, ...]
    vector: Vector = field(repr=False)
    tag: Tag | None = None
    """The topic that it stands for."""
    foreign: str = ""
    """Why it has nothing to do with the topics, in words; empty where it may have."""
    notice: str = ""
    """What it only announces, in words; empty where there may be something to learn from it."""
    missed: bool = False
    """Nothing on its topic was in the issues lately, though they could have had some."""

    @property
    def topic(self) -> str | None:
        """The slug of the topic that it stands for."""
        return self.tag.slug if self.tag else None

    def term(self, name: str) -> Term:
        """One of the five terms."""
        return next(term for term in self.terms if term.name == name)


@dataclass(frozen=True, slots=True)
class Sources:
    """How often the author kept what each source offered."""

    kept: Mapping[str, int]
    seen: Mapping[str, int]

    @classmethod
    def of(cls, feedback: Sequence[tuple[StoredResource, Verdict]]) -> Sources:
        """Counts by source address; the last verdict on a resource counts."""
        last = {stored.id: (stored, verdict) for stored, verdict in feedback}
        kept: Counter[str] = Counter()
        seen: Counter[str] = Counter()
        for stored, verdict in last.values():
            for url in set(stored.source_urls):
                seen[url] += 1
                kept[url] += verdict is not Verdict.SKIP
        return cls(kept, seen)

    def rate(self, stored: StoredResource) -> tuple[float, int, int]:
        """The smoothed keep rate of its best source, with the counts (Beta prior 2 to 2)."""
        rates = [
            ((self.kept.get(url, 0) + _PRIOR) / (self.seen.get(url, 0) + 2 * _PRIOR), url)
            for url in stored.source_urls
        ]
        rate, url = max(rates, default=(0.5, ""))
        return rate, self.kept.get(url, 0), self.seen.get(url, 0)

    def kept_from(self, stored: StoredResource) -> bool:
        """Whether the author ever kept what one of its sources offered."""
        return any(self.kept.get(url, 0) for url in stored.source_urls)


def rank(
    candidates: Sequence[StoredResource],
    *,
    topics: Sequence[Topic],
    taste: Taste,
    sources: Sources,
    subjects: Subjects,
    history: Sequence[StoredResource],
    end: datetime,
) -> list[Ranked]:
    """``candidates`` with scores, best first; equal ones by key, so the order is always the same.

    ``history`` is what was sent in the last eight weeks, ``end`` the end of the period.
    """
    pool = sorted(candidates, key=lambda stored: stored.resource.key)
    vectors = [vector(stored) for stored in pool]
    liking = taste.scores(pool)
    sent = alike(vectors, [vector(stored) for stored in history])
    needs = _needs(topics, history)
    missed = _missed(topics, history)
    ranked = []
    for place, stored in enumerate(pool):
        tag = subjects.tag(stored)
        fit = _fitting(tag) if tag else _unfit(stored, subjects) if topics else _OPEN
        terms = (
            _relevance(fit, taste, stored, float(liking[place])),
            _quality(stored, sources),
            _freshness(stored, end),
            _novelty(sent[place], history),
            _need(stored.tags.topics if tag else (), needs, first=not history),
        )
        score = round(sum(term.points for term in terms), 4)
        foreign = "" if sources.kept_from(stored) else subjects.foreign(stored)
        lacked = tag is not None and tag.slug in missed
        said = notice(stored.resource)
        ranked.append(Ranked(stored, score, terms, vectors[place], tag, foreign, said, lacked))
    return sorted(ranked, key=lambda one: (-one.score, one.stored.resource.key))


def _term(name: str, value: float, why: str) -> Term:
    return Term(name, round(min(1.0, max(0.0, value)), 4), WEIGHTS[name], why)


def _relevance(
    fits: tuple[float, str], taste: Taste, stored: StoredResource, liking: float
) -> Term:
    """How well it fits the topics, and the author's taste as far as it is known."""
    fit, why = fits
    weight = taste.weight
    value = (1 - weight) * fit + weight * _squash(liking)
    if weight:
        why += f"; your taste says {_squash(liking):.2f} and counts {weight:.0%}"
    if weight >= _EVIDENT:
        like = taste.nearest(stored) if liking > 0 else None
        why += f", like “{like.resource.title}”, which was kept" if like else ""
    return _term("relevance", value, why)


def _fitting(tag: Tag) -> tuple[float, str]:
    said = next((one for one in tag.evidence if one.weight > 0), None)
    known = f"{tag.slug} {tag.score:.2f}"
    return tag.score, f"{known}: {said}" if said else known


def _unfit(stored: StoredResource, subjects: Subjects) -> tuple[float, str]:
    """How well what stands for no topic fits them."""
    if stored.tags.topics:
        slug = stored.tags.topics[0].slug
        return _UNTAGGED, f"hardly {slug}: {subjects.doubt(stored)}"
    if stored.tags.suggested:
        tag = stored.tags.suggested[0]
        return max(_UNTAGGED, _SUGGESTED * tag.score), f"perhaps {tag.slug} {tag.score:.2f}"
    return _UNTAGGED, "no topic"


def _squash(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def _quality(stored: StoredResource, sources: Sources) -> Term:
    """The source's keep rate, its weight, and what is known of the thing itself."""
    rate, kept, seen = sources.rate(stored)
    resource = stored.resource
    known = {
        "code": bool(resource.code),
        "venue": bool(resource.venue),
        "author": bool(resource.authors),
        "date": resource.published is not None,
    }
    there = [name for name, is_there in known.items() if is_there]
    value = (0.6 * rate + 0.4 * len(there) / len(known)) * min(2.0, max(0.0, stored.weight))
    history = f"kept {kept} of {seen} from this source" if seen else "a source not yet judged"
    weighed = f"; the source weighs {stored.weight:g}" if stored.weight != 1 else ""
    return _term(
        "quality", value, f"{history}; known: {', '.join(there) or 'nothing more'}{weighed}"
    )


def _freshness(stored: StoredResource, end: datetime) -> Term:
    """Half as fresh after each half-life of its kind."""
    published = stored.resource.published
    since = published.instant if published else stored.first_seen_at
    if since is None:
        return _term("freshness", 0.5, "date unknown")
    days = max(timedelta(), end - since) / timedelta(days=1)
    half_life = HALF_LIFE_DAYS.get(stored.resource.kind, HALF_LIFE_OTHERS)
    why = _age(round(days), "old") if published else f"undated, found {_age(round(days), 'ago')}"
    return _term("freshness", 2 ** (-days / half_life), why)


def _age(days: int, since: str) -> str:
    return {0: f"less than a day {since}", 1: f"a day {since}"}.get(days, f"{days} days {since}")


def _novelty(likeness: np.ndarray, history: Sequence[StoredResource]) -> Term:
    if not len(likeness):
        return _term("novelty", 1.0, _NOTHING_SENT)
    nearest = int(likeness.argmax())
    value = 1 - float(likeness[nearest])
    return _term("novelty", value, f"nearest sent: “{history[nearest].resource.title}”")


def _needs(topics: Sequence[Topic], history: Sequence[StoredResource]) -> dict[str, float]:
    """Per topic how far it fell short lately of its target, or of an even share, 0 to 1."""
    sent = Counter(stored.tags.topics[0].slug for stored in history if stored.tags.topics)
    total = sum(sent.values())
    even = 1 / max(1, len(topics))
    needs: dict[str, float] = {}
    for topic in topics:
        target = even if topic.target is None else topic.target
        share = sent[topic.slug] / total if total else 0.0
        needs[topic.slug] = max(0.0, target - share) / target if target > 0 else 0.0
    return needs


def _missed(topics: Sequence[Topic], history: Sequence[StoredResource]) -> frozenset[str]:
    """Topics that nothing in ``history`` is about, not even besides; none while there are fewer picks than topics."""
    if len(history) < len(topics):
        return frozenset()
    sent = {tag.slug for stored in history for tag in stored.tags.topics}
    return frozenset(topic.slug for topic in topics) - sent


def _need(topics: Sequence[Tag], needs: Mapping[str, float], *, first: bool) -> Term:
    found = [(needs.get(tag.slug, 0.0), tag.slug) for tag in topics]
    if not found:
        return _term("need", 0.0, "no topic")
    value, slug = max(found)
    if first:
        return _term("need", value, _NOTHING_SENT)
    return _term("need", value, f"{slug} is short by {value:.0%} of its share")
