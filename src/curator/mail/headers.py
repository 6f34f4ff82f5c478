"""Header lines: folded at 78 characters, non-ASCII as encoded words, and closed to injection.

Text (a subject, a name) is cleaned of controls and hidden characters, since it comes from feeds;
an address with anything odd in it is refused, since mending it would mail somebody else.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

from curator import mailaddress
from curator.errors import DeliveryError
from curator.sanitize import clean_text

WIDTH = 78
"""Characters of a line that should not be passed (RFC 5322 §2.1.1)."""
MAX_TEXT = 500
"""Characters of a header's text; longer is cut, well under the hard limit of 998 a line."""

_WORD_OCTETS = 39
"""Of text in one encoded word: 64 with its frame, so that it fits behind a header's name."""
_LONGEST_WORD = 60
"""A longer plain word would not fit on a line; it is encoded, which can be folded."""
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+\Z")


def field(name: str, value: str) -> bytes:
    """One header line, folded, with its CRLF. ``value`` must be structured and ASCII.

    Raises :class:`DeliveryError` for a control or non-ASCII character.
    """
    if not value.isascii() or not value.replace("\r\n ", " ").replace("\t", " ").isprintable():
        raise DeliveryError(f"the {name} header has a control or non-ASCII character")
    return f"{name}: {fold(value, len(name) + 2)}\r\n".encode("ascii")


def text_field(name: str, text: str) -> bytes:
    """One header line of free text, folded, RFC 2047 where it is not plain ASCII, with its CRLF."""
    return field(name, phrase(clean_text(text, MAX_TEXT)))


def date_field(at: datetime) -> bytes:
    """The ``Date`` line (RFC 5322 §3.3)."""
    return field("Date", format_datetime(at))


def phrase(text: str) -> str:
    """``text`` itself where it is plain ASCII, else encoded words joined by folds."""
    plain = text.isascii() and "=?" not in text
    if plain and max(map(len, text.split(" "))) <= _LONGEST_WORD:
        return text
    words = (base64.b64encode(chunk).decode() for chunk in _chunks(text))
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


def _chunks(text: str) -> Iterator[bytes]:
    """UTF-8 in pieces that split no character."""
    chunk = b""
    for character in text:
        octets = character.encode()
        if len(chunk) + len(octets) > _WORD_OCTETS:
            yield chunk
            chunk = b""
        chunk += octets
    yield chunk


def fold(value: str, column: int) -> str:
    """``value`` broken at spaces so that lines keep to 78 characters where words allow."""
    lines: list[str] = []
    for part in value.split("\r\n "):
        line, room = "", WIDTH - (column if not lines else 1)
        for word in part.split(" "):
            if line and len(line) + 1 + len(word) > room:
                lines.append(line)
                line, room = word, WIDTH - 1
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return "\r\n ".join(lines)


def mailbox(name: str, address: str) -> str:
    """``name <address>`` as a header's value; the name is quoted or encoded as it needs.

    Raises :class:`curator.errors.AddressError` where the address is not one.
    """
    address = mailaddress.parse(address)
    name = clean_text(name, MAX_TEXT)
    if not name:
        return address
    if not name.isascii() or "=?" in name:
        return f"{phrase(name)} <{address}>"
    if _ATOMS.match(name):
        return f"{name} <{address}>"
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>'
