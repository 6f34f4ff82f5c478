"""A file of saved links, recognised by what is in it."""

from __future__ import annotations

from curator import charsets
from curator.errors import ParseError
from curator.resources.saved import bibtex, lines, netscape, tables
from curator.resources.saved.link import Listing

MOST_LINKS = 50_000
MOST_BYTES = 30_000_000
FORMS = (
    "bookmarks (HTML), CSV of Pocket, Instapaper, Raindrop, Readwise or Zotero, BibTeX, "
    "a JSON list, or one address on each line"
)


def read(data: bytes) -> Listing:
    """The links in a file; raises :class:`ParseError` for one that holds none, or too many."""
    if len(data) > MOST_BYTES:
        raise ParseError(f"it is larger than {MOST_BYTES // 1_000_000} MB; split it")
    found = _read(charsets.text_of_file(data))
    if not found.links:
        shown = "".join(f"; line {one.line}: {one.what}" for one in found.skipped[:3])
        raise ParseError(f"there is no link in it; give {FORMS}{shown}")
    if len(found.links) > MOST_LINKS:
        raise ParseError(f"it has more than {MOST_LINKS:,} links; split it")
    return found


def _read(text: str) -> Listing:
    start = text.lstrip()[:2000].lower()
    if not start:
        raise ParseError(f"it is empty; give {FORMS}")
    if start.startswith("<") or "<dl" in start or "<a href" in start:
        return netscape.parse(text)
    if bibtex.BEGIN.search(start) or start.startswith("%"):
        return bibtex.parse(text)
    if start.startswith(("[", "{")):
        return tables.parse_json(text)
    if start.startswith(("http://", "https://")):
        return lines.parse(text)
    return tables.parse(text)
