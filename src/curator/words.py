"""Text as comparable words: case, accents, British spelling and plurals no longer tell apart.

Pure string work shared by alias matching and by the TF-IDF of topic texts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

_WORD = re.compile(r"([^\W_]+(?:\+{1,2}|#)?)")
_GAP = re.compile(r"\s+|[\s]*[-‐‑–_/][\s]*|[.'’]|\s*&\s*")
_SPELLING = (
    (re.compile(r"is(ation|ations|ing|ed|er|ers|e|es)$"), r"iz\1"),
    (re.compile(r"yse(d|r|rs|s)?$"), r"yze\1"),
    (re.compile(r"([aei])ll(ing|ed|er|ers)$"), r"\1l\2"),
    (re.compile(r"(?<=[a-z]{3})our(s|al|ed|ing)?$"), r"or\1"),
)
_SPELLED = tuple(
    beginning + ending
    for beginning, endings in (
        ("is", ("ation", "ations", "ing", "ed", "er", "ers", "e", "es")),
        ("yse", ("", "d", "r", "rs", "s")),
        ("ll", ("ing", "ed", "er", "ers")),
        ("our", ("", "s", "al", "ed", "ing")),
    )
    for ending in endings
)
"""What a word ends with that any of these changes."""
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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text in order.

    Side by side and not an object each: a text has hundreds, and thousands of texts are read.
    """

    parts: list[str]
    """What stands before each word and the word, in turn, and what stands after the last."""
    forms: list[str]
    """The words as they are compared: folded and in American spelling."""
    stems: list[str]
    """The stem of each word that says something; empty for a stop word or a single letter."""

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def gaps(self) -> list[str]:
        """What stands before each word."""
        return self.parts[:-1:2]

    @property
    def starts(self) -> list[int]:
        """Where each word begins in the text."""
        return list(accumulate(map(len, self.parts)))[:-1:2]

    @property
    def ends(self) -> list[int]:
        """Where each word ends in the text."""
        return list(accumulate(map(len, self.parts)))[1::2]

    def shown(self, first: int, last: int) -> str:
        """The words from ``first`` up to but not including ``last`` as the text has them."""
        return "".join(self.parts[2 * first + 1 : 2 * last]).casefold()


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """``word`` as it is compared: lower case, no accents, American spelling."""
    folded = word.casefold()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in parts if not unicodedata.combining(char))
    if len(folded) < _MIN_SPELLED or not folded.endswith(_SPELLED):
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


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, str]:
    """The form of ``word``, and its stem if it says something."""
    form = fold(word)
    return form, stem(form) if form not in STOP_WORDS and form[1:] else ""


@lru_cache(maxsize=4096)
def joining(gap: str) -> bool:
    """Whether only a space, a hyphen or the like stands between two words."""
    return _GAP.fullmatch(gap) is not None


def words(text: str) -> Words:
    """The words of ``text`` in order."""
    parts = _WORD.split(text)
    read = list(map(_read, parts[1::2]))
    return Words(parts, [form for form, _ in read], [stemmed for _, stemmed in read])


def forms(text: str) -> list[str]:
    """The words of ``text`` in order, as they are compared."""
    return list(map(fold, _WORD.findall(text)))


def terms(text: str) -> list[str]:
    """The content words of ``text`` as stems, for counting."""
    return [stemmed for _, stemmed in map(_read, _WORD.findall(text)) if stemmed]
