"""What class and id say an element is for: a title, a byline, a date.

A page has some hundred different marks, most of them for looks. All are held against one expression
first, so that what is for looks costs one look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# All are held against marks in lower case: five times as quick as to ignore case.
_ANY = re.compile(
    r"date|time|pub|posted|datum|created|meta|by-?line|modified|veroeff|fecha|info|author|writer|"
    r"written|contributor|autor|auteur|verfasser|reporter|vcard|title|headline|heading"
)
"""A part of everything that is looked for below."""
_TITLE = re.compile(
    r"(?:entry|post|article|story|page|blog|content|news|headline|main)[-_]*"
    r"(?:title|headline|heading|header__title)|^(?:title|headline)$"
)
_AUTHOR = re.compile(
    r"author|by-?line|writer|contributor|autor|auteur|verfasser|reporter|posted-?by|written-?by|vcard"
)
_NOT_AUTHOR = re.compile(
    r"bio|box|avatar|image|img|photo|social|related|comment|widget|count|follow|about|desc|job|"
    r"role|authoring|authority|authoriz|authoris|more|list|date|time|latest|share|icon|"
    r"title-author|card-"
)
_DATE = re.compile("date|time|pub|posted|datum|created|meta|byline|modified|veroeff|fecha|info")
_SURELY_DATE = re.compile(
    r"publish|posted|pub-?date|dateline|entry-date|post-date|article-date|postdate|article__date|"
    r"post__date|timestamp|created"
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an element is for, by the names of the origins that it gives; several may be said."""

    title: bool
    byline: str | None
    date: str | None


@lru_cache(maxsize=4096)
def purpose(marks: str) -> Purpose | None:
    """What class, id and the like of an element say; ``None`` where they name none of the three."""
    lowered = marks.lower()
    if not _ANY.search(lowered):
        return None
    made = Purpose(bool(_TITLE.search(lowered)), _byline(lowered), _date(lowered))
    return made if made.title or made.byline or made.date else None


def _byline(lowered: str) -> str | None:
    if not _AUTHOR.search(lowered):
        return None
    return "byline:weak" if _NOT_AUTHOR.search(lowered) else "byline"


def _date(lowered: str) -> str | None:
    if not _DATE.search(lowered):
        return None
    return "date" if _SURELY_DATE.search(lowered) else "date:weak"
