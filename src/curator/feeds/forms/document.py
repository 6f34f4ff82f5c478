"""Bytes become text that an XML parser may safely have.

Decides the character encoding, and takes out what parsers trip over or are attacked with: junk
before the document, control characters, internal DTD subsets (entity expansion), undefined
entities, bare ampersands and impossible character references.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

from curator.charsets import known, undeclared
from curator.errors import ParseError
from curator.feeds.fetching.codings import decoded
from curator.model import Page

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LATIN = frozenset({"cp1252", "iso8859-15", "utf-8"})

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_C0 = bytes([*range(9), 11, 12, *range(14, 32)])
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\s+([A-Za-z][\w.-]{0,40})\s+(?:\"([^\"&%<]*)\"|'([^'&%<]*)')\s*>")
_OPAQUE = (("<![CDATA[", "]]>"), ("<!--", "-->"))
"""How passages begin and end whose text is not markup."""
# A reference that XML does not know, or a bare ampersand. Most characters are let pass by their
# number of digits, for speed; the others are looked at.
_ODD_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#(?:3[2-9]|[4-9]\d|[1-9]\d{2,3}|[1-4]\d{4})"
    r"|#x(?:[2-9a-fA-F][0-9a-fA-F]|[1-9a-fA-F][0-9a-fA-F]{2}|[1-9a-cA-C][0-9a-fA-F]{3}));)"
    r"(?:#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,9}));|([A-Za-z][\w.-]{0,40});)?"
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel|opml)[\s>]", re.IGNORECASE)
_WRAPPED = re.compile(
    r"<html[^>]*>\s*(?:<head\s*/>|<head>\s*</head>)?\s*(?:<body[^>]*>)?\s*"
    r"<(?:feed\s[^>]*xmlns|rss\s[^>]*version)=",
    re.IGNORECASE,
)
"""A feed that something took for a page and put into one."""
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_XML_CHARACTERS = (
    (9, 10, 13),
    range(0x20, 0xD800),
    range(0xE000, 0xFFFE),
    range(0x10000, 0x110000),
)
FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel", "opml"})
HEAD = 4000
"""Characters in which a page shows that it is one."""
GZIP = b"\x1f\x8b"
LARGEST_ARCHIVE = 50 << 20
"""Bytes that a file may have which is compressed itself, as sitemaps may be."""
LARGEST_ENTITY = 200
"""Characters of a declared entity's text; longer ones are dropped."""


@dataclass(frozen=True, slots=True)
class Document:
    """A body as text, and what was odd about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()

    @property
    def is_json(self) -> bool:
        """Whether it starts like a JSON object or array."""
        return self.text[:1] in "{[" and bool(self.text)

    @property
    def root(self) -> str:
        """The local name of the root element in lower case, or nothing."""
        place = prolog_end(self.text)
        if self.text[place : place + 9].upper() == "<!DOCTYPE":
            place = prolog_end(self.text, _doctype_end(self.text, place)[0])
        found = _ROOT.match(self.text, place)
        return found[1].lower() if found else ""

    @property
    def is_html(self) -> bool:
        """Whether it is a web page rather than a feed, whatever its DOCTYPE says."""
        if self.root in FEED_ROOTS or _WRAPPED.search(self.text, 0, HEAD):
            return False
        html, feed = _HTML.search(self.text, 0, HEAD), _FEED.search(self.text, 0, HEAD)
        return html is not None and (feed is None or html.start() < feed.start())


def read(page: Page) -> Document:
    """The text of a page's body, decoded and with leading junk gone.

    Raises :class:`ParseError` for a compressed file that is broken or too large.
    """
    found = _CHARSET.search(page.headers.get("content-type", ""))
    body = _unpacked(page.body)
    text, encoding = decode(body, found[1] if found else None)
    if not _is_free_of_controls(body, encoding):
        text = _CONTROL.sub("", text)
    return Document(text.lstrip("\ufeff \t\r\n"), encoding)


def _is_free_of_controls(body: bytes, encoding: str) -> bool:
    """Whether the bytes alone tell, eight times faster, that no sign need be taken out."""
    bytewise = encoding in ("utf-8", "cp1252")
    return bytewise and len(body.translate(None, _C0)) == len(body) and b"\xef\xbf" not in body


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(GZIP):
        return body
    try:
        return decoded((body,), "gzip", LARGEST_ARCHIVE)
    except ValueError as error:
        raise ParseError(f"the compressed file cannot be read ({error})") from error


def decode(body: bytes, charset: str | None) -> tuple[str, str]:
    """Text and encoding: byte order mark, ``charset``, the declaration, UTF-8, what it looks like.

    The order is RFC 7303's, but for two lies that are told too often: Latin-1 declared over bytes
    that are flawless UTF-8, and a wide encoding over bytes that plainly are not.
    """
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), encoding
    if wide := _wide(body):
        return body.decode(wide, "replace"), wide
    for named in (known(charset or ""), known(_declared(body))):
        if named and not named.startswith(("utf-16", "utf-32", "utf-8")):
            text = _strictly(body, named)
            if text is not None:
                return text, named
    if _is_rather_latin(body):
        seen = undeclared(body) or "cp1252"
        return body.decode(seen, "replace"), seen
    return body.decode("utf-8", _CP1252), "utf-8"


def _is_rather_latin(body: bytes) -> bool:
    """Whether more of it is wrong in UTF-8 than right.

    Latin-1 may hold what looks like UTF-8 by chance (``é »`` with a hard space), and UTF-8 a wrong
    byte or two, which are read as Windows-1252 then.
    """
    try:
        body.decode()
    except UnicodeDecodeError:
        sound = body.decode("utf-8", "ignore")
        wrong = len(body) - len(sound.encode())
        return wrong > len(sound) - len(sound.encode("ascii", "ignore"))
    return False


def _strictly(body: bytes, encoding: str) -> str | None:
    """``body`` in that encoding or, where Latin is claimed, in UTF-8 if it can only be that."""
    if encoding in _LATIN and not body.isascii():
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    try:
        return body.decode(encoding, "replace" if encoding == "cp1252" else "strict")
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(body: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by the zeros around the first ``<``."""
    head = body[:4]
    shapes = {b"<\0\0\0": "utf-32-le", b"\0\0\0<": "utf-32-be"}
    if head in shapes:
        return shapes[head]
    if head[:2] == b"<\0" and head[3:] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if head[:2] == b"\0<" else None


def _declared(body: bytes) -> str:
    found = _DECLARED.search(body[:400]) or _META.search(body[:2048])
    return found[1].decode("ascii") if found else ""


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.start + 1]
    return wrong.decode("cp1252", "replace"), error.start + 1


_CP1252 = "curator-cp1252"
codecs.register_error(_CP1252, _as_cp1252)


# --------------------------------------------------------------------------- for an XML parser


def as_xml(text: str) -> str:
    """``text`` with a harmless prolog and only references that every XML parser knows."""
    start = text.find("<")
    text = text[max(start, 0) :]
    prolog, entities, rest = _without_doctype(text)
    pieces = [prolog]
    place = 0
    for start, end in _opaque(rest):
        pieces += (_known_references(rest[place:start], entities), rest[start:end])
        place = end
    return "".join([*pieces, _known_references(rest[place:], entities)])


def _opaque(text: str) -> Iterator[tuple[int, int]]:
    """Where CDATA sections and comments are, in one pass; one that does not end is none."""
    endless: set[str] = set()
    place = 0
    while (start := text.find("<!", place)) >= 0:
        place = start + 2
        for opening, closing in _OPAQUE:
            if opening not in endless and text.startswith(opening, start):
                end = text.find(closing, start + len(opening))
                if end < 0:
                    endless.add(opening)
                    break
                place = end + len(closing)
                yield start, place


def _known_references(piece: str, entities: dict[str, str]) -> str:
    """Text and markup with odd references resolved."""
    return _ODD_REFERENCE.sub(lambda found: _resolve(found, entities), piece)


def prolog_end(text: str, place: int = 0) -> int:
    """Where the white space, comments and instructions that start at ``place`` end."""
    while found := _PROLOG.match(text, place):
        place = found.end()
    return place


def _without_doctype(text: str) -> tuple[str, dict[str, str], str]:
    """The DOCTYPE without its internal subset, the plain entities that it declared, and the rest."""
    place = prolog_end(text)
    if text[place : place + 9].upper() != "<!DOCTYPE":
        return "", {}, text[place:]
    end, subset = _doctype_end(text, place)
    entities = {
        name: (one or other)
        for name, one, other in _ENTITY.findall(subset)
        if len(one or other) <= LARGEST_ENTITY
    }
    opening = text[place:end].split("[", 1)[0].rstrip(" \t\r\n>")
    return f"{opening}>", entities, text[end:]


def _doctype_end(text: str, start: int) -> tuple[int, str]:
    """Where the DOCTYPE ends, and its internal subset."""
    bracket, close = text.find("[", start), text.find(">", start)
    if close < 0:
        return len(text), ""
    if bracket < 0 or close < bracket:
        return close + 1, ""
    end = re.compile(r"\]\s*>").search(text, bracket)
    if end is None:
        return close + 1, ""
    return end.end(), text[bracket : end.start()]


def _resolve(found: re.Match[str], entities: dict[str, str]) -> str:
    """What stands for a reference: itself, its character, or an escaped ampersand."""
    hexadecimal, decimal, name = found.groups()
    if name:
        return _named(name, entities)
    if hexadecimal or decimal:
        return _numbered(int(hexadecimal, 16) if hexadecimal else int(decimal))
    return "&amp;"


def _named(name: str, entities: dict[str, str]) -> str:
    if name in entities:
        return entities[name]
    known = html5.get(f"{name};")
    return "".join(f"&#{ord(sign)};" for sign in known) if known else f"&amp;{name};"


def _numbered(code: int) -> str:
    """A character reference if XML has that character (XML 1.0 §2.2), else a replacement sign."""
    allowed = any(code in block for block in _XML_CHARACTERS)
    return f"&#{code};" if allowed else "\ufffd"
