"""An index asked for an alias's spellings finds every text that the scanner finds it in."""

from __future__ import annotations

import pytest

from curator.topics.phrases import Phrase, Scanner
from curator.topics.spellings import spellings
from curator.words import words


def test_the_space_may_be_missing() -> None:
    assert spellings("gradient boosted trees") == [
        (("gradient",), ("boosted",), ("trees",)),
        (("gradientboosted",), ("trees",)),
        (("gradient",), ("boostedtrees",)),
        (("gradientboostedtrees",),),
    ]


@pytest.mark.parametrize("alias", ["yolo*", r"gpt-\d", "***"])
def test_expressions_have_no_list_of_spellings(alias: str) -> None:
    assert spellings(alias) is None


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("quantization", "quantisation"),
        ("quantisation", "quantization"),
        ("model analyzer", "model analyser"),
        ("behavior cloning", "behaviour cloning"),
        ("data labeling", "data labelling"),
        ("color transfer", "colour transfer"),
        ("U-Net", "unet"),
        ("point cloud", "pointcloud"),
    ],
)
def test_british_spelling_and_run_together_words_are_among_them(alias: str, text: str) -> None:
    found = [word.form for word in words(text)], text.split()
    assert Scanner.of([Phrase(alias, 0, "alias")]).find(text, words(text))
    ways = spellings(alias) or []
    assert any(
        len(way) == len(written) and all(w in v for w, v in zip(written, way, strict=True))
        for way in ways
        for written in found
    )
