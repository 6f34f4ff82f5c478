"""Dates in running text near a heading: found by shape, read by :mod:`curator.dates`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

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
_MODIFIED = re.compile(
    r"(?:updat\w*|modif\w*|aktualisiert|stand|revised|reviewed|edited|mis à jour|actualizado|aggiornato|bijgewerkt|changed)"
    r"(?:\s+(?:on|am|le|el|il|op|by|at|date|\w+\s+\w+))?\W*$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:publi\w*|posted|veröffentlicht|erschienen|erstellt|written|created|released|pubblicato|gepubliceerd|first)"
    r"(?:\s+(?:on|am|le|el|il|op|by|at|date|en|date:))?\W*$",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[tuple[str, str]]:
    """The dates in a short text, each with ``published``, ``modified`` or ``""`` as its label."""
    if not any(sign.isdigit() for sign in text):
        return
    plain = _plain(text)
    for found in _SHAPES.finditer(plain):
        written = found.group()
        if found.lastgroup == "cjk" or found["cjk"]:
            written = "-".join(part.zfill(2) for part in re.findall(r"\d+", written))
        if dates.parse_when(written) is not None:
            before = plain[max(0, found.start() - 40) : found.start()]
            yield written, label(before)


def _plain(text: str) -> str:
    """Accents removed where that keeps the length, so that month names are found."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", sign)[0] for sign in text)


def label(before: str) -> str:
    """What the words before a date say it is: ``published``, ``modified`` or nothing."""
    if _MODIFIED.search(before):
        return "modified"
    return "published" if _PUBLISHED.search(before) else ""
