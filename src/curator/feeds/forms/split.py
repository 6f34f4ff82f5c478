"""Which entries of a feed are new, told by their bytes alone.

A changed feed mostly repeats what is known already, and parsing it is what costs. One pass of
expat, a tenth of the price, finds where each entry begins and ends. Entries whose bytes were seen
before are cut out, and only the rest is parsed, inside the original envelope; and of the rest, the
long texts, which feedparser would only carry about, are left out and put back afterwards.

This must give exactly what parsing the whole would. So it is only done where nothing that an entry
becomes can depend on another entry: the document is well-formed, entries stand side by side, and
each has an identity of its own that no other has. Everywhere else the answer is ``None``, and the
whole document is read. ``tests/feeds/forms/test_split.py`` compares the two over all corpora.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from xml.parsers import expat

from curator.dates import parse_date

VERSION = "2"
"""Raised when the same bytes become other entries than before, so that all are read again."""
MOST_REMEMBERED = 2000
_ATOM = frozenset({"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"})
_DC = "http://purl.org/dc/elements/1.1/"
_TOLD = frozenset(
    {"guid", "id", "link", "pubdate", "published", "updated", "issued", "modified", "date"}
)
_CHANGES_BY_ITSELF = re.compile(
    rb"<(lastBuildDate|pubDate|updated|modified|dc:date)>[^<]*</\1>|<!--.*?-->", re.DOTALL
)
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_START_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
MARK = "curator-text-"
LONG = 200
"""Bytes of a text that is worth leaving out."""
_PATHS = {("rss", "channel"): "item", ("rdf",): "item", ("feed",): "entry"}
_ENVELOPES = frozenset({"rss", "rdf", "feed", "channel"})
"""Inside an entry they make feedparser take what follows for another document's."""


@dataclass(frozen=True, slots=True)
class Body:
    """A long text of an entry: where its bytes are, and what they say."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Piece:
    """One entry: where its bytes are, and what it says of itself."""

    start: int
    end: int = 0
    told: dict[str, list[str]] = field(default_factory=dict)
    bodies: list[Body] = field(default_factory=list)

    def one(self, *names: str) -> str:
        """The first of the fields that stands there exactly once, or nothing."""
        for name in names:
            values = self.told.get(name, [])
            if values:
                return values[0].strip() if len(values) == 1 else ""
        return ""

    def date(self, now: datetime) -> datetime | None:
        """The date that the normalised entry will be sorted by, if that is certain."""
        text = self.one("pubdate", "published", "issued", "date", "updated", "modified")
        return parse_date(text, now)


@dataclass(frozen=True, slots=True)
class Split:
    """A document taken apart."""

    xml: bytes
    pieces: tuple[Piece, ...]

    def repeats(self) -> frozenset[int]:
        """The places of entries that are, byte for byte, a second copy of an earlier one.

        Normalising drops them too.
        """
        first: dict[bytes, int] = {}
        copies = (self.xml[one.start : one.end] for one in self.pieces)
        places = [first.setdefault(copy, place) for place, copy in enumerate(copies)]
        return frozenset(place for place, one in enumerate(places) if place != one)

    def marks(self, context: str) -> list[str]:
        """A fingerprint of each entry's bytes, and of everything around that bears on it."""
        around = _CHANGES_BY_ITSELF.sub(b"", self.without(range(len(self.pieces))))
        salt = blake2b(f"{VERSION} {context}".encode() + around, digest_size=16).digest()
        return [
            b64encode(
                blake2b(self.xml[one.start : one.end], key=salt, digest_size=9).digest()
            ).decode()
            for one in self.pieces
        ]

    def without(self, dropped: Collection[int]) -> bytes:
        """The document without these entries."""
        kept, place = [], 0
        for number, one in enumerate(self.pieces):
            if number in dropped:
                kept.append(self.xml[place : one.start])
                place = one.end
        return b"".join([*kept, self.xml[place:]])

    def hollow(self, dropped: Collection[int]) -> tuple[bytes, dict[str, str]]:
        """As :meth:`without`, with a mark in place of each long text, and the texts by mark."""
        if MARK.encode() in self.xml:
            return self.without(dropped), {}
        kept: list[bytes] = []
        texts: dict[str, str] = {}
        place = 0
        for number, one in enumerate(self.pieces):
            if number in dropped:
                kept.append(self.xml[place : one.start])
                place = one.end
                continue
            for body in one.bodies:
                mark = f"{MARK}{len(texts)}."
                texts[mark] = body.text
                kept += (self.xml[place : body.start], mark.encode())
                place = body.end
        return b"".join([*kept, self.xml[place:]]), texts

    def newest(self, limit: int | None, now: datetime) -> list[int] | None:
        """The places of the newest entries, in the document's order; ``None`` if that is unsure."""
        everything = range(len(self.pieces))
        if limit is None or limit >= len(self.pieces):
            return list(everything)
        dates = [one.date(now) for one in self.pieces]
        known = [date for date in dates if date is not None]
        if len(known) < len(dates):
            return None
        order = sorted(everything, key=lambda place: (-known[place].timestamp(), place))
        return sorted(order[:limit])


def split(xml: bytes) -> Split | None:
    """``xml`` taken apart, or ``None`` where entries may depend on each other."""
    scan = _Scan(xml)
    try:
        scan.run()
    except (expat.ExpatError, _Unsure):
        return None
    whole = Split(xml, tuple(scan.pieces))
    if repeats := whole.repeats():
        return split(whole.without(repeats))
    return whole if scan.pieces and _independent(scan.pieces) else None


def _independent(pieces: Sequence[Piece]) -> bool:
    """Whether every entry has a GUID of its own, or none has and links serve."""
    guids = [one.one("guid", "id", "about") for one in pieces]
    if all(guids):
        return len(set(guids)) == len(guids)
    links = [one.one("link") for one in pieces]
    none = not any(name in one.told for one in pieces for name in ("guid", "id", "about"))
    return none and all(links) and len(set(links)) == len(links)


def _is_markup(space: str, local: str, attributes: dict[str, str]) -> bool:
    """Whether an element's text is escaped HTML, which feedparser takes as it is."""
    if local == "encoded":
        return space == _CONTENT and not attributes
    if local == "description":
        return not space and not attributes
    html = attributes.get("type") == "html" and not {"src", "mode"} & set(attributes)
    return local in ("content", "summary") and space in _ATOM and html


class _Unsure(Exception):
    """The document has a shape that cutting might change the meaning of."""


class _Scan:
    """One pass over a document."""

    def __init__(self, xml: bytes) -> None:
        self.pieces: list[Piece] = []
        self._xml = xml
        self._path: list[str] = []
        self._entry_depth = 0
        self._text: list[str] | None = None
        self._body = 0
        """Where the long text that is being read begins."""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_size = 1 << 20
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        # A document type may define what only the whole document shows.
        self._parser.EntityDeclHandler = self._refuse

    def run(self) -> None:
        """Read everything. Raises ``ExpatError`` or :class:`_Unsure`."""
        self._parser.Parse(self._xml, True)

    def _refuse(self, *_: object) -> None:
        raise _Unsure

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        local = local.lower()
        inside = self._entry_depth
        if self._body:  # markup in a text: feedparser knows what to make of it
            self._stop_listening()
        if inside and local in _ENVELOPES:
            raise _Unsure
        if local in ("item", "entry"):
            self._begin(local, attributes, nested=bool(inside))
        elif inside and len(self._path) == inside:
            if local in _TOLD and self._is_plain(space, local):
                self._listen()
            elif _is_markup(space, local, attributes):
                self._listen()
                tag = _START_TAG.match(self._xml, self._parser.CurrentByteIndex)
                self._body = tag.end() if tag else 0
        self._path.append(local)

    def _listen(self) -> None:
        self._text = []
        self._parser.CharacterDataHandler = self._text.append

    def _stop_listening(self) -> str:
        text = "".join(self._text or ())
        self._parser.CharacterDataHandler = None
        self._text, self._body = None, 0
        return text

    def _begin(self, local: str, attributes: dict[str, str], *, nested: bool) -> None:
        if nested or _PATHS.get(tuple(self._path)) != local:
            raise _Unsure
        piece = Piece(self._parser.CurrentByteIndex)
        about = next((value for key, value in attributes.items() if key.endswith(" about")), "")
        if about:
            piece.told["about"] = [about]
        self.pieces.append(piece)
        self._entry_depth = len(self._path) + 1

    def _is_plain(self, space: str, local: str) -> bool:
        """Whether the element is the format's own, not a namesake of an extension."""
        return space == _DC if local == "date" else not space or space in _ATOM or "rss" in space

    def _end(self, _name: str) -> None:
        local = self._path.pop()
        if self._body:
            start, end = self._body, self._parser.CurrentByteIndex
            text = self._stop_listening()
            if end - start >= LONG and text.strip():
                self.pieces[-1].bodies.append(Body(start, end, text))
        elif self._text is not None:
            self.pieces[-1].told.setdefault(local, []).append(self._stop_listening())
        elif len(self._path) + 1 == self._entry_depth:
            self._finish()

    def _finish(self) -> None:
        """The end tag of an entry: it ends with the next ``>``; an empty element has none."""
        start = self._parser.CurrentByteIndex
        if self._xml[start : start + 2] != b"</":
            raise _Unsure
        self.pieces[-1].end = self._xml.index(b">", start) + 1
        self._entry_depth = 0


def remembered(marks: Sequence[str], places: Iterable[int]) -> tuple[str, ...]:
    """The fingerprints to keep of the entries that were read."""
    return tuple(marks[place] for place in places)[:MOST_REMEMBERED]
