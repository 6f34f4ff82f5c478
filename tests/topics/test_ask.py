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


def test_no_more_than_two_questions_are_about_one_topic_while_others_are_in_doubt() -> None:
    same = [stored(number, EDGE + number / 1000) for number in range(1, 5)]
    other = stored(9, 0.0, EDGE + 0.1)
    assert [one.resource.id for one in doubts([*same, other], limit=3)] == [1, 2, 9]
    assert [one.resource.id for one in doubts([*same, other], limit=4)] == [1, 2, 3, 9]


def test_what_the_author_judged_is_not_asked_again() -> None:
    assert doubts([stored(1, EDGE, corrected=True)]) == []


def test_what_is_hardly_in_doubt_is_not_asked_about() -> None:
    assert doubts([stored(1, EDGE + 0.25), stored(2, EDGE - 0.25)]) == []
