"""Candidates of the state that script applications leave in the page: ``"publishedAt":"2025-…"``.

Single-page applications write their data into scripts under names of their own; a few are common.
The markup is searched as text, whatever quotes and escapes stand around the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import names
from curator.resources.document import Document

_QUOTE = r"(?:\\{0,3}[\"']|&quot;|&#34;)"
_PUBLISHED = re.compile(
    rf"(datePublished|publishedAt|published_at|publishDate|publish_date|publicationDate|"
    rf"first_publication_date|firstPublishedAt|firstPublished|publishedDate|date_published|published_time|"
    rf"date_posted|datePosted|postDate|pubDate|createdAt|created_at|dateCreated|releaseDate){_QUOTE}?\s*:\s*{_QUOTE}"
    rf"([^\"'\\&]{{8,40}})(?=\\{{0,3}}[\"']|&quot;|&#34;)"
)
_MODIFIED = re.compile(
    rf"(?:dateModified|updatedAt|updated_at|lastModified|modifiedAt|last_publication_date|lastModifiedDate){_QUOTE}?\s*:\s*"
    rf"{_QUOTE}([^\"'\\&]{{8,40}})(?=\\{{0,3}}[\"']|&quot;|&#34;)"
)
_AUTHOR = re.compile(
    rf"\b(?:author|authors|authorName|author_name|byline|content_author_name|writer){_QUOTE}?\s*:\s*"
    rf"(?:\[?\s*\{{[^{{}}]{{0,300}}?{_QUOTE}(?:name|fullName|displayName|title){_QUOTE}\s*:\s*)?{_QUOTE}"
    rf"([^\"'\\&<>{{}}]{{3,80}})(?=\\{{0,3}}[\"']|&quot;|&#34;)"
)
_CREATED = frozenset({"createdAt", "created_at", "dateCreated"})
_MOST = 4


def candidates(document: Document) -> Iterator[Candidate]:
    """The first few dates and authors in the page's state."""
    markup = document.markup
    yield from _dates(markup)
    for found in _first(_MODIFIED, markup):
        yield Candidate("modified", found.group(1), "state")
    for found in _first(_AUTHOR, markup):
        if people := names.people(found.group(1)):
            yield Candidate("authors", "; ".join(people), "state")


def _dates(markup: str) -> Iterator[Candidate]:
    for found in _first(_PUBLISHED, markup):
        origin = "state:created" if found.group(1) in _CREATED else "state"
        yield Candidate("published", found.group(2), origin)


def _first(pattern: re.Pattern[str], markup: str) -> Iterator[re.Match[str]]:
    for count, found in enumerate(pattern.finditer(markup)):
        if count >= _MOST:
            return
        yield found
