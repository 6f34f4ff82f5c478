"""The built-in vocabulary and the topics that it is lent to."""

from __future__ import annotations

import pytest

from curator.model import Topic
from curator.topics.lexicon import areas, lend, speaking


def spoken_for(topic: Topic) -> list[str]:
    """The names of the areas that speak for a topic."""
    return [area.name for area in speaking(topic)]


@pytest.mark.parametrize(
    ("name", "area"),
    [("Computer vision", "vision"), ("NLP", "language"), ("Ethics and cooking", "ethics")],
)
def test_a_name_of_an_area_calls_it(name: str, area: str) -> None:
    assert spoken_for(Topic("x1", name)) == [area]


def test_a_topic_by_another_name_is_known_by_an_alias_for_all_of_it() -> None:
    seeing = Topic("t7", "Seeing", aliases=("computer vision", "object detection", "yolo*"))
    assert spoken_for(seeing) == ["vision"]
    assert "image segmentation" in {phrase for phrase, _ in lend([seeing])["t7"]}


def test_a_part_of_an_area_keeps_to_its_own_words() -> None:
    assert spoken_for(Topic("t7", "Detectors", aliases=("object detection", "detr"))) == []


def test_an_alias_among_words_of_other_things_calls_nothing() -> None:
    allotment = Topic("t7", "Allotment", aliases=("compost", "tomatoes", "vision"))
    assert spoken_for(allotment) == []


def test_a_slug_counts_if_it_is_no_everyday_word() -> None:
    assert spoken_for(Topic("recsys", "What readers like")) == ["recommendation"]
    assert spoken_for(Topic("training", "Half marathon")) == []


def test_the_name_comes_before_aliases() -> None:
    assert spoken_for(Topic("t7", "NLP", aliases=("computer vision",))) == ["language"]


def test_no_name_calls_two_areas_but_what_joins_two() -> None:
    owners: dict[str, list[str]] = {}
    for area in areas():
        for head in area.heads:
            owners.setdefault(head, []).append(area.name)
    shared = {head for head, names in owners.items() if len(names) > 1}
    assert shared == {"recommendationandsearch"}
