"""Candidates of the address itself: the date in its path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from curator.model import Candidate
from curator.resources.document import Document

_DAY = re.compile(
    r"[/\-_.]((?:19|20)\d\d)([/\-_.]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?=[/\-_.+]|$)"
)
_PACKED = re.compile(r"[/\-_.](20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/\-_.t]|$)")
_NAMED = re.compile(
    r"/((?:19|20)\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(0?[1-9]|[12]\d|3[01])(?=/|$)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?=/|$)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def candidates(document: Document) -> Iterator[Candidate]:
    """The day in the path, else the month."""
    path = urlsplit(document.url).path
    if day := _day(path):
        yield Candidate("published", day, "url")
    elif month := _MONTH.search(path):
        yield Candidate("published", f"{month[1]}-{month[2]}", "url:month")


def _day(path: str) -> str | None:
    if found := _DAY.search(path) or _PACKED.search(path):
        groups = found.groups()
        return f"{groups[0]}-{int(groups[-2]):02}-{int(groups[-1]):02}"
    if found := _NAMED.search(path):
        return f"{found[1]}-{_MONTHS.index(found[2].lower()) + 1:02}-{int(found[3]):02}"
    return None
