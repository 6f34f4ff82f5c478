"""Markdown read for its words."""

from __future__ import annotations

import pytest

from curator.markdown import unlinked, unmarked


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("No link.", "No link."),
        ("See [the loom](https://a.example/x_y).", "See the loom."),
        ("See [the [old] loom](https://a.example/).", "See the [old] loom."),
        ("![A loom](https://a.example/l.png)\n\nWeave.", "\n\nWeave."),
        (r"See \[this](no) link.", r"See \[this](no) link."),
    ],
)
def test_links_are_their_words_and_pictures_are_gone(source: str, words: str) -> None:
    assert unlinked(source) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("We **prove** it *here*.", "We prove it here."),
        (r"Five \* six, **so**", "Five * six, so"),
        ("a * b", "a * b"),
        ("**[Linked](https://a.example/)**", "Linked"),
    ],
)
def test_marks_of_emphasis_are_gone(source: str, words: str) -> None:
    assert unmarked(source) == words


def test_many_open_brackets_take_no_time() -> None:
    hostile = "[" * 20_000 + "](x"
    assert unlinked(hostile) == hostile
