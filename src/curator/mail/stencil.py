"""Text with gaps: everything but the reader's own values is made once, and the gaps are stamped.

A gap is marked in subject, text and HTML by a :class:`Slots` marker, a long word that nobody
outside can guess, so that no feed title can pass for one. Values that are stamped consist of
``A-Z a-z 0-9 - _`` only, and the day of spaces besides, and so need no encoding of any kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from curator.errors import DeliveryError
from curator.links import PREFERENCES, UNSUBSCRIBE, link
from curator.model import in_words
from curator.tokens import Keyring

DATE = "date"
TO = "to"
MESSAGE_ID = "message_id"
UNSUBSCRIBE_TOKEN = "unsubscribe"  # noqa: S105 - the name of a gap, not a secret
PREFERENCES_TOKEN = "preferences"  # noqa: S105
SINCE = "since"
IN_TEXT = (UNSUBSCRIBE_TOKEN, PREFERENCES_TOKEN, SINCE)

_VALUE = re.compile(r"[A-Za-z0-9_-]{1,200}\Z")
_KEY = re.compile(r"[0-9a-f]{16,64}\Z")


@dataclass(frozen=True, slots=True)
class Slots:
    """The markers of one issue: give their links to the templates, and the same to the compiler."""

    key: str
    """Hexadecimal and unguessable from outside."""
    base_url: str

    def __post_init__(self) -> None:
        if not _KEY.match(self.key):
            raise DeliveryError("the key of an issue's slots must be 16 to 64 hexadecimal digits")

    @classmethod
    def of(cls, ring: Keyring, period_key: str, base_url: str) -> Slots:
        """The markers of the issue of a period: always the same, so that it renders the same."""
        return cls(ring.fingerprint("slots", period_key)[:32], base_url)

    def marker(self, name: str) -> str:
        """The word that stands for the value ``name``."""
        return f"x{self.key}{name}x"

    @property
    def unsubscribe_url(self) -> str:
        """The reader's own unsubscribe link, for the templates."""
        return link(self.base_url, UNSUBSCRIBE, self.marker(UNSUBSCRIBE_TOKEN))

    @property
    def preferences_url(self) -> str:
        """The reader's own preferences link, for the templates."""
        return link(self.base_url, PREFERENCES, self.marker(PREFERENCES_TOKEN))

    @property
    def since(self) -> str:
        """The day the reader subscribed, for the templates; stamped as ``22 February 2026``."""
        return self.marker(SINCE)

    def split(self, text: str) -> tuple[list[str], list[str]]:
        """``text`` cut at its markers: one literal more than there are names."""
        parts = re.split(f"x{self.key}({'|'.join(IN_TEXT)})x", text)
        return parts[::2], parts[1::2]

    def filled(self, text: str, token: str, since: date) -> str:
        """``text`` to look at: ``token`` in place of a reader's own, and a day for theirs."""
        day = in_words(since)
        literals, names = self.split(text)
        values = (day if name == SINCE else token for name in names)
        return "".join(chain.from_iterable(zip(literals, [*values, ""], strict=True)))


@dataclass(frozen=True, slots=True)
class ReaderSlots:
    """The values of one reader."""

    to: str
    """The ``To`` header's value, as :func:`curator.mail.headers.mailbox` makes it."""
    message_id: str
    """The left side of the Message-ID."""
    unsubscribe: str
    preferences: str
    since: date
    """The day the reader subscribed."""
    at: datetime | None = None
    """Of the ``Date`` header; ``None`` means when the issue was frozen."""

    def __post_init__(self) -> None:
        if not (self.to.isascii() and self.to.replace("\r\n ", " ").isprintable()):
            raise DeliveryError("the To header has a control or non-ASCII character")
        for value in (self.message_id, self.unsubscribe, self.preferences):
            if not _VALUE.match(value):
                raise DeliveryError("a value to stamp has characters other than A-Z a-z 0-9 - _")

    def values(self) -> dict[str, bytes]:
        """The values by gap name."""
        return {
            TO: self.to.encode("ascii"),
            MESSAGE_ID: self.message_id.encode(),
            UNSUBSCRIBE_TOKEN: self.unsubscribe.encode(),
            PREFERENCES_TOKEN: self.preferences.encode(),
            SINCE: in_words(self.since).encode(),
        }


@dataclass(frozen=True, slots=True)
class Stencil:
    """Literal pieces with a named gap between each two."""

    pieces: tuple[bytes, ...]
    names: tuple[str, ...] = ()

    def stamp(self, values: Mapping[str, bytes]) -> bytes:
        """The text with every gap filled; raises :class:`KeyError` for a value not given."""
        return b"".join(self.filled(values))

    def filled(self, values: Mapping[str, bytes]) -> list[bytes]:
        """The same in parts, for who adds more and joins them."""
        parts: list[bytes] = [b""] * (2 * len(self.names) + 1)
        parts[::2] = self.pieces
        parts[1::2] = [values[name] for name in self.names]
        return parts

    def __add__(self, other: Stencil) -> Stencil:
        """One text after the other."""
        seam = self.pieces[-1] + other.pieces[0]
        pieces = (*self.pieces[:-1], seam, *other.pieces[1:])
        return Stencil(pieces, (*self.names, *other.names))


def literal(text: str | bytes) -> Stencil:
    """A stencil without gaps."""
    return Stencil((text.encode("ascii") if isinstance(text, str) else text,))


def gap(name: str) -> Stencil:
    """A stencil that is only a gap."""
    return Stencil((b"", b""), (name,))
