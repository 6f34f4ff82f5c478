"""What a text is about, in a sentence of its own."""

from __future__ import annotations

import pytest

from curator.resources.summarise import good, quotable, quote, sentences, standalone

TEXT = (
    "Moss grows slowly on the north side of walls. However, most people never look at it twice. "
    "In this article, we show how to photograph moss with a phone and a cheap lens. "
    "Dr. Okafor lent us hers. The next part is about lichens, which grow on stones and bark."
)


def test_the_sentence_that_says_most_is_quoted_verbatim() -> None:
    said = quote(TEXT, "Photographing moss")
    assert said == "we show how to photograph moss with a phone and a cheap lens."
    assert said in TEXT


def test_nothing_is_quoted_of_code_and_furniture() -> None:
    assert (
        quote("import moss\nmoss.grow(north=True)\nSubscribe to our newsletter today, friends.")
        == ""
    )


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("However, moss needs no soil at all.", "moss needs no soil at all."),
        ("In this paper we count mosses on one wall.", "we count mosses on one wall."),
        ("To save time, we count one wall twice.", "we count one wall twice."),
        ("To save time, walls were counted once.", "To save time, walls were counted once."),
        ("While lichen is slow, we count it once a day.", "we count it once a day."),
        ("If it rains on walls, we count moss.", "If it rains on walls, we count moss."),
        ("However, it is so.", "However, it is so."),
        ("Heretics counted walls without any moss.", "Heretics counted walls without any moss."),
    ],
)
def test_a_quotation_begins_where_it_stands_by_itself(sentence: str, rest: str) -> None:
    assert standalone(sentence) == rest


def test_an_abbreviation_ends_no_sentence() -> None:
    assert "Dr. Okafor lent us hers." in list(sentences(TEXT))


@pytest.mark.parametrize(
    ("sentence", "can"),
    [
        ("Moss grows slowly on walls.", True),
        ("Moss grows.", False),
        ("Moss grows slowly on walls and", False),
        ("We use cookies on this site.", False),
        ("x = moss.grow(north) == walls.", False),
    ],
)
def test_what_can_stand_by_itself(sentence: str, can: bool) -> None:
    assert quotable(sentence) is can


@pytest.mark.parametrize(
    ("summary", "tells"),
    [
        ("Moss on walls, photographed with a phone and a cheap lens.", True),
        ("Moss on walls.", False),
        ("Here is what you need on walls and stones before we begin:", False),
        ("Sign up now to see moss on walls, stones and bark.", False),
        ("Photographing moss with moss by photographing moss for the moss.", False),
    ],
)
def test_a_summary_that_is_worth_reading(summary: str, tells: bool) -> None:
    assert good(summary, "Photographing moss") is tells


def test_what_only_repeats_the_title_or_sends_elsewhere_is_not_quoted() -> None:
    title = "The illustrated loom, with pictures of all its parts"
    moved = "A newer version of this article is at https://loom.example/new and is much better."
    told = "Each part of a loom is drawn by hand, from the warp beam to the shuttle."
    assert quote(f"{title}.\n{moved}\n{told}", title) == told
    assert quote(f"{title}.", title) == ""
