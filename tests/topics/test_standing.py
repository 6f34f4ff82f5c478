"""Which likely topics are applied, and which only suggested."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curator.model import Evidence, Tag
from curator.topics.standing import Heard, has_evidence, stands

NAMED = Evidence("object detection", "title", 2.0)
UNUSUAL = Evidence("optimizer ×2", "text", 1.0, supports=True)
EVERYDAY = Evidence("video", "title", 2.0, supports=True)


def heard(
    field: float, used: float, *, known: bool = True, words: int = 30, names: bool = False
) -> Heard:
    """What a few lines say."""
    return Heard(known, field, used, words, names)


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
    assert stands(topic(said, EVERYDAY), heard(-4, 0, known=False))


@pytest.mark.parametrize(
    "said", [Evidence("image", "description", 1.0), Evidence("seeing", "meaning", 1.0)]
)
def test_likeness_alone_is_not(said: Evidence) -> None:
    assert not stands(topic(said), heard(4, 9))
    assert not has_evidence(topic(said))


def test_an_unusual_word_that_supports_is_enough_of_a_topic_of_the_field() -> None:
    assert stands(topic(UNUSUAL, EVERYDAY), heard(-2, 0))
    assert not stands(topic(UNUSUAL, EVERYDAY), heard(4, 9, known=False))


def test_everyday_words_need_the_field_and_their_usage_to_agree() -> None:
    assert stands(topic(EVERYDAY), heard(1, 1))
    assert not stands(topic(EVERYDAY), heard(1, 0.5))
    assert not stands(topic(EVERYDAY), heard(-2, 3))


def test_beside_another_topic_a_few_lines_have_one_by_its_name_only() -> None:
    beside = Heard(True, 4, 9, 30, True, beside=True)
    assert not stands(topic(UNUSUAL, score=0.6), beside)
    assert stands(topic(NAMED), beside)
    assert stands(topic(UNUSUAL, score=0.7), beside)
    assert stands(topic(UNUSUAL), replace(beside, words=150))


def test_the_likelier_a_topic_the_less_they_need_to_say() -> None:
    assert stands(topic(EVERYDAY, score=0.5), heard(-0.5, 1))
    assert not stands(topic(EVERYDAY), heard(-0.5, 1))


def test_what_the_author_gave_always_stands() -> None:
    assert stands(topic(corrected=True), heard(-4, 0, known=False))


def test_in_a_longer_text_usage_must_agree_on_unusual_words_too() -> None:
    said = topic(UNUSUAL, EVERYDAY)
    assert stands(said, heard(-2, 0, words=99))
    assert not stands(said, heard(-2, 0, words=100))
    assert stands(said, heard(0.5, 0.5, words=100))
    assert stands(topic(NAMED), heard(-4, 0, words=100))


def test_a_long_text_that_names_no_topic_is_about_none() -> None:
    said = topic(UNUSUAL, EVERYDAY)
    assert stands(said, heard(2, 2, words=249))
    assert not stands(said, heard(2, 2, words=250))
    assert stands(said, heard(2, 2, words=250, names=True))


def test_what_is_very_likely_need_not_be_named_at_any_length() -> None:
    assert stands(topic(UNUSUAL, EVERYDAY, score=0.7), heard(-2, 0, words=400))
    assert not stands(topic(UNUSUAL, EVERYDAY, score=0.69), heard(-2, 0, words=400))
    assert not stands(topic(EVERYDAY, score=0.9), heard(-2, 0, words=400))
