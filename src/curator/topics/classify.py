"""A resource gets its topics: applied ones with evidence, and suggested ones apart."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from curator.model import Correction, Evidence, Resource, Tag, Tags, Topic
from curator.topics import calibrator as calibration
from curator.topics.calibrator import Calibrator, decide, probability
from curator.topics.document import Document, document
from curator.topics.evidence import explain
from curator.topics.learn import Corrected, Learner
from curator.topics.level import level
from curator.topics.lexicon import lend
from curator.topics.meaning import Embed, Meanings
from curator.topics.signals import Reader, Signals
from curator.topics.standing import Heard, stands
from curator.topics.taxonomy import Taxonomy, tag_key
from curator.topics.track import track

MOST = 4
"""Topics applied to one resource at most."""
SUGGESTED = 4
_SUGGEST_FROM = 0.15
_BY_CATEGORY = 2.5
_BY_URL = 2.0
_BY_SOURCE = 4.0
_BY_HAND = 4.0
_ENOUGH = {"category": 0.0, "url": 0.5, "source": 2.0, "hand": 2.0}
"""The log-odds that each rule of the author's gives by itself, whatever the text says."""
_DECIDING = b"7"
"""Goes up with what is decided otherwise by the same numbers, so that stored tags follow."""
_NOTHING = -math.inf
"""What a category gives by itself that may mean something else."""
_HOPELESS = calibration.logit(0.06)
"""The log-odds that no topic reaches of a text whose meaning is not read, which takes 50 ms."""


class _Rule(NamedTuple):
    """What a rule says for a topic, and the log-odds that are enough whatever the text says."""

    reason: Evidence
    enough: float


class Tagger:
    """Tags resources by one taxonomy and the author's corrections; build it once.

    ``examples`` are the corrected resources themselves, from which it learns; ``embed`` comes from
    :mod:`curator.topics.semantic` and makes tagging and learning better. The same input gives the same answer
    on any number of threads.
    """

    def __init__(
        self,
        topics: Sequence[Topic],
        *,
        corrections: Sequence[Correction] = (),
        examples: Iterable[Resource] = (),
        embed: Embed | None = None,
    ) -> None:
        self.taxonomy = Taxonomy(tuple(topics), lend(topics))
        self.calibrator: Calibrator = calibration.shipped()
        self._meanings = Meanings(self.taxonomy.topics, embed) if embed else None
        self.corrected = Corrected.of(corrections, self.taxonomy)
        self._reader = Reader(self.taxonomy)
        known = [one for one in examples if self.corrected.topics(one.key)]
        reads = ((one.key, document(one)) for one in sorted(known, key=lambda one: one.key))
        told = ((key, read, self._judge(read)[2]) for key, read in reads)
        self._learner = Learner.fit(self.taxonomy, self.corrected, told, embed)
        self.frame = _frame(self.corrected, self._meanings)
        """Changes with everything that tags depend on but the topics and corrections of a track.

        Those are of one resource alone, which is tagged with the correction. What the encoder reads
        of the topics belongs to it: each alias among that moves the meaning of all texts.
        """
        self.version = _digest(self.frame, repr(tuple(topics)))
        """Changes whenever the same resource might get other tags."""

    def tag(
        self,
        resource: Resource,
        *,
        categories: Sequence[str] = (),
        source_topics: Sequence[str] = (),
        given: Sequence[str] = (),
        read: Document | None = None,
    ) -> Tags:
        """All that tagging says of ``resource``.

        ``categories`` are its feed categories, ``source_topics`` the slugs every entry of its
        source carries, ``given`` those the author queued its link with, ``read`` its words where
        they are known already.
        """
        rules = self._rules(resource, categories, source_topics, given)
        applied, suggested = self._topics(resource.key, read or document(resource), rules)
        by_slug = {topic.slug: topic for topic in self.taxonomy.topics}
        side = track(resource, [(tag, by_slug[tag.slug].track) for tag in applied])
        fixed = self.corrected.track(resource.key)
        if fixed is not None:
            side = side.corrected(fixed)
        hardness, reasons = level(resource)
        return Tags(
            topics=applied,
            suggested=suggested,
            track=side.track,
            track_score=side.practice,
            track_evidence=side.evidence,
            level=hardness,
            level_evidence=reasons,
            model_version=self.version,
        )

    def _judge(self, read: Document) -> tuple[Signals, np.ndarray, np.ndarray]:
        """The signals of a document, what each adds, and the log-odds of every topic."""
        signals = self._reader.read(read)
        adds, logits = self.calibrator.judge(signals.values)
        if self._meanings is None or logits.max(initial=-math.inf) < _HOPELESS:
            return signals, adds, logits
        signals = signals.with_meaning(self._meanings.signals(read))
        return signals, *calibration.shipped(semantic=True).judge(signals.values)

    def _topics(
        self, key: str, read: Document, rules: Mapping[int, Sequence[_Rule]]
    ) -> tuple[tuple[Tag, ...], tuple[Tag, ...]]:
        """Applied and suggested topics of a document, by its words and what the rules say."""
        if not self.taxonomy.topics:
            return (), ()
        signals, adds, logits = self._judge(read)
        for place, said in rules.items():
            moved = logits[place] + sum([rule.reason.weight for rule in said])
            logits[place] = max(moved, *(rule.enough for rule in said))
        learned = self._learner.blend(read, logits)
        scores = [probability(value) for value in learned.logits]
        tags = []
        for place, slug in enumerate(self.taxonomy.slugs):
            if scores[place] < _SUGGEST_FROM:
                continue
            found = explain(place, self._reader, read, signals, adds[place], self._nearest)
            by_rule = [rule.reason for rule in rules.get(place, ())]
            evidence = (*by_rule, *found, *learned.evidence(place))
            tags.append(Tag(slug, round(scores[place], 4), evidence))
        return self._decide(key, scores, tags, partial(self._stands, read, signals))

    def _nearest(self, read: Document, place: int) -> str:
        return self._meanings.nearest(read, place) if self._meanings else ""

    def _decide(
        self,
        key: str,
        scores: Sequence[float],
        tags: Sequence[Tag],
        applies: Callable[[Tag, int], bool],
    ) -> tuple[tuple[Tag, ...], tuple[Tag, ...]]:
        """Apply what is likely and has evidence; the author's word comes first."""
        said = self.corrected.topics(key)
        chosen = {self.taxonomy.slugs[place] for place in decide(scores, self.calibrator, MOST)}
        by_slug = {tag.slug: tag for tag in tags if tag.slug not in said}
        ranked = sorted(by_slug.values(), key=lambda tag: (-tag.score, tag.slug))
        sure = [_corrected_tag(slug) for slug, positive in said.items() if positive]
        applied: list[Tag] = []
        for tag in ranked:
            if tag.slug in chosen and applies(tag, len(applied)):
                applied.append(tag)
        applied = [*sure, *applied[: max(0, MOST - len(sure))]]
        names = {tag.slug for tag in applied}
        suggested = [tag for tag in ranked if tag.slug not in names]
        return tuple(applied), tuple(suggested[:SUGGESTED])

    def _stands(self, read: Document, signals: Signals, tag: Tag, before: int) -> bool:
        place = self.taxonomy.places[tag.slug]
        used, field = signals.usage(place)
        known = bool(self._reader.usage.inside[place])
        names = self._reader.names(signals)
        return stands(
            tag, Heard(known, field, used, len(read.body_words), names, beside=before > 0)
        )

    def _rules(
        self,
        resource: Resource,
        categories: Sequence[str],
        source_topics: Sequence[str],
        given: Sequence[str],
    ) -> Mapping[int, list[_Rule]]:
        """What address, feed categories, source and the author with his link say, by topic."""
        found: dict[int, list[_Rule]] = {}
        for place, category in self._filed(categories).items():
            named = place in self.taxonomy.named_tags.get(tag_key(category), ())
            reason = Evidence(category, "category", _BY_CATEGORY, supports=not named)
            found[place] = [_Rule(reason, _ENOUGH["category"] if named else _NOTHING)]
        for place, rule in self.taxonomy.by_url(resource.url, categories):
            reason = Evidence(rule, "url", _BY_URL)
            found.setdefault(place, []).append(_Rule(reason, _ENOUGH["url"]))
        said = [(slug, "source", _BY_SOURCE) for slug in source_topics]
        said += [(slug, "hand", _BY_HAND) for slug in given]
        for slug, where, weight in said:
            known = self.taxonomy.places.get(slug)
            if known is not None:
                reason = Evidence(slug, where, weight)
                found.setdefault(known, []).append(_Rule(reason, _ENOUGH[where]))
        return found

    def _filed(self, categories: Sequence[str]) -> Mapping[int, str]:
        """Per topic the first feed category that stands for it, one that names it before an alias."""
        found: dict[int, str] = {}
        for tags in (self.taxonomy.named_tags, self.taxonomy.feed_tags):
            for category in categories:
                for place in tags.get(tag_key(category), ()):
                    found.setdefault(place, category)
        return found


def _corrected_tag(slug: str) -> Tag:
    return Tag(slug, 1.0, (Evidence(slug, "author", 9.0),), corrected=True)


def _frame(corrected: Corrected, meanings: Meanings | None) -> str:
    said = {key: sorted(said.items()) for key, said in corrected.by_key.items()}
    told = [*map(repr, sorted(said.items())), *([repr(meanings.phrases)] if meanings else [])]
    return _digest(*told, *(one.hex() for one in _shipped()))


@lru_cache(maxsize=1)
def _shipped() -> tuple[bytes, ...]:
    """What stands for the numbers, words and rules that come with Curator."""
    folder = files("curator.topics")
    names = (
        "calibrator.json",
        "calibrator-semantic.json",
        "everyday.bin",
        "languages.toml",
        "lexicon.toml",
        "meaning.bin",
        "parts.toml",
        "usage.bin",
        "usage.json",
    )
    told = (hashlib.sha256(folder.joinpath(name).read_bytes()).digest() for name in names)
    return (_DECIDING, *told)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
