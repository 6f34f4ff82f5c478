"""Bytes of a page become text, once: BOM, header, meta, UTF-8, what it looks like, cp1252.

The order follows the HTML standard ("determining the character encoding"), with one deviation that
real pages ask for: bytes that are valid UTF-8 are UTF-8 whatever a Latin-1 label says.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from curator.charsets import known, undeclared

LIMIT_BYTES = 3_000_000
"""Larger pages are cut here; what matters of a page stands before."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)")
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_UNSAFE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROLS = bytes((*range(9), 0x0B, *range(0x0E, 0x20)))
_NONCHARACTERS = ("\ufffe", "\uffff")
_REFERENCE = re.compile(
    r"&#(?:0*(?:[1-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)"
    r"|x0*(?:[1-8bcef]|1[\da-f]|fff[ef])(?![\da-f]));?",
    re.IGNORECASE,
)
"""What stands for such a sign. Parsers take it at its word, and no tree can be changed then."""
_TWICE, _ONCE = b"\xc3\xa2\xc2\x80", b"\xe2\x80"
"""How dashes and quotation marks begin in UTF-8 that was taken for Latin-1 and encoded again, and how
they should. The first holds a control character that no text has."""
_SOME = 3
_ENCODED_TWICE = re.compile("[\xc2-\xf4][\x80-\xbf]{1,3}")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Source:
    """A page's text, and the same in UTF-8 for parsers: most pages come so and need no encoding."""

    text: str
    utf8: bytes


def source_of(body: bytes, content_type: str = "") -> Source:
    """What ``body`` says, cut at the limit; never raises, wrong bytes become U+FFFD.

    ``content_type`` is the whole header value, with its parameters.
    """
    body = body[:LIMIT_BYTES]
    text, utf8 = _decoded(body, content_type)
    utf8 = _encoded(text) if utf8 is None else utf8
    if utf8 and _ONCE not in utf8 and utf8.count(_TWICE) >= _SOME:
        text, utf8 = _ENCODED_TWICE.sub(_undone, text), None
        utf8 = _encoded(text)
    if utf8 is None or not _is_clean(text, utf8):
        text, utf8 = _UNSAFE.sub("", text), None
    if "\f" in text:  # white space to HTML, but not to XML
        text, utf8 = text.replace("\f", " "), None
    if "&#" in text and _REFERENCE.search(text):
        text, utf8 = _REFERENCE.sub(" ", text), None
    if _DECLARATION.match(text):
        text, utf8 = _DECLARATION.sub("", text, count=1), None
    return Source(text, text.encode() if utf8 is None else utf8)


def _undone(found: re.Match[str]) -> str:
    """A character that was encoded twice; what only looks like one, as it is."""
    try:
        return found.group().encode("latin-1").decode()
    except UnicodeDecodeError:
        return found.group()


def text_of(body: bytes, content_type: str = "") -> str:
    """The text of :func:`source_of`."""
    return source_of(body, content_type).text


def _encoded(text: str) -> bytes | None:
    """``text`` in UTF-8; ``None`` where it has surrogates."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return None


def _is_clean(text: str, utf8: bytes) -> bool:
    """Whether there is nothing in a text, given in both forms, that markup must not have."""
    # Each is looked for where it is found quickest.
    controlled = len(utf8.translate(None, _CONTROLS)) != len(utf8)
    return not controlled and not any(sign in text for sign in _NONCHARACTERS)


def _decoded(body: bytes, content_type: str) -> tuple[str, bytes | None]:
    """The text, and its bytes where they are UTF-8 already."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), None
    label = _label(body, content_type)
    if label is None or label in ("cp1252", "utf-8"):
        return _utf8(body) or (body.decode(_fallback(label, body), "replace"), None)
    try:
        return body.decode(label, "replace"), None
    except (LookupError, UnicodeError, ValueError):
        return _utf8(body) or (body.decode("cp1252", "replace"), None)


def _utf8(body: bytes) -> tuple[str, bytes] | None:
    """``body`` as UTF-8 if it is, a character cut in two at the end aside."""
    try:
        return body.decode(), body
    except UnicodeDecodeError as error:
        whole = error.start < len(body) - 3 or error.reason != "unexpected end of data"
        body = body[: error.start]
        return None if whole else (body.decode(), body)


def _fallback(label: str | None, body: bytes) -> str:
    """A page that says UTF-8 keeps it with its wrong bytes; others are as they look, mostly Western."""
    if label == "utf-8":
        return label
    return (label is None and undeclared(body)) or "cp1252"


def _label(body: bytes, content_type: str) -> str | None:
    """The declared encoding under Python's name, if Python knows it."""
    head = body[:4096]
    header = _HEADER.search(content_type)
    declared = _META.search(head) or _XML.search(head)
    for name in (header and header.group(1), declared and declared.group(1).decode("ascii")):
        if name and (codec := known(name)):
            # A meta element can only be read where the encoding is an extension of ASCII.
            return "utf-8" if codec.startswith("utf-16") and not header else codec
    return None
