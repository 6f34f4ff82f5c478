"""Bookmarks as every browser exports them: the Netscape bookmark file, HTML of 1996.

Folders are headings (``H3``) before their list; a link's folders become tags. Pocket's old export
is HTML of the same kind with plain lists.
"""

from __future__ import annotations

from html.parser import HTMLParser

from curator.resources.saved.link import Listing, SavedLink, Skipped, instant, link

_READ = ("read archive", "archive", "read")
"""Folders whose links were read, as Pocket and Instapaper name them."""


def parse(text: str) -> Listing:
    """The links of a bookmark file, in its order."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.settle()
    return Listing("netscape", tuple(reader.links), tuple(reader.skipped))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[SavedLink] = []
        self.skipped: list[Skipped] = []
        self._folders: list[str] = []
        self._heading: list[str] | None = None
        self._named = ""
        self._open: dict[str, str] | None = None
        self._line = 0
        self._title: list[str] = []
        self._note: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.settle()
            self._open = {name: value or "" for name, value in attrs}
            self._line, self._title = self.getpos()[0], []
        elif tag in ("h1", "h3"):
            self.settle()
            self._heading = []
        elif tag in ("dl", "ul"):
            self.settle()
            self._folders.append(self._named)
            self._named = ""
        elif tag == "dd":
            self._note = []
        elif tag in ("dt", "li"):
            self.settle()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "h3") and self._heading is not None:
            self._named = "".join(self._heading).strip()
            self._heading = None
        elif tag in ("dl", "ul"):
            self.settle()
            if self._folders:
                self._folders.pop()

    def handle_data(self, data: str) -> None:
        if self._heading is not None:
            self._heading.append(data)
        elif self._note is not None:
            self._note.append(data)
        elif self._open is not None:
            self._title.append(data)

    def settle(self) -> None:
        """Keep the link that was read so far; its note may stand after it."""
        if self._open is None:
            self._note = None
            return
        given, note = self._open, "".join(self._note or ())
        folders = tuple(filter(None, self._folders))
        read = bool(folders) and folders[-1].casefold() in _READ
        found = link(
            given.get("href", ""),
            title="".join(self._title),
            note=note,
            tags=(*given.get("tags", "").split(","), *(() if read else folders[-1:])),
            added_at=instant(given.get("add_date") or given.get("time_added") or ""),
            read=read,
        )
        if found is None:
            self.skipped.append(Skipped(self._line, "it is no web address"))
        else:
            self.links.append(found)
        self._open = self._note = None
