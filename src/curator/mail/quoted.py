"""Quoted-printable (RFC 2045 §6.7) of a text with gaps, encoded once for all readers.

Each gap stands on a line of its own between two soft breaks, so that a value of any length changes
neither the lines around it nor their canonical form for DKIM. No line starts with a dot, which
leaves nothing to stuff in SMTP, nor with ``From``, which mbox files would mangle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.mail.stencil import Slots, Stencil

WIDTH = 75
"""Characters of a line before its soft break; 76 with it."""

_UNSAFE = re.compile(rb"[^\t -<>-~]")
_LAST_BLANK = re.compile(rb"[ \t]\Z")


def encode(text: str, slots: Slots | None = None) -> Stencil:
    """``text`` in UTF-8 quoted-printable with CRLF; it ends with exactly one line break."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    literals, names = slots.split(text) if slots else ([text], [])
    last = len(literals) - 1
    pieces = (
        (b"=\r\n" if index else b"") + _encode(part) + (b"=\r\n" if index < last else b"")
        for index, part in enumerate(literals)
    )
    return Stencil(tuple(pieces), tuple(names))


def _encode(text: str) -> bytes:
    return b"\r\n".join(b"=\r\n".join(_lines(line)) for line in text.split("\n"))


def _lines(line: str) -> Iterator[bytes]:
    """One line of text as the lines that its soft breaks make of it."""
    rest = _LAST_BLANK.sub(_escape, _UNSAFE.sub(_escape, line.encode()))
    while True:
        rest = _shield(rest)
        if len(rest) <= WIDTH:
            yield rest
            return
        cut = _cut(rest)
        yield rest[:cut]
        rest = rest[cut:]


def _cut(encoded: bytes) -> int:
    """Where to break, at most at ``WIDTH`` and never inside ``=3D``."""
    last_escape = encoded.rfind(b"=", WIDTH - 2, WIDTH)
    return WIDTH if last_escape < 0 else last_escape


def _shield(encoded: bytes) -> bytes:
    """A line start that no transport mistakes for something else (RFC 2049 §3)."""
    if encoded.startswith(b"."):
        return b"=2E" + encoded[1:]
    if encoded.startswith(b"From "):
        return b"=46" + encoded[1:]
    return encoded


def _escape(match: re.Match[bytes]) -> bytes:
    return b"=%02X" % ord(match.group())
