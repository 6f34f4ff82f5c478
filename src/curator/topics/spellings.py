"""Every way an alias may be written, as words that a full-text index can be asked for.

The scanner (:mod:`curator.topics.phrases`) finds ``object detection`` also as ``object-detection``
and ``objectdetection``, and ``optimization`` also as ``optimisation``. An index knows words only; it
stems them by itself, so plurals need no care here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curator.topics.phrases import MAX_WORDS, is_pattern
from curator.words import words

Spelling = tuple[tuple[str, ...], ...]
"""Words that all occur, each in one of several spellings."""
_BRITISH = (
    (re.compile(r"iz(ation|ations|ing|ed|er|ers|e|es)$"), r"is\1"),
    (re.compile(r"yze(d|r|rs|s)?$"), r"yse\1"),
    (re.compile(r"([aei])l(ing|ed|er|ers)$"), r"\1ll\2"),
    (re.compile(r"or(s|al|ed|ing)?$"), r"our\1"),
)
"""What :func:`curator.words.fold` makes American, turned back."""


def spellings(alias: str) -> list[Spelling] | None:
    """All spellings of ``alias``; ``None`` for an expression, whose words cannot be listed."""
    forms = [word.form for word in words(alias)][:MAX_WORDS]
    if is_pattern(alias) or not forms:
        return None
    return [tuple(map(_variants, joined)) for joined in _joinings(forms)]


def _joinings(forms: Sequence[str]) -> Iterator[list[str]]:
    """The words apart, all run together, and everything between."""
    head, *rest = forms
    if not rest:
        yield [head]
        return
    for tail in _joinings(rest):
        yield [head, *tail]
        yield [head + tail[0], *tail[1:]]


def _variants(form: str) -> tuple[str, ...]:
    british = (pattern.sub(replacement, form) for pattern, replacement in _BRITISH)
    return tuple(dict.fromkeys((form, *british)))
