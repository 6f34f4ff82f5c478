"""Who asks for a topic gets what lies below it too, also after it was renamed."""

from __future__ import annotations

from curator.model import Topic
from curator.topics.family import present, with_children

TOPICS = (
    Topic("vision", "Vision"),
    Topic("detection", "Detection", parent="vision"),
    Topic("language", "Language"),
    Topic("faces", "Faces", parent="detection"),
)


def test_a_topic_takes_in_all_below_it() -> None:
    assert with_children(["vision"], TOPICS) == ("vision", "detection", "faces")


def test_a_renamed_topic_is_still_the_one_that_was_chosen() -> None:
    renamed = (
        Topic("seeing", "Seeing", former=("vision", "images")),
        Topic("language", "Language"),
    )
    assert present(["images", "language", "vision", "gone"], renamed) == ("seeing", "language")


def test_a_narrow_topic_does_not_take_in_the_wider_one() -> None:
    assert with_children(["faces", "language"], TOPICS) == ("faces", "language")


def test_each_comes_once_and_what_is_unknown_stays() -> None:
    assert with_children(["detection", "gone", "vision"], TOPICS) == (
        "detection",
        "gone",
        "vision",
        "faces",
    )


def test_a_circle_of_parents_comes_to_an_end() -> None:
    circle = (Topic("a", "A", parent="b"), Topic("b", "B", parent="a"))
    assert with_children(["a"], circle) == ("a", "b")
