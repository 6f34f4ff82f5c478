"""Candidates of the state that script applications leave in the page: ``"publishedAt":"2025-…"``.

Single-page applications write their data into scripts under names of their own; a few are common.
The markup is searched as text, whatever quotes and escapes stand around the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from curator.model import Candidate
from curator.resources import names
from curator.resources.document import Document

_QUOTE = r"(?:\\{0,3}[\"']|&quot;|&#34;)"
_END = r"(?=\\{0,3}[\"']|&quot;|&#34;)"
_VALUE = re.compile(rf"{_QUOTE}?\s*:\s*{_QUOTE}([^\"'\\&]{{8,40}}){_END}")
_NAME = re.compile(
    rf"{_QUOTE}?\s*:\s*(?:\[?\s*\{{[^{{}}]{{0,300}}?{_QUOTE}(?:name|fullName|displayName|title)"
    rf"{_QUOTE}\s*:\s*)?{_QUOTE}([^\"'\\&<>{{}}]{{3,80}}){_END}"
)
_PUBLISHED = (
    "datePublished", "publishedAt", "published_at", "publishDate", "publish_date", "publicationDate",
    "first_publication_date", "firstPublished", "publishedDate", "date_published", "published_time",
    "date_posted", "datePosted", "postDate", "pubDate", "releaseDate", "createdAt", "created_at",
    "dateCreated",
)  # fmt: skip
_MODIFIED = ("dateModified", "updatedAt", "updated_at", "lastModified", "modifiedAt",
             "last_publication_date", "lastModifiedDate")  # fmt: skip
_AUTHOR = (
    "author",
    "authors",
    "authorName",
    "author_name",
    "byline",
    "content_author_name",
    "writer",
)
_STEMS = ("ubli", "ated", "odified", "uthor", "osted", "Date", "byline", "writer")
"""What several keys have in common."""
_KEYS = {
    stem: [
        (key, key.index(stem)) for key in (*_PUBLISHED, *_MODIFIED, *_AUTHOR)
        if stem == next(one for one in _STEMS if one in key)
    ]
    for stem in _STEMS
}  # fmt: skip
"""The keys by their stem, with the number of letters before it."""
_ESCAPED = ("&quot;datePublished&quot;", "&quot;publishedAt&quot;")
_BEFORE_KEY = "\"'; {,"
_CREATED = frozenset({"createdAt", "created_at", "dateCreated"})
_MOST = 4
_MOST_PLACES = 40
_MOST_STEMS = 4000


def candidates(document: Document) -> Iterator[Candidate]:
    """The first few dates and authors in the page's state."""
    found = _places(_scripts(document))
    for key in _PUBLISHED:
        origin = "state:created" if key in _CREATED else "state"
        for value in _after(found, key, _VALUE):
            yield Candidate("published", value, origin)
    for key in _MODIFIED:
        for value in _after(found, key, _VALUE):
            yield Candidate("modified", value, "state")
    for key in _AUTHOR:
        for value in _after(found, key, _NAME):
            if people := names.people(value):
                yield Candidate("authors", "; ".join(people), "state")


def _scripts(document: Document) -> list[str]:
    """The sources of scripts, or the whole markup where it holds escaped state in attributes."""
    markup = document.markup
    if "&quot;" in markup and any(one in markup for one in _ESCAPED):
        return [markup]
    return [
        text for element in document.tree.iter("script")
        if (text := element.text) and "ld+json" not in (element.get("type") or "")
    ]  # fmt: skip


Place = tuple[str, int]
"""A script and where in it a key ends."""


def _places(scripts: list[str]) -> Mapping[str, list[Place]]:
    """Where the keys stand: scripts are long, and each is searched once for what keys have in common."""
    found: dict[str, list[Place]] = {}
    for stem, keys in _KEYS.items():
        for script, place in islice(_each(scripts, stem), _MOST_STEMS):
            for key, before in keys:
                if place >= before and script.startswith(key, place - before):
                    found.setdefault(key, []).append((script, place - before + len(key)))
    return found


def _each(scripts: list[str], stem: str) -> Iterator[Place]:
    """All places of a stem."""
    for script in scripts:
        place = script.find(stem)
        while place >= 0:
            yield script, place
            place = script.find(stem, place + len(stem))


def _after(places: Mapping[str, list[Place]], key: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """The first values that stand after a key: many mentions of it are a list of other things."""
    for count, (script, end) in enumerate(places.get(key, ())[:_MOST_PLACES], 1):
        found = pattern.match(script, end)
        begin = end - len(key)
        if found and script[max(0, begin - 1) : begin] in _BEFORE_KEY:
            yield found.group(1)
            if count >= _MOST:
                return
