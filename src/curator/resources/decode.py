"""Bytes of a page become text, once: BOM, header, meta, UTF-8, cp1252.

The order follows the HTML standard ("determining the character encoding"), with one deviation that
real pages ask for: bytes that are valid UTF-8 are UTF-8 whatever a Latin-1 label says.
"""

from __future__ import annotations

import codecs
import re

from curator.charsets import known

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
_SIGNS = (*map(chr, (*range(9), 0x0B, *range(0x0E, 0x20))), "\ufffe", "\uffff")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def text_of(body: bytes, content_type: str = "") -> str:
    """The text of ``body``, cut at the limit; never raises, wrong bytes become U+FFFD.

    ``content_type`` is the whole header value, with its parameters.
    """
    body = body[:LIMIT_BYTES]
    text = _decoded(body, content_type)
    return _DECLARATION.sub("", _safe(text), count=1)


def _safe(text: str) -> str:
    """``text`` without what markup must not have; looking for single signs is the fastest way."""
    clean = not any(sign in text for sign in _SIGNS) and _has_no_surrogates(text)
    return text if clean else _UNSAFE.sub("", text)


def _has_no_surrogates(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _decoded(body: bytes, content_type: str) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    label = _label(body, content_type)
    if label is None or label in ("cp1252", "utf-8"):
        return _utf8(body) or body.decode(*_fallback(label))
    try:
        return body.decode(label, "replace")
    except (LookupError, UnicodeError, ValueError):
        return _utf8(body) or body.decode("cp1252", "replace")


def _utf8(body: bytes) -> str | None:
    """``body`` as UTF-8 if it is, a character cut in two at the end aside."""
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        whole = error.start < len(body) - 3 or error.reason != "unexpected end of data"
        return None if whole else body[: error.start].decode()


def _fallback(label: str | None) -> tuple[str, str]:
    """A page that says UTF-8 keeps it with its wrong bytes; any other is Windows-1252."""
    return ("utf-8" if label == "utf-8" else "cp1252", "replace")


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
