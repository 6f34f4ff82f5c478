"""A file of saved links, recognised by what is in it."""

from __future__ import annotations

from curator.errors import ParseError
from curator.resources.saved import bibtex, netscape, tables
from curator.resources.saved.link import Listing

MOST_LINKS = 50_000
FORMS = "bookmarks (HTML), CSV of Pocket, Instapaper, Raindrop, Readwise or Zotero, or BibTeX"


def read(data: bytes) -> Listing:
    """The links in a file; raises :class:`ParseError` for one that holds none."""
    text = _decoded(data)
    start = text.lstrip()[:2000].lower()
    if start.startswith("<") or "<dl" in start or "<a href" in start:
        found = netscape.parse(text)
    elif start.startswith(("@", "%")):
        found = bibtex.parse(text)
    else:
        found = tables.parse(text)
    if not found.links:
        raise ParseError(f"there is no link in it; give {FORMS}")
    if len(found.links) > MOST_LINKS:
        raise ParseError(f"it has more than {MOST_LINKS:,} links; split it")
    return found


def _decoded(data: bytes) -> str:
    """Text in UTF-8, or UTF-16 with its mark; anything else as Windows writes Western text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
