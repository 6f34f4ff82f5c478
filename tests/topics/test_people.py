"""Whose first names stand in a text, told by what they do."""

from __future__ import annotations

import pytest

from curator.topics.people import people
from curator.words import words


def of(*texts: str) -> set[str]:
    return people(map(words, texts))


@pytest.mark.parametrize(
    "text", ["Here Amara shows how to knead.", "Then Amara also explains the oven."]
)
def test_who_says_or_shows_something_is_a_person(text: str) -> None:
    assert of(text) == {"amara"}


def test_so_is_who_stands_in_one_row_with_them() -> None:
    assert of("Amara begins.", "With Amara, Bodil, and Csilla at the wheel.") == {
        "amara",
        "bodil",
        "csilla",
    }
    assert of("Amara begins.", "Bodil and Amara.", "Bodil, Csilla.") == {"amara", "bodil", "csilla"}


def test_a_word_that_is_also_written_small_is_none() -> None:
    assert of("Baker explains the oven.", "Ask a baker.") == set()


def test_a_thing_of_which_something_is_said_now_and_then_is_none() -> None:
    assert of("Rust explains the error.", *["Rust is compiled."] * 9) == set()


def test_names_of_things_in_capitals_and_places_are_none() -> None:
    assert of("GPT shows promise.", "PyTorch introduces hooks.", "We fire in Delft.") == set()
