"""Resources become a week's picks: ranked, mixed, in sections, each with its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from curator.issues.hand import Hand
from curator.issues.mix import FLOOR, Quota, Week, fill, to_explore, worthy
from curator.issues.past import Past
from curator.issues.rank import Ranked, Sources, rank
from curator.issues.reasons import reason
from curator.issues.related import nearest
from curator.issues.subject import Subjects
from curator.issues.taste import Embed, Taste
from curator.issues.wording import count
from curator.model import (
    Newsletter,
    Period,
    Pick,
    Section,
    Selection,
    StoredResource,
    Topic,
    Track,
)

LOOKBACK = timedelta(days=21)
"""Candidates may be so much older than the period: what was passed over may still be picked."""
RUNNERS_UP = 20
SHORT_LIST = 400
"""Candidates that are read for their meaning, which takes 50 ms each: the best by their words."""
REMEMBERED = 200
"""Verdicts that are: the newest."""
MORE = "more"


NO_PAST = Past()
NO_HAND = Hand()


def select(
    candidates: Sequence[StoredResource],
    *,
    newsletter: Newsletter,
    topics: Sequence[Topic],
    period: Period,
    past: Past = NO_PAST,
    hand: Hand = NO_HAND,
    embed: Embed | None = None,
) -> Selection:
    """The picks of ``period`` from ``candidates``.

    What the author's ``hand`` wants goes in, what it took out does not. What had closed by
    the end of the period goes in only by hand. ``embed`` comes from the semantic extra. Without any
    ``topics`` nothing is held to a limit per topic. The same arguments always give the same
    selection, in whatever order candidates come.
    """
    sources = Sources.of(past.verdicts)
    ranking = partial(
        rank,
        topics=topics,
        sources=sources,
        subjects=Subjects.of(candidates),
        history=past.picked,
        end=period.end,
    )
    pool = [stored for stored in candidates if _may_go_in(stored, hand, period.end)]
    ranked = ranking(pool, taste=Taste.of(past.verdicts))
    if embed is not None and past.verdicts:
        best = [one.stored for one in ranked[:SHORT_LIST]]
        taste = Taste.of(past.verdicts[-REMEMBERED:], embed)
        ranked = [*ranking(best, taste=taste), *ranked[SHORT_LIST:]]
    per_topic = newsletter.per_topic if topics else max(newsletter.length, len(pool))
    week = Week(per_topic, newsletter.per_source)
    for one in ranked:
        if one.stored.id in hand.wanted:
            week.add(one)
    slots = max(newsletter.length, len(week.chosen))
    quota = Quota.of(slots, newsletter.mix, past.shares)
    explore = _explore(week, ranked, sources, period.key, slots)
    fill(week, ranked, quota, explore)
    return _Told(week, topics, hand, explore).selection(ranked, quota)


def _may_go_in(stored: StoredResource, hand: Hand, end: datetime) -> bool:
    """Whether the author wants it, or leaves it to us and it had not closed by ``end``."""
    if stored.id in hand.wanted:
        return True
    deadline = stored.resource.deadline
    return stored.id not in hand.skipped and (deadline is None or deadline >= end)


def _explore(
    week: Week, ranked: Sequence[Ranked], sources: Sources, key: str, slots: int
) -> Ranked | None:
    free = [one for one in ranked if week.fits(one)]
    return to_explore(free, sources, key, slots - len(week.chosen))


@dataclass(frozen=True, slots=True)
class _Told:
    """A finished week, put into words."""

    week: Week
    topics: Sequence[Topic]
    hand: Hand
    explore: Ranked | None

    def selection(self, ranked: Sequence[Ranked], quota: Quota) -> Selection:
        chosen = {one.stored.id for one in self.week.chosen}
        lost = [one for one in ranked if one.stored.id not in chosen]
        beside = self._related([one for one in lost if not (one.foreign or one.notice)])
        total = len(chosen)
        practice = self.week.on(Track.PRACTICE)
        return Selection(
            sections=self._sections(beside),
            runners_up=tuple(
                replace(self._pick(one, self._names), left_out=_left_out(self.week, quota, one))
                for one in lost[:RUNNERS_UP]
            ),
            practice_share=round(practice / total, 4) if total else None,
            shortfall=_shortfall(self.week, quota, lost),
        )

    @property
    def _names(self) -> dict[str, str]:
        return {topic.slug: topic.name for topic in self.topics}

    def _related(self, lost: Sequence[Ranked]) -> dict[int, tuple[tuple[str, str], ...]]:
        """What is told beside each pick, by its id."""
        chosen = self.week.chosen
        near = nearest([one.vector for one in chosen], [one.vector for one in lost])
        return {
            chosen[place].stored.id: tuple(_named(lost[one].stored) for one in others)
            for place, others in near.items()
        }

    def _sections(self, beside: Mapping[int, tuple[tuple[str, str], ...]]) -> tuple[Section, ...]:
        """One section per topic in the order of the taxonomy; what has none comes last."""
        names = self._names
        picks: dict[str, list[Pick]] = {slug: [] for slug in [*names, MORE]}
        for one in sorted(self.week.chosen, key=lambda one: (-one.score, one.stored.id)):
            slug = one.topic if one.topic in names else None
            pick = replace(self._pick(one, {}), related=beside.get(one.stored.id, ()))
            picks[slug or MORE].append(pick)
        return tuple(
            Section(slug, names.get(slug, "More" if names else "Picks"), tuple(found))
            for slug, found in picks.items()
            if found
        )

    def _pick(self, one: Ranked, names: Mapping[str, str]) -> Pick:
        """``names`` are those of topics that its place does not tell."""
        exploring = one is self.explore and one in self.week.chosen
        return Pick(
            resource=one.stored,
            score=one.score,
            terms=one.terms,
            reason=reason(one, names, exploring=exploring),
            pinned=one.stored.id in self.hand.pinned,
            also_in=one.stored.sources[1:],
        )


def _named(stored: StoredResource) -> tuple[str, str]:
    return stored.resource.title, stored.resource.url


def _left_out(week: Week, quota: Quota, one: Ranked) -> str:
    """Why ``one`` did not go in."""
    if one.score < FLOOR:
        return f"nothing under {FLOOR:.2f} fills a slot"
    if one.notice:
        return f"it only announces {one.notice}; it goes in where you pin it"
    if one.foreign:
        return one.foreign
    track = one.stored.tags.side
    full = (
        f"the {quota.slots(track)} {track.value} slots went to picks that score more or vary more"
    )
    return week.limit(one) or full


def _shortfall(week: Week, quota: Quota, lost: Sequence[Ranked]) -> str:
    """What is missing in this week and why, a sentence each."""
    said = []
    slots = quota.practice + quota.theory
    for track in (Track.PRACTICE, Track.THEORY):
        have, want = week.on(track), quota.slots(track)
        if have < want:
            wanted = f"{count(want, f'{track.value} pick')} {'was' if want == 1 else 'were'} wanted"
            said.append(f"{wanted}, {have} found{_kept_out(week, track, lost)}.")
    if len(week.chosen) < slots:
        said.append(f"The issue has {len(week.chosen)} of {slots} picks.")
    return " ".join(said)


def _kept_out(week: Week, track: Track, lost: Sequence[Ranked]) -> str:
    """How many more of one side were good enough, and which limit kept most of them out."""
    good = [one for one in lost if worthy(one) and one.stored.tags.side is track]
    limits = Counter(filter(None, map(week.limit, good)))
    if not limits:
        return ""
    most, times = limits.most_common(1)[0]
    if limits.total() > 1:
        most = most.replace("its source has its", "their sources have their")
    because = ":" if times == limits.total() else ", mostly because"
    return f"; `per_topic` or `per_source` kept out {limits.total()} more{because} {most}"
