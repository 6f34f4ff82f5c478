"""Text as comparable words: case, accents, British spelling and plurals no longer tell apart.

Pure string work shared by alias matching and by the TF-IDF of topic texts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:\+{1,2}|#)?")
_GAP = re.compile(r"\s+|[\s]*[-‐‑–_/][\s]*|[.'’]|\s*&\s*")
_SPELLING = (
    (re.compile(r"is(ation|ations|ing|ed|er|ers|e|es)$"), r"iz\1"),
    (re.compile(r"yse(d|r|rs|s)?$"), r"yze\1"),
    (re.compile(r"([aei])ll(ing|ed|er|ers)$"), r"\1l\2"),
    (re.compile(r"(?<=[a-z]{3})our(s|al|ed|ing)?$"), r"or\1"),
)
_MIN_SPELLED = 6
_MIN_PLURAL = 4
STOP_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below
    between both but by can cannot could did do does doing down during each else etc even every few
    for from further get gets had has have having he her here hers him his how however i if in into
    is it its itself just let like made make makes many may me might more most much must my need no
    nor not now of off often on once one only or other our out over own per please same see she
    should since so some such than that the their them then there these they this those though
    through thus to together too under until up upon us use used uses using very via was way we well
    were what when where whether which while who whom whose why will with within without would yes
    yet you your""".split()
)


class Word(NamedTuple):
    """One word of a text and where it stands."""

    form: str
    """As compared: folded and in American spelling."""
    start: int
    end: int
    joins: bool
    """Whether only a space, a hyphen or nothing stands between it and the word before."""


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """``word`` as it is compared: lower case, no accents, American spelling."""
    folded = word.casefold()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in parts if not unicodedata.combining(char))
    if len(folded) < _MIN_SPELLED:
        return folded
    for pattern, replacement in _SPELLING:
        folded = pattern.sub(replacement, folded)
    return folded


@lru_cache(maxsize=65536)
def stem(form: str) -> str:
    """``form`` without a plural ending (Harman's S stemmer, 1991)."""
    if len(form) < _MIN_PLURAL or not form.endswith("s") or form.endswith(("us", "ss", "is")):
        return form
    if form.endswith("ies") and not form.endswith(("eies", "aies")):
        return form[:-3] + "y"
    return form[:-1]


def words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in order."""
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        gap = text[last:start]
        joins = last > 0 and (gap == " " or bool(_GAP.fullmatch(gap)))
        # The field-by-field constructor takes a third of the time of all this.
        found.append(_new(Word, (fold(match[0]), start, end, joins)))
        last = end
    return tuple(found)


_new = tuple.__new__


def terms(text: str) -> list[str]:
    """The content words of ``text`` as stems, for counting."""
    forms = (fold(match.group()) for match in _WORD.finditer(text))
    return [stem(form) for form in forms if form not in STOP_WORDS and len(form) > 1]
