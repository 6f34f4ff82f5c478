"""Which of the ranked candidates make the week: limits, practice and theory, variety.

Greedy by maximal marginal relevance (Carbonell and Goldstein, 1998) inside each side, under limits
per topic and source, with one slot to explore. The same input gives the same week.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from curator.issues.rank import Ranked, Sources
from curator.model import Kind, Mix, Track
from curator.vectors import cosine

VARIETY = 0.7
"""MMR's lambda: 1 is score alone."""
FLOOR = 0.30
"""Nothing that scores lower goes in to fill a slot."""
EXPLORE_FROM = 5
"""Slots from which one is given to exploring."""
REMEMBERED = 3
"""Past issues whose mix is made up for, so that four weeks in a row keep the share."""
READING = frozenset({Kind.ARTICLE, Kind.POST, Kind.PAPER, Kind.DOCUMENT, Kind.DISCUSSION})
_SHORT_LIST = 60


def worthy(one: Ranked) -> bool:
    """Whether a candidate may fill a slot before all others did; the author's own pins need not ask."""
    return one.score >= FLOOR and not one.foreign and not one.notice


@dataclass(slots=True)
class Week:
    """The picks so far, and what still fits."""

    per_topic: int
    per_source: int
    chosen: list[Ranked] = field(default_factory=list)
    _topics: Counter[str | None] = field(default_factory=Counter)
    _sources: Counter[str] = field(default_factory=Counter)

    def fits(self, one: Ranked) -> bool:
        """Whether ``one`` is not in yet and stays within the limits per topic and source."""
        there = any(other.stored.id == one.stored.id for other in self.chosen)
        return not there and not self.limit(one)

    def limit(self, one: Ranked) -> str:
        """The limit that keeps ``one`` out, in words; empty where none does."""
        if self._topics[one.topic] >= self.per_topic:
            return f"{one.topic or 'what has no topic'} has its {self.per_topic} picks"
        if any(self._sources[url] >= self.per_source for url in one.stored.source_urls[:1]):
            return f"its source has its {self.per_source} picks"
        return ""

    def add(self, one: Ranked) -> None:
        """Take ``one`` in."""
        self.chosen.append(one)
        self._topics[one.topic] += 1
        self._sources.update(one.stored.source_urls[:1])

    def drop(self, one: Ranked) -> None:
        """Take ``one`` out again."""
        self.chosen.remove(one)
        self._topics[one.topic] -= 1
        self._sources.subtract(one.stored.source_urls[:1])

    def on(self, track: Track) -> int:
        """How many picks are on one side."""
        return sum(one.stored.tags.side is track for one in self.chosen)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many slots each side gets this week."""

    practice: int
    theory: int

    @classmethod
    def of(cls, slots: int, mix: Mix, past: Sequence[tuple[int, int]]) -> Quota:
        """The split that brings this and the last issues nearest to the mix.

        ``past`` has (practice picks, all picks) of earlier issues, oldest first. Of the two sides
        the one with the larger remainder gets the odd slot.
        """
        share = mix.practice / ((mix.practice + mix.theory) or 1.0)
        recent = past[-REMEMBERED:]
        owed = share * (sum(total for _, total in recent) + slots)
        owed -= sum(practice for practice, _ in recent)
        practice = min(slots, max(0, round(owed)))
        return cls(practice, slots - practice)

    def slots(self, track: Track) -> int:
        """The slots of one side."""
        return self.practice if track is Track.PRACTICE else self.theory


def fill(week: Week, ranked: Sequence[Ranked], quota: Quota, explore: Ranked | None = None) -> None:
    """Fill ``week`` to the quota of each side, then what a side left empty from the other.

    What has nothing to do with the topics fills only what nothing else could, and what only
    announces something nothing at all.
    """
    if explore is not None:
        side = explore.stored.tags.side
        if week.on(side) < quota.slots(side):
            week.add(explore)
    good = list(filter(worthy, ranked))
    for track in (Track.PRACTICE, Track.THEORY):
        own = [one for one in good if one.stored.tags.side is track]
        _greedy(week, own, quota.slots(track) - week.on(track))
    _greedy(week, good, quota.practice + quota.theory - len(week.chosen))
    strangers = [one for one in ranked if one.score >= FLOOR and one.foreign and not one.notice]
    _greedy(week, strangers, quota.practice + quota.theory - len(week.chosen))
    _vary_kinds(week, good)


def _greedy(week: Week, pool: Sequence[Ranked], slots: int) -> None:
    """Add the best next one again and again; what is like a pick already made counts less."""
    left = list(pool)
    nearness: dict[str, float] = {}

    def worth(one: Ranked) -> float:
        near = nearness.get(one.stored.resource.key)
        if near is None:
            near = max((cosine(one.vector, other.vector) for other in week.chosen), default=0.0)
            nearness[one.stored.resource.key] = near
        return VARIETY * one.score - (1 - VARIETY) * near

    for _ in range(max(0, slots)):
        fitting = list(islice(filter(week.fits, left), _SHORT_LIST))
        if not fitting:
            return
        best = max(fitting, key=worth)
        week.add(best)
        left.remove(best)
        for one in fitting:
            key = one.stored.resource.key
            nearness[key] = max(nearness[key], cosine(one.vector, best.vector))


def _vary_kinds(week: Week, good: Iterable[Ranked]) -> None:
    """Where all picks are for reading, swap the weakest for something to watch, hear or try."""
    if not week.chosen or any(one.stored.resource.kind not in READING for one in week.chosen):
        return
    others = [one for one in good if one.stored.resource.kind not in READING]
    for weakest in sorted(week.chosen, key=lambda one: one.score):
        week.drop(weakest)
        same_side = (one for one in others if one.stored.tags.side is weakest.stored.tags.side)
        swap = next(filter(week.fits, same_side), None)
        week.add(swap or weakest)
        if swap:
            return


def seed(key: str) -> int:
    """The seed of a period: the same for the same week everywhere."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")


def to_explore(ranked: Sequence[Ranked], sources: Sources, key: str, slots: int) -> Ranked | None:
    """The candidate for the exploring slot, by Thompson sampling over sources.

    Each source's keep rate is drawn from its Beta posterior, so that little-known sources get
    their chance; what no word names as being on topic gets none: one doubt at a time.
    """
    if slots < EXPLORE_FROM:
        return None
    dice = random.Random(seed(key))  # noqa: S311 - chance, not secrecy
    names = sorted({url for one in ranked for url in one.stored.source_urls[:1]})
    drawn = {
        url: dice.betavariate(
            1 + sources.kept.get(url, 0),
            1 + max(0, sources.seen.get(url, 0) - sources.kept.get(url, 0)),
        )
        for url in names
    }
    below = [one for one in ranked if worthy(one) and one.topic is not None][slots:]
    unsure = [one for one in below if one.tag and one.tag.named]
    return max(unsure, key=lambda one: (_chance(one, drawn), one.stored.resource.key), default=None)


def _chance(one: Ranked, drawn: dict[str, float]) -> float:
    return one.score * max((drawn[url] for url in one.stored.source_urls[:1]), default=0.5)
