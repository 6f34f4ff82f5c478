"""What is related stands beside the thing it is nearest to."""

from __future__ import annotations

from curator.issues.related import nearest
from curator.vectors import Vector, count, unit


def texts(*given: str) -> list[Vector]:
    return [unit(count("", text)) for text in given]


PICKS = texts(
    "restoring a loom with shafts treadles and heddles",
    "baking bread with yeast flour and a hot oven",
)


def test_what_is_related_stands_with_the_nearest() -> None:
    others = texts(
        "the heddles and shafts of a loom", "a journey by train", "yeast flour and bread"
    )
    assert nearest(PICKS, others) == {0: [0], 1: [2]}


def test_the_nearest_come_first_and_not_too_many() -> None:
    others = texts(
        "loom shafts treadles",
        "restoring a loom with shafts treadles heddles",
        "loom heddles shafts",
    )
    assert nearest(PICKS, others, most=2)[0][0] == 1
    assert len(nearest(PICKS, others, most=2)[0]) == 2


def test_nothing_is_related_to_nothing() -> None:
    assert nearest([], PICKS) == {}
    assert nearest(PICKS, []) == {}
