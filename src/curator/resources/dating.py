"""Dates in running text near a heading: found by shape, read by :mod:`curator.dates`.

``03/04/2025`` alone has two readings and is not read; a page that tells its :class:`Order` (by its
language and country, or by another date such as ``25/04/2025``) leaves one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from curator import dates
from curator.dates import MONTHS

_MONTH = "|".join(
    sorted((re.escape(word) for word in MONTHS if len(word) > 2), key=len, reverse=True)
)
_YEAR = r"(?:19|20)\d\d"
_SHAPES = re.compile(
    rf"(?P<dmy>\b\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?\s*(?:of\s+|de\s+|-)?(?:{_MONTH})\b\.?,?\s*(?:de\s+|del\s+|-|')?{_YEAR}\b)|"
    rf"(?P<mdy>\b(?:{_MONTH})\b\.?\s*\d{{1,2}}(?:st|nd|rd|th)?(?:,\s*|\s+|\.\s*|-){_YEAR}\b)|"
    rf"(?P<iso>\b{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d]))|"
    rf"(?P<num>\b\d{{1,2}}(?P<sep>[./-])\d{{1,2}}(?P=sep)(?:{_YEAR}|\d\d)\b)|"
    rf"(?P<cjk>{_YEAR}\s*[年년]\s*\d{{1,2}}\s*[月월]\s*\d{{1,2}}\s*[日일]?)|"
    rf"(?P<my>\b(?:{_MONTH})\b\.?,?\s+{_YEAR}\b)",
    re.IGNORECASE,
)
_YEARS = re.compile(rf"{_YEAR}|\d\d?([./-])\d\d?\1\d\d")
"""What every shape has in it; most texts with a digit have no year, and the shapes are slow."""
_MODIFIED = re.compile(
    r"(?:updat\w*|modif\w*|aktualisiert|stand|revised|reviewed|edited|mis [àa] jour|actualizado|aggiornato|bijgewerkt|changed)"
    r"(?:\s+(?:on|am|le|el|il|op|by|at|date|\w+\s+\w+))?\W*$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:publi\w*|posted|ver(?:ö|o|oe)ffentlicht|erschienen|erstellt|written|created|released|pubblicato|gepubliceerd|first)"
    r"(?:\s+(?:on|am|le|el|il|op|by|at|date|en|date:))?\W*$",
    re.IGNORECASE,
)


class Order(StrEnum):
    """What comes first in a date that is all numbers."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


# Unicode CLDR's short date patterns; bare ``en`` is written both ways.
_DAY_FIRST = frozenset(
    "de fr es it pt nl da nb no pl ru cs sk fi el ro tr uk bg hr sl ca id vi".split()
)
_MONTH_FIRST_REGIONS = frozenset({"us", "ph"})
_UNSETTLED_REGIONS = frozenset({"ca"})
_MONTH_FIRST_ENDINGS = frozenset({"us", "gov", "mil"})
_DAY_FIRST_ENDINGS = frozenset("uk au nz ie in za sg de at ch fr be es it pt nl dk no pl cz fi gr ro br ar mx".split())  # fmt: skip
_NUMBERS = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2(?:19|20)\d\d\b")


def order_of(language: str | None, ending: str, texts: Iterable[str] = ()) -> Order | None:
    """How a page writes dates in numbers; ``None`` where nothing tells.

    ``language`` is what the page declares (``en-GB``), ``ending`` the last label of its host, and
    ``texts`` are short texts of it with dates in them.
    """
    tongue, _, region = (language or "").lower().replace("_", "-").partition("-")
    if region in _MONTH_FIRST_REGIONS or (ending in _MONTH_FIRST_ENDINGS and tongue in ("", "en")):
        return Order.MONTH_FIRST
    if tongue in _DAY_FIRST or ending in _DAY_FIRST_ENDINGS:
        return Order.DAY_FIRST
    if tongue == "en" and region and region not in _UNSETTLED_REGIONS:
        return Order.DAY_FIRST
    pairs = [tuple(map(int, one.group(1, 3))) for one in _NUMBERS.finditer("\n".join(texts))]
    days = {first > 12 for first, second in pairs if (first > 12) != (second > 12)}
    return (Order.DAY_FIRST if days.pop() else Order.MONTH_FIRST) if len(days) == 1 else None


def find(text: str, order: Order | None = None) -> Iterator[tuple[str, str]]:
    """The dates in a short text, each with ``published``, ``modified`` or ``""`` as its label."""
    if not _YEARS.search(text):
        return
    plain = _plain(text)
    for found in _SHAPES.finditer(plain):
        written = found.group()
        if found.lastgroup == "cjk" or found["cjk"]:
            written = "-".join(part.zfill(2) for part in re.findall(r"\d+", written))
        elif found["num"] and order:
            written = _ordered(written, order)
        if dates.parse_when(written) is not None:
            before = plain[max(0, found.start() - 40) : found.start()]
            yield written, label(before)


def _ordered(written: str, order: Order) -> str:
    """A date in numbers as ISO 8601 where both readings are days; as it was where only one is."""
    first, second, year = map(int, re.findall(r"\d+", written))
    if max(first, second) > 12 or year < 100:
        return written
    day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
    return f"{year}-{month:02}-{day:02}"


def _plain(text: str) -> str:
    """Accents removed where that keeps the length, so that month names are found."""
    if text.isascii():
        return text
    return "".join(sign if sign < "\x80" else _bare(sign) for sign in text)


@lru_cache(maxsize=4096)
def _bare(sign: str) -> str:
    return unicodedata.normalize("NFD", sign)[0]


def label(before: str) -> str:
    """What the words before a date say it is: ``published``, ``modified`` or nothing."""
    if _MODIFIED.search(before):
        return "modified"
    return "published" if _PUBLISHED.search(before) else ""
