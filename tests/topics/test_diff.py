"""What a change of the taxonomy does is known before it is done."""

from __future__ import annotations

from dataclasses import replace

from curator.model import StoredResource, Topic
from curator.topics.classify import Tagger
from curator.topics.diff import Edit, Tagging, changes, touched
from tests.topics.samples import TOPICS, resource

OTHERS = TOPICS[1:]


def tagging(tagger: Tagger) -> Tagging:
    return lambda stored: tagger.tag(stored.resource)


def with_vision(**changed: object) -> tuple[Topic, ...]:
    return (replace(TOPICS[0], **changed), *OTHERS)  # type: ignore[arg-type]


def test_gained_and_lost_topics_are_told() -> None:
    items = [
        StoredResource(1, resource("Kelpcam in a forest", "The kelpcam sees trees.")),
        StoredResource(2, resource("Compost for beginners")),
    ]
    new = Tagger(with_vision(aliases=("kelpcam",)))
    found = list(changes(tagging(Tagger(TOPICS)), tagging(new), new.taxonomy, items))
    assert [(one.resource.id, one.gained, one.lost) for one in found] == [(1, ("vision",), ())]
    assert str(found[0]) == "+vision  Kelpcam in a forest"


def test_a_renamed_slug_is_no_change() -> None:
    new = Tagger(with_vision(slug="seeing", former=("vision",)))
    items = [StoredResource(1, resource("Object detection with YOLOv8"))]
    assert not list(changes(tagging(Tagger(TOPICS)), tagging(new), new.taxonomy, items))


def test_only_changed_words_touch_resources() -> None:
    new = with_vision(aliases=("object detection", "lidar", "image segmentation"))
    assert touched(TOPICS, new) == Edit(frozenset({"lidar", "yolo*"}), frozenset())
    assert touched(TOPICS, with_vision(target=0.5)) == Edit(frozenset(), frozenset())
    tagged = with_vision(feed_tags=(*TOPICS[0].feed_tags, "cs.CG"))
    assert touched(TOPICS, tagged) == Edit(frozenset(), frozenset({"cs.CG"}))


def test_any_other_change_may_touch_everything() -> None:
    assert touched(TOPICS, with_vision(description="Other words.")) is None
    assert touched(TOPICS, OTHERS) is None


def test_an_alias_that_tells_what_part_of_the_field_a_topic_is_may_touch_everything() -> None:
    seeing = Topic("t7", "Seeing", aliases=("object detection",))
    known = replace(seeing, aliases=("object detection", "computer vision"))
    assert touched([seeing], [known]) is None


def test_resources_without_the_changed_words_keep_their_tags() -> None:
    new = Tagger(with_vision(aliases=("object detection", "lidar")))
    old = Tagger(TOPICS)
    for title in ("Image segmentation of scans", "Compost", "Machine translation of an image"):
        one = resource(title, title)
        if title != "Image segmentation of scans":
            assert replace(old.tag(one), model_version="") == replace(
                new.tag(one), model_version=""
            )
