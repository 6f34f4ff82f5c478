"""Bookmarks as every browser exports them: the Netscape bookmark file, HTML of 1996.

Folders are headings (``H3``) before their list; the folders a link lies in become its tags, the
browser's own ("Bookmarks bar") do not. Pocket and Instapaper export HTML with one plain list under
each ``h1``: *Unread*, *Archive* or a folder.
"""

from __future__ import annotations

import re

from curator.resources.saved.link import (
    Listing,
    SavedLink,
    Skipped,
    first,
    instant,
    link,
    sort_out,
)
from curator.resources.saved.markup import Piece, pieces

_ARCHIVES = frozenset({"archive", "read archive"})
_USUAL = _ARCHIVES | {"", "unread", "starred", "home", "my list"}
"""Lists under an ``h1`` that name no subject."""
_OWN_FOLDERS = frozenset(
    {
        "bookmarks",
        "bookmarks bar",
        "bookmarks menu",
        "bookmarks toolbar",
        "favorites",
        "favorites bar",
        "favourites",
        "imported",
        "mobile bookmarks",
        "other bookmarks",
        "reading list",
        "unsorted",
    }
)
"""What browsers call the folders they make; in other languages the attributes tell."""
_OWN_MARKS = frozenset({"personal_toolbar_folder", "unfiled_bookmarks_folder"})
_NETSCAPE = re.compile(r"<!doctype\s+netscape-bookmark-file", re.IGNORECASE)


_LISTS = ("dl", "ul", "ol")
_MEANT = frozenset({"a", "dt", "dd", "li", "h1", "h3", *_LISTS})


def parse(text: str) -> Listing:
    """The links of a bookmark file, in its order."""
    reader = _Reader(headed=not _NETSCAPE.search(text[:2000]))
    for piece in pieces(text):
        reader.take(piece)
    reader.settle()
    return sort_out("netscape", reader.found)


class _Reader:
    """Links as they go by, with the folders open around them."""

    def __init__(self, *, headed: bool) -> None:
        self.found: list[SavedLink | Skipped] = []
        self._headed = headed
        self._list = ""
        self._folders: list[str] = []
        self._named = ""
        self._own = False
        self._words = ""
        self._link: Piece | None = None
        self._title = self._note = ""
        self._in_note = False

    def take(self, piece: Piece) -> None:
        """One step on."""
        if not piece.tag:
            self._words += piece.words
        elif piece.tag.startswith("/"):
            self._end(piece.tag[1:])
        elif piece.tag in _MEANT:
            self._begin(piece)

    def _begin(self, piece: Piece) -> None:
        if piece.tag != "dd":
            self.settle()
        self._words = ""
        self._in_note = piece.tag == "dd"
        if piece.tag == "a":
            self._link = piece
        elif piece.tag == "h3":
            self._own = bool(_OWN_MARKS & piece.attributes.keys())
        elif piece.tag in _LISTS:
            self._folders.append(self._named)
            self._named = ""

    def _end(self, tag: str) -> None:
        words = " ".join(self._words.split())
        if tag == "a":
            self._title, self._words = words, ""
        elif tag == "h3":
            self._named = "" if self._own or words.casefold() in _OWN_FOLDERS else words
        elif tag == "h1" and self._headed:
            self._list = words
        elif tag in _LISTS:
            self.settle()
            del self._folders[-1:]

    def settle(self) -> None:
        """Keep the link that was read so far; its note stands after it."""
        if self._in_note:
            self._note, self._words = self._words, ""
        if self._link is not None:
            self.found.append(self._kept(self._link))
        self._link, self._title, self._note, self._in_note = None, "", "", False

    def _kept(self, piece: Piece) -> SavedLink | Skipped:
        given, under = piece.attributes, self._list.casefold()
        listed = () if under in _USUAL else (self._list,)
        return link(
            piece.line,
            given.get("href", ""),
            title=self._title or self._words,
            note=self._note,
            tags=(*first(given, "tags", "data-tags").split(","), *listed, *self._folders),
            added_at=instant(first(given, "add_date", "time_added")),
            read=under in _ARCHIVES,
        )
