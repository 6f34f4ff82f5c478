"""The few tags about which an answer of the author teaches most: those nearest to being applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curator.model import StoredResource, Tag
from curator.topics.calibrator import shipped

EACH_WEEK = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """A tag that could go either way."""

    resource: StoredResource
    tag: Tag
    applied: bool


def doubts(resources: Iterable[StoredResource], limit: int = EACH_WEEK) -> list[Doubt]:
    """The tags nearest to the threshold, at most one of each resource, none the author judged."""
    threshold = shipped().floor
    found = [
        Doubt(stored, tag, applied)
        for stored in resources
        for applied, tags in ((True, stored.tags.topics), (False, stored.tags.suggested))
        for tag in tags
        if not tag.corrected
    ]
    found.sort(key=lambda doubt: (abs(doubt.tag.score - threshold), doubt.resource.id))
    first = {doubt.resource.id: doubt for doubt in reversed(found)}
    return sorted(first.values(), key=found.index)[:limit]
