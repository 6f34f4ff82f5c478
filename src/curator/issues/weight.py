"""What a mail weighs: the bytes of its HTML part, and those of both parts as they travel. Pure.

Gmail cuts the HTML part by its own bytes. On the way every byte that is no plain ASCII takes three
(quoted-printable, RFC 2045 §6.7), so that an issue in Cyrillic or Chinese may be too large for a
mail long before its HTML is too long.
"""

from __future__ import annotations

from string import ascii_letters, digits, punctuation

from curator.model import Rendered

TRAVELLING_LIMIT = 144_000
"""Bytes of both parts as they travel; with headers and signatures a mail stays below 150,000."""

_PLAIN = (ascii_letters + digits + punctuation + " ").replace("=", "").encode()
_LINE = 73
"""Bytes of a line before its soft break, which takes three more."""


def html_bytes(rendered: Rendered) -> int:
    """Bytes of the HTML part once its transfer encoding is undone."""
    return len(rendered.html.encode())


def travelling_bytes(rendered: Rendered) -> int:
    """About how many bytes both parts take on their way; never fewer than they do."""
    return _encoded(rendered.text) + _encoded(rendered.html)


def fits(rendered: Rendered, html_limit: int) -> bool:
    """Whether nobody cuts or refuses it for its size."""
    return html_bytes(rendered) <= html_limit and travelling_bytes(rendered) <= TRAVELLING_LIMIT


def _encoded(text: str) -> int:
    raw = text.encode()
    escaped = len(raw.translate(None, _PLAIN))
    size = len(raw) + 2 * escaped
    return size + 3 * (size // _LINE + 1)
