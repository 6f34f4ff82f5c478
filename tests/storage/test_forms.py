"""The words of a resource, found exactly on both databases."""

from __future__ import annotations

import pytest

from curator.storage import forms
from curator.storage.engine.database import Database

READ = {
    1: {"object", "detection", "cnns"},
    2: {"objectdetection", "the", "or", "c++"},
    3: {"yolov8", "détection", "don", "0", "x" * 3000},
}


@pytest.mark.parametrize(
    ("phrases", "ids"),
    [
        ([("object", "detection")], {1}),
        ([("object", "detection"), ("objectdetection",)], {1, 2}),
        ([("cnn",)], set()),
        ([("cnns",)], {1}),
        ([("the",)], {2}),
        ([("the", "or")], {2}),
        ([("c",)], set()),
        ([("c++",)], {2}),
        ([("yolo*",)], {3}),
        ([("object*",)], {1, 2}),
        ([("détection",)], {3}),
        ([("d\u00e9*",)], {3}),
        ([("detection",)], {1}),
        ([("0",)], {3}),
        ([], set()),
        ([(f"none{number}",) for number in range(120)] + [("don",)], {3}),
    ],
)
def test_every_word_of_one_of_the_phrases(
    database: Database, phrases: list[tuple[str, ...]], ids: set[int]
) -> None:
    with database.begin() as connection:
        for number, read in READ.items():
            forms.put(connection, number, read)
        assert forms.having(connection, phrases) == ids


def test_the_last_words_count(database: Database) -> None:
    with database.begin() as connection:
        forms.put(connection, 1, {"compost"})
        forms.put(connection, 1, {"garden"})
        forms.put(connection, 2, {"garden"})
        forms.remove(connection, 2)
        assert forms.having(connection, [("compost",)]) == set()
        assert forms.having(connection, [("garden",)]) == {1}
        forms.clear(connection)
        assert forms.having(connection, [("garden",)]) == set()
