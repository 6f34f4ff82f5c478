"""Sixty made-up weeks in a row: the mix, the limits, and what they cost in relevance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from curator.issues.past import Past
from curator.issues.select import select
from curator.model import Mix, Pick, Selection, StoredResource, Track
from tests.eval.floors import hold
from tests.issues.weeks import TOPICS, newsletter, period, some_week

WEEKS, MEMORY, CANDIDATES = 60, 8, 160
POOR_WEEKS = range(20, 26)
"""In these hardly anything is practice."""


@dataclass(frozen=True)
class Year:
    """What was sent, week by week."""

    selections: list[Selection]

    @property
    def weeks(self) -> list[list[Pick]]:
        return [[p for s in one.sections for p in s.picks] for one in self.selections]

    def share(self, first: int, weeks: int = 4) -> float:
        """The share of practice over some weeks in a row."""
        picks = [pick for week in self.weeks[first : first + weeks] for pick in week]
        return sum(map(is_practice, picks)) / len(picks)

    def relevance(self) -> float:
        """The mean relevance of all picks."""
        terms = [term for week in self.weeks for pick in week for term in pick.terms]
        return float(np.mean([term.value for term in terms if term.name == "relevance"]))


def is_practice(pick: Pick) -> bool:
    return pick.resource.tags.track is Track.PRACTICE


@cache
def simulated(*, quota: bool = True, poor: range = range(0)) -> Year:
    """Sixty weeks under a mix of 80 to 20, or with every share welcome."""
    selections: list[Selection] = []
    history: list[list[StoredResource]] = []
    shares: list[tuple[int, int]] = []
    plan = newsletter(length=10, practice=0.8, per_topic=3, per_source=2)
    for week in range(WEEKS):
        candidates = some_week(week, CANDIDATES, practice=0.02 if week in poor else 0.35)
        target = plan.mix if quota else as_it_comes(candidates)
        found = select(
            candidates,
            newsletter=replace(plan, mix=target),
            topics=TOPICS,
            period=period(week),
            past=Past(
                picked=[one for sent in history[-MEMORY:] for one in sent],
                shares=shares[-4:] if quota else (),
            ),
        )
        picks = [pick for section in found.sections for pick in section.picks]
        history.append([pick.resource for pick in picks])
        shares.append((sum(map(is_practice, picks)), len(picks)))
        selections.append(found)
    return Year(selections)


def as_it_comes(candidates: list[StoredResource]) -> Mix:
    """The mix that the best-scored candidates have by themselves."""
    best = sorted(candidates, key=lambda one: -(one.tags.topics[0].score if one.tags.topics else 0))
    share = sum(one.tags.track is Track.PRACTICE for one in best[:10]) / 10
    return Mix(share, 1 - share)


def test_any_four_weeks_keep_the_share() -> None:
    shares = [simulated().share(first) for first in range(WEEKS - 3)]
    assert min(shares) >= 0.75
    assert max(shares) <= 0.85


def test_no_topic_and_no_source_is_over_its_limit() -> None:
    for week in simulated().weeks:
        topics = Counter(
            pick.resource.tags.topics[0].slug for pick in week if pick.resource.tags.topics
        )
        sources = Counter(pick.resource.source_urls[0] for pick in week)
        assert max(topics.values()) <= 3
        assert max(sources.values()) <= 2


def test_a_share_that_is_missed_is_stated() -> None:
    """In poor weeks practice runs short: every issue that misses its share says so."""
    year = simulated(poor=POOR_WEEKS)
    assert all(year.selections[week].shortfall for week in POOR_WEEKS)
    missed = [first for first in range(WEEKS - 3) if abs(year.share(first) - 0.8) > 0.05]
    assert missed
    for first in missed:
        assert any(year.selections[week].shortfall for week in range(max(0, first - 3), first + 4))


def test_after_poor_weeks_the_share_comes_back() -> None:
    year = simulated(poor=POOR_WEEKS)
    assert year.share(POOR_WEEKS.stop + 3) == pytest.approx(0.8, abs=0.05)


def test_what_the_mix_costs_in_relevance() -> None:
    kept, free = simulated().relevance(), simulated(quota=False).relevance()
    hold("at most", {"relevance lost to the mix": 1 - kept / free}, {"relevance": kept})
