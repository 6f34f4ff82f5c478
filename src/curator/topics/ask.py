"""The few tags about which an answer of the author teaches most: those nearest to being applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from curator.model import StoredResource, Tag
from curator.topics.calibrator import shipped

EACH_WEEK = 5
OF_ONE = 2
"""Questions about one topic."""
DOUBTFUL = 0.2
"""How far from the threshold a probability is no longer one of either way."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A tag that could go either way."""

    resource: StoredResource
    tag: Tag
    applied: bool


def doubts(resources: Iterable[StoredResource], limit: int = EACH_WEEK) -> list[Doubt]:
    """The tags nearest to the threshold, none the author judged.

    At most one of each resource, and of each topic no more than :data:`OF_ONE`, for five answers on
    one topic teach little of the others; only what is left empty is filled with more of them.
    """
    threshold = shipped().floor
    found = [
        Doubt(stored, tag, applied)
        for stored in resources
        for applied, tags in ((True, stored.tags.topics), (False, stored.tags.suggested))
        for tag in tags
        if not tag.corrected and abs(tag.score - threshold) <= DOUBTFUL
    ]
    found.sort(key=lambda doubt: (abs(doubt.tag.score - threshold), doubt.resource.id))
    first = {doubt.resource.id: doubt for doubt in reversed(found)}
    nearest = sorted(first.values(), key=found.index)
    asked: Counter[str] = Counter()
    chosen: list[Doubt] = []
    again: list[Doubt] = []
    for doubt in nearest:
        asked[doubt.tag.slug] += 1
        (chosen if asked[doubt.tag.slug] <= OF_ONE else again).append(doubt)
    return sorted([*chosen, *again][:limit], key=found.index)
