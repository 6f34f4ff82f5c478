"""Which likely topics are applied, and which only suggested."""

from __future__ import annotations

import pytest

from curator.model import Evidence, Tag
from curator.topics.standing import has_evidence, stands

NAMED = Evidence("object detection", "title", 2.0)
UNUSUAL = Evidence("optimizer ×2", "text", 1.0, supports=True)
EVERYDAY = Evidence("video", "title", 2.0, supports=True)


def topic(*evidence: Evidence, score: float = 0.4, corrected: bool = False) -> Tag:
    return Tag("vision", score, evidence, corrected)


@pytest.mark.parametrize(
    "said",
    [
        NAMED,
        Evidence("cs.CV", "category", 2.5),
        Evidence("like 3 you corrected", "corrections", 1.0),
    ],
)
def test_what_names_it_or_what_the_author_said_is_enough(said: Evidence) -> None:
    assert stands(topic(said, EVERYDAY), known=False, field=-4, used=0)


@pytest.mark.parametrize(
    "said", [Evidence("image", "description", 1.0), Evidence("seeing", "meaning", 1.0)]
)
def test_likeness_alone_is_not(said: Evidence) -> None:
    assert not stands(topic(said), known=True, field=4, used=9)
    assert not has_evidence(topic(said))


def test_an_unusual_word_that_supports_is_enough_of_a_topic_of_the_field() -> None:
    assert stands(topic(UNUSUAL, EVERYDAY), known=True, field=-2, used=0)
    assert not stands(topic(UNUSUAL, EVERYDAY), known=False, field=4, used=9)


def test_everyday_words_need_the_field_and_their_usage_to_agree() -> None:
    assert stands(topic(EVERYDAY), known=True, field=1, used=1)
    assert not stands(topic(EVERYDAY), known=True, field=1, used=0.5)
    assert not stands(topic(EVERYDAY), known=True, field=-2, used=3)


def test_the_likelier_a_topic_the_less_they_need_to_say() -> None:
    assert stands(topic(EVERYDAY, score=0.5), known=True, field=-0.5, used=1)
    assert not stands(topic(EVERYDAY), known=True, field=-0.5, used=1)


def test_what_the_author_gave_always_stands() -> None:
    assert stands(topic(corrected=True), known=False, field=-4, used=0)
