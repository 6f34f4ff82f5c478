r"""Words of ``feeds.yaml`` that stand for several: prefixes and small regular expressions.

One language for the aliases of topics and for ``only`` and ``exclude`` of sources. ``resnet*`` is a
prefix. An expression has a backslash, ``|``, ``*`` or ``{2}``, a ``?`` inside a word (``colou?r``,
``resnet(s)?``), a set that touches a word (``gpt-[45]``) or ``^`` before all. Other signs are
themselves: ``C++``, ``node.js``, ``what?``, ``[ad]``, ``f(x)``, ``US$``.

Python's engine tries one way after the other, so the ways of an expression are counted before it is
compiled, and one with too many is refused: none can take forever, whatever the text.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from math import prod

from curator.errors import BadValue

MAX_LENGTH = 120
"""Characters of a pattern."""
REACH = 100
"""Characters that ``*`` and ``+`` of an expression stand for at most."""
MOST_WAYS = 50_000
"""Ways to try an expression at one place of a text; two of ``*`` and ``+`` and two ``?`` have 40,000."""

_SIGNS = re.compile(r"[\\*|?^(){}\[\]]")
"""Without one of these a word is surely itself, as nearly all are."""
_SIGN = re.compile(
    r"""[\\*|]                          # an escape, a repetition, alternatives
    | ^\^\w                             # only at the beginning
    | (?<=[^?!])\?(?=[\w(\[-])          # what may be missing inside a word; what? is a question
    | \w\([^()]*\)\?                    # or at its end
    | \(\?[:=!<a-z] | \)[+{]            # groups; most are refused, with a reason
    | [\w)\].?-]\[ | \[[^\[\]]*\][\w?+({-]  # a set that touches a word; [ad] is text
    | \S\{\d                            # a number of times
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PREFIX = re.compile(r"(?=.*[^\W_])[^*]*[^*.]\*")
_PIECE = re.compile(
    r"""(?P<alternative>[ ]*\|[ ]*)
    | (?P<opened>\((?:\?:)?) | (?P<closed>\)(?P<optional>\?)?)
    | (?P<atom>\\(?:[dwsDWSbB]|\W) | \[\^?(?:\\(?:[dwsDWS]|\W)|[^\[\]\\])+\] | [^\\()\[\]|{}*+?])
      (?P<times>[*+?]|\{\d{1,2}(?:,\d{1,2})?\})?
    """,
    re.VERBOSE,
)
_LETTERS = re.compile(r"[a-z0-9]*", re.IGNORECASE)
_BLANK = r"[\s\-]"


class UnsafePattern(BadValue):
    """The expression could take very long or is not of the small allowed kind."""


def is_pattern(word: str) -> bool:
    """Whether ``word`` stands for more than itself."""
    return bool(_SIGNS.search(word) and _SIGN.search(word))


def _is_prefix(word: str) -> bool:
    return bool(_PREFIX.fullmatch(word)) and not is_pattern(word[:-1])


@lru_cache(maxsize=4096)
def compile_pattern(word: str) -> re.Pattern[str]:
    """The matcher of a pattern: whole words in either case, a blank also as a hyphen or as nothing.

    Allowed are characters, sets, groups of alternatives that do not nest, and repetitions of one
    character. Raises :class:`UnsafePattern` with what is wrong and what to write instead.
    """
    if len(word) > MAX_LENGTH:
        raise UnsafePattern(f"{len(word)} characters; at most {MAX_LENGTH} are allowed")
    body = _prefix(word[:-1]) if _is_prefix(word) else _expression(word)
    try:
        with warnings.catch_warnings():
            # "[[" may mean a set of sets one day; until then it means what the author wrote.
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)
    except re.error as error:
        raise UnsafePattern(f"not a regular expression: {error.msg}") from error


def _prefix(word: str) -> str:
    return rf"{_BLANK}?".join(map(re.escape, re.split(r"[\s\-]+", word))) + r"\w*"


@lru_cache(maxsize=4096)
def beginning(word: str) -> str:
    """The letters that every find of a pattern begins with; empty where that may be anything."""
    if _is_prefix(word):
        found = _LETTERS.match(word)
        return found.group().casefold() if found else ""
    try:
        pieces = list(_pieces(word))
    except UnsafePattern:
        return ""
    letters = "" if _has_alternatives(pieces) else "".join(_first_letters(pieces))
    return letters.casefold()


def _first_letters(pieces: list[re.Match[str]]) -> Iterator[str]:
    for piece in pieces:
        atom, times = piece["atom"], piece["times"]
        if not (atom and atom.isascii() and atom.isalpha() and times in (None, "+")):
            return
        yield atom
        if times:
            return


def _has_alternatives(pieces: list[re.Match[str]]) -> bool:
    """Whether an expression has alternatives outside its groups."""
    depth = 0
    for piece in pieces:
        depth += (piece["opened"] is not None) - (piece["closed"] is not None)
        if piece["alternative"] and not depth:
            return True
    return False


# --------------------------------------------------------------------------- the walk


def _expression(word: str) -> str:
    """The expression for Python's engine, after a walk over all its pieces."""
    made: list[str] = []
    whole, group = _Ways(), None
    for piece in _pieces(word):
        if piece["opened"]:
            if group:
                raise UnsafePattern("groups do not nest; write the alternatives side by side")
            group = _Ways()
            made.append("(?:")
        elif piece["closed"]:
            if group is None:
                raise UnsafePattern(r"a parenthesis is not opened; for the sign itself write \)")
            whole.times(group.total + (piece["optional"] is not None))
            group = None
            made.append(piece["closed"])
        elif piece["alternative"]:
            (group or whole).other()
            made.append("|")
        else:
            text, ways = _repeated(piece["atom"], piece["times"] or "")
            (group or whole).times(ways)
            made.append(text)
    if group:
        raise UnsafePattern(r"a parenthesis is not closed; for the sign itself write \(")
    if whole.total > MOST_WAYS:
        raise UnsafePattern("it can take forever; use at most two of * and +, and fewer ? and {…}")
    return "".join(made)


class _Ways:
    """In how many ways a row of pieces can be tried: the product of theirs, added up over alternatives."""

    def __init__(self) -> None:
        self._branches = [[1]]

    def times(self, ways: int) -> None:
        """One more piece in the row, which itself has ``ways``."""
        self._branches[-1].append(ways)

    def other(self) -> None:
        """Another alternative begins."""
        self._branches.append([1])

    @property
    def total(self) -> int:
        """All ways."""
        return sum(map(prod, self._branches))


def _repeated(atom: str, times: str) -> tuple[str, int]:
    """An atom with its quantifier as the engine gets them, and in how many ways that can be tried."""
    if atom == " ":
        atom, times = _BLANK, times or "?"
    if times in ("*", "+"):
        return f"{atom}{{{'01'[times == '+']},{REACH}}}", REACH
    if times == "?":
        return f"{atom}?", 2
    least, _, most = times.strip("{}").partition(",")
    return atom + times, int(most) - int(least) + 1 if most else 1


def _pieces(word: str) -> Iterator[re.Match[str]]:
    """The pieces of an expression; raises :class:`UnsafePattern` where there is none."""
    place = 0
    while place < len(word):
        piece = _PIECE.match(word, place)
        if piece is None:
            raise UnsafePattern(_why_not(word[:place], word[place:]))
        yield piece
        place = piece.end()


def _why_not(before: str, rest: str) -> str:
    """Why nothing of the small grammar begins with ``rest``, and what to write instead."""
    sign = rest[0]
    if sign == "\\":
        known = r"known are \d \w \s \b, their capitals, and \ before a sign"
        return f"{rest[:2]} is not known; {known}" if rest[1:] else rf"it ends with a \; {known}"
    if sign == "?" and before.endswith("("):
        return (
            "of groups with (? only (?:…) is known; small and capital letters are the same anyway"
        )
    if sign in "*+?{" and before.endswith((")", ")?")):
        return (
            "a group may not be repeated, for that can take forever; repeat one character, as \\w+"
        )
    if sign in "*+?":
        return rf"{sign} has no character before it to repeat; for the sign itself write \{sign}"
    if sign == "{":
        return r"write {2} or {2,4}, after one character; for the sign itself write \{"
    other = "closed" if sign == "[" else "opened"
    return rf"{sign} is not {other}; for the sign itself write \{sign}"
