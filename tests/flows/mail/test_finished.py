"""Issues that are done."""

from __future__ import annotations

import pytest

from curator.flows.mail.finished import domains_in_words


@pytest.mark.parametrize(
    ("given_up", "words"),
    [
        ({"b.example": 3, "a.example": 120, "c.example": 0}, "a.example 120, b.example 3"),
        ({"b.example": 1, "a.example": 1}, "a.example 1, b.example 1"),
        (
            {f"{name}.example": 2 for name in "abcdefg"},
            "a.example 2, b.example 2, c.example 2, d.example 2, e.example 2 and 4 at other domains",
        ),
    ],
)
def test_domains_are_told_the_worst_first(given_up: dict[str, int], words: str) -> None:
    assert domains_in_words(given_up) == words
