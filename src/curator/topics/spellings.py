"""Every way an alias may be written, as words that an index can be asked for.

The scanner (:mod:`curator.topics.phrases`) finds ``object detection`` also as ``object-detection``,
``objectdetection`` and in the plural, and ``yolo*`` in any word that begins so. The index
(:mod:`curator.storage.forms`) knows the words of a text and not their order: where it finds none of
these ways, the scanner finds no alias either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curator.patterns import beginning, is_pattern
from curator.topics.phrases import runs_on, variants
from curator.words import forms

Spelling = tuple[str, ...]
"""Words that all occur; one that ends in ``*`` stands for all that begin so."""


def spellings(alias: str) -> list[Spelling] | None:
    """All spellings of ``alias``; ``None`` for what may begin within a word or with any letter."""
    if is_pattern(alias):
        letters = beginning(alias)
        return [(f"{letters}*",)] if letters else None
    if runs_on(alias):
        return None
    ways = [tuple(way) for variant in variants(forms(alias)) for way in _joinings(variant)]
    return list(dict.fromkeys(ways)) or None


def _joinings(forms: Sequence[str]) -> Iterator[list[str]]:
    """The words apart, all run together, and everything between."""
    head, *rest = forms
    if not rest:
        yield [head]
        return
    for tail in _joinings(rest):
        yield [head, *tail]
        yield [head + tail[0], *tail[1:]]
