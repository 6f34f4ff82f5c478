"""Each week the author is asked about the tags that could go either way."""

from __future__ import annotations

from curator.model import StoredResource, Tag, Tags
from curator.topics.ask import doubts
from curator.topics.calibrator import shipped
from tests.topics.samples import resource

EDGE = shipped().floor


def stored(number: int, *scores: float, corrected: bool = False) -> StoredResource:
    tags = tuple(Tag(f"t{i}", score, corrected=corrected) for i, score in enumerate(scores))
    applied = tuple(tag for tag in tags if tag.score >= EDGE)
    suggested = tuple(tag for tag in tags if tag.score < EDGE)
    return StoredResource(number, resource(f"Number {number}"), Tags(applied, suggested))


def test_the_nearest_to_the_threshold_come_first_one_for_each_resource() -> None:
    items = [stored(1, 0.99), stored(2, EDGE + 0.02, EDGE - 0.01), stored(3, EDGE - 0.05)]
    found = doubts(items, limit=2)
    assert [(one.resource.id, one.tag.slug, one.applied) for one in found] == [
        (2, "t1", False),
        (3, "t0", False),
    ]


def test_what_the_author_judged_is_not_asked_again() -> None:
    assert doubts([stored(1, EDGE, corrected=True)]) == []
