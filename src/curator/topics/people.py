"""Who is spoken of in a text by a first name: "Jeremy shows", "Jeremy, Johno and Tanishq discuss".

A name of a person is no word for a topic. It is told by what it does: a capitalised word that is
never written small and often says, shows or discusses something, and any such word that stands in
one row with it. No list of names is needed, so unusual ones are told too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from curator.words import Words, stem

_DOES = frozenset(
    """admits adds answers argues asks begins believes chats concludes demonstrates describes
    discusses explains explores introduces interviews joins jokes mentions notes recalls recaps
    recommends remembers reminds reviews says shares shows speaks starts suggests talks teaches tells
    thinks tries walks wants wonders wraps writes""".split()
)
"""What people do in a text about what they said."""
_BETWEEN = frozenset({"then", "also", "first", "next", "finally"})
_OFTEN = 0.2
"""The share of a word's finds in which it does something from which it is a person."""


class _Row(NamedTuple):
    """Capitalised words that stand in one row, joined by commas and "and"."""

    names: tuple[str, ...]
    acts: bool
    """What follows is something that people do."""


def people(texts: Iterable[Words]) -> set[str]:
    """The stems of the names of people in ``texts``."""
    found, acting, small = Counter[str](), Counter[str](), set[str]()
    together: list[tuple[str, ...]] = []
    for read in texts:
        small.update(map(stem, map(str.casefold, filter(str.islower, read.parts[1::2]))))
        for row in _rows(read):
            found.update(row.names)
            acting.update(row.names if row.acts else ())
            together.append(row.names)
    known = {name for name, n in acting.items() if n >= _OFTEN * found[name]} - small
    return known | _beside(known, together) - small


def _beside(known: set[str], rows: Sequence[tuple[str, ...]]) -> set[str]:
    """Who stands in one row with someone known."""
    beside = {name for row in rows if not known.isdisjoint(row) for name in row}
    return beside if beside <= known else _beside(known | beside, rows)


def _rows(read: Words) -> Iterator[_Row]:
    """The rows of capitalised words, a single one being a row too."""
    raw, row = read.parts[1::2], list[int]()
    for place, word in enumerate([*raw, ""]):
        if word.istitle() and len(word) > 1 and (not row or _joined(read, row[-1], place)):
            row.append(place)
        elif row and not (word == "and" and place == row[-1] + 1):
            yield _Row(tuple(stem(read.forms[at]) for at in row), _acts(read, row[-1] + 1))
            row = [place] if word.istitle() and len(word) > 1 else []


def _joined(read: Words, last: int, place: int) -> bool:
    """Whether only a comma or "and" stands between two words."""
    between = "".join(read.parts[2 * last + 2 : 2 * place + 1])
    return between.split() in ([","], ["and"], [",", "and"])


def _acts(read: Words, place: int) -> bool:
    following = read.forms[place : place + 2]
    if following and following[0] in _BETWEEN:
        following = following[1:]
    return bool(following) and following[0] in _DOES
