"""An index asked for an alias's spellings finds every text that the scanner finds it in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.topics.document import Document, document
from curator.topics.phrases import Phrase, Scanner
from curator.topics.spellings import Spelling, spellings
from tests.topics.samples import resource

PIECES = ("gpt", "4", "-", " ", "s", "Colour", "ies", "y", "café", "_", "C++", ".", "analyser", "x")
ALIASES = (
    "gpt*", "gpt 4", "gpt4", "colors", "colour y", "caf*", "café gpt", "c++", "x analyzer", "ys",
    r"gpt-\d", r"cafe?s", "yies",
)  # fmt: skip


def test_the_space_may_be_missing_and_the_end_be_a_plural() -> None:
    assert spellings("boosted tree") == [
        ("boosted", "tree"),
        ("boostedtree",),
        ("boosted", "trees"),
        ("boostedtrees",),
    ]


@pytest.mark.parametrize(
    ("alias", "wanted"),
    [
        ("yolo*", "yolo*"),
        (r"gpt-\d", "gpt*"),
        ("v2 net*", "v2*"),
        (r"lo+p\d", "lo*"),
        ("colou?r", "colo*"),
    ],
)
def test_an_expression_is_asked_for_by_its_beginning(alias: str, wanted: str) -> None:
    assert spellings(alias) == [(wanted,)]


@pytest.mark.parametrize("alias", [r"\d+B", "(?:a|b)c", "ab|cd", "ab(c)?|d", "***", "强化学习"])
def test_one_that_may_begin_with_anything_is_not(alias: str) -> None:
    assert spellings(alias) is None


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("quantization", "quantisation"),
        ("quantisation", "quantization"),
        ("data labeling", "data labelling"),
        ("U-Net", "unet"),
        ("CNN", "two CNNs"),
        ("colour*", "colours"),
        ("finetuning", "ﬁnetuning"),
    ],
)
def test_what_the_scanner_finds_the_words_of_a_text_tell(alias: str, text: str) -> None:
    read = document(resource(text))
    assert scanned(alias, read)
    assert any(has(read, way) for way in spellings(alias) or ())


@given(st.sampled_from(ALIASES), st.lists(st.sampled_from(PIECES), max_size=6))
def test_no_text_is_missed(alias: str, pieces: list[str]) -> None:
    read = document(resource("".join(pieces)))
    ways = spellings(alias)
    assert not scanned(alias, read) or ways is None or any(has(read, way) for way in ways)


def scanned(alias: str, read: Document) -> bool:
    return bool(Scanner.of([Phrase(alias, 0, "alias")]).find(read.title, read.title_words))


def has(read: Document, way: Spelling) -> bool:
    """As an index answers: every word is there, in whatever order."""
    return all(
        any(
            form.startswith(word[:-1]) if word.endswith("*") else form == word
            for form in read.forms
        )
        for word in way
    )
