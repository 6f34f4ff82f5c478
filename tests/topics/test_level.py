"""The level is stated where the words say it, and unknown elsewhere."""

from __future__ import annotations

import pytest

from curator.model import Kind, Level
from curator.topics.level import level
from tests.topics.samples import resource


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Introduction to Python for everyone", Level.BEGINNER),
        ("Neural networks 101", Level.BEGINNER),
        ("Advanced PyTorch internals", Level.ADVANCED),
        ("What we did on Tuesday", Level.UNKNOWN),
    ],
)
def test_words_of_the_title_tell_the_level(title: str, expected: Level) -> None:
    stated, reasons = level(resource(title))
    assert stated is expected
    assert bool(reasons) is (expected is not Level.UNKNOWN)


def test_weak_signs_alone_state_nothing() -> None:
    stated, reasons = level(resource("Notes", "You should know that this assumes familiarity."))
    assert stated is Level.UNKNOWN
    assert reasons


def test_a_paper_with_proofs_is_advanced() -> None:
    stated, _ = level(resource("On flows", "We prove a theorem by a lemma.", kind=Kind.PAPER))
    assert stated is Level.ADVANCED
