"""Links that only we can have made: keyed, bound to one purpose, and checked in constant time.

A token is ``key id | payload | first 16 bytes of HMAC-SHA256(key of that purpose, key id | payload)``,
written in URL-safe base64. Each purpose has a key of its own, derived from the secret, so a link
made for one thing never does another. Nothing about the reader stands in it but a row number.
Changing the secret does not break the links that are already in readers' mailboxes as long as the
former secrets stay in the ring.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from curator.errors import TokenError

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

MAC_BYTES = 16
MIN_SECRET_BYTES = 16


class Purpose(StrEnum):
    """What a link may do; a token of one purpose is worthless for any other."""

    UNSUBSCRIBE = "unsubscribe"
    """Never expires: the mail may be opened years later."""
    PREFERENCES = "preferences"
    """In every issue: rhythm, topics, format, pause."""
    CONFIRM = "confirm"
    """In the mail that asks a new reader, or a reader's new address; expires."""
    MANAGE = "manage"
    """In a fresh mail on request: export, erase, change of address; expires."""
    FORM = "form"
    """When a sign-up page was shown."""
    BOUNCE = "bounce"
    """In the envelope sender: which delivery came back."""
    MESSAGE_ID = "message-id"
    DESK = "desk"
    """The author's session; expires."""


@dataclass(frozen=True)
class Keyring:
    """The secrets that sign links: one that makes new tokens, and former ones that still verify."""

    current: int
    """Key id of new tokens, 0 to 255."""
    secrets: Mapping[int, bytes] = field(repr=False)
    _keys: dict[tuple[str, int], bytes] = field(default_factory=dict, repr=False, compare=False)
    """Derived keys; an issue needs the same few for every reader."""
    _macs: dict[tuple[str, int], tuple[Hash, Hash]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """The inner and the outer hash that have taken in their key; copies cost half of new ones."""

    @classmethod
    def of(cls, *secrets: str | bytes) -> Keyring:
        """A ring from secrets, oldest first; the last one signs.

        Raises :class:`TokenError` for a secret under 16 bytes, which could be guessed.
        """
        raw = [item.encode() if isinstance(item, str) else item for item in secrets]
        if not raw or any(len(item) < MIN_SECRET_BYTES for item in raw):
            raise TokenError(f"a secret for links needs at least {MIN_SECRET_BYTES} bytes")
        return cls(len(raw) - 1, dict(enumerate(raw)))

    def key(self, purpose: str, key_id: int | None = None) -> bytes:
        """The key of one purpose; raises :class:`TokenError` for a key id not in the ring."""
        name = (str(purpose), self.current if key_id is None else key_id)
        known = self._keys.get(name)
        if known is None:
            secret = self.secrets.get(name[1])
            if secret is None:
                raise TokenError
            known = hmac.digest(secret, b"curator:" + name[0].encode(), hashlib.sha256)
            self._keys[name] = known
        return known

    def seal(self, purpose: str, payload: bytes, mac_bytes: int = MAC_BYTES) -> bytes:
        """``payload`` with its key id and code; :meth:`open` takes it apart again."""
        return self._sealed(purpose, self.current, payload, mac_bytes)

    def open(self, purpose: str, sealed: bytes, mac_bytes: int = MAC_BYTES) -> bytes:
        """The payload of ``sealed``; raises :class:`TokenError` where one bit is not ours."""
        if len(sealed) <= mac_bytes:
            raise TokenError
        payload = sealed[1:-mac_bytes]
        if not hmac.compare_digest(self._sealed(purpose, sealed[0], payload, mac_bytes), sealed):
            raise TokenError
        return payload

    def address_hash(self, address: str) -> str:
        """What stays of an address when its reader is erased: enough to know it again, no more."""
        return self.fingerprint("address", address.lower())

    def _sealed(self, purpose: str, key_id: int, payload: bytes, mac_bytes: int) -> bytes:
        body = bytes([key_id]) + payload
        return body + self._mac(purpose, key_id, body)[:mac_bytes]

    def mac(self, purpose: str, message: bytes) -> bytes:
        """HMAC-SHA256 of ``message`` under the current key of a purpose."""
        return self._mac(purpose, self.current, message)

    def _mac(self, purpose: str, key_id: int, message: bytes) -> bytes:
        keyed = self._macs.get((purpose, key_id))
        if keyed is None:
            keyed = self._macs[purpose, key_id] = _keyed(self.key(purpose, key_id))
        inner, outer = keyed[0].copy(), keyed[1].copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()

    def fingerprint(self, purpose: str, text: str) -> str:
        """A keyed hash of ``text`` under the *oldest* secret, so that it stays the same for ever."""
        key = self.key(purpose, min(self.secrets))
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _keyed(key: bytes) -> tuple[Hash, Hash]:
    """HMAC-SHA256 (RFC 2104 §2) after its key of at most 64 bytes."""
    block = key.ljust(64, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in block) for pad in (0x36, 0x5C))
    return hashlib.sha256(inner), hashlib.sha256(outer)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a valid link says."""

    number: int
    """The row it is about: a subscriber, a sign-up or a delivery, as its purpose tells."""
    epoch: int = 0
    """Must equal the reader's, or the link has been withdrawn."""
    expires_at: datetime | None = None


def make(
    ring: Keyring,
    purpose: Purpose,
    number: int,
    *,
    epoch: int = 0,
    expires_at: datetime | None = None,
) -> str:
    """A token of characters ``A-Z a-z 0-9 - _`` for row ``number``."""
    seconds = 0 if expires_at is None else int(expires_at.timestamp())
    return encode(ring.seal(purpose, _varint(number) + _varint(epoch) + _varint(seconds)))


def read(ring: Keyring, purpose: Purpose, token: str, now: datetime) -> Claim:
    """What ``token`` claims; raises :class:`TokenError` if forged, expired or of another purpose."""
    payload = ring.open(purpose, decode(token))
    number, payload = _take_varint(payload)
    epoch, payload = _take_varint(payload)
    seconds, payload = _take_varint(payload)
    expires_at = datetime.fromtimestamp(seconds, UTC) if seconds else None
    if payload or (expires_at is not None and now >= expires_at):
        raise TokenError
    return Claim(number, epoch, expires_at)


def encode(raw: bytes) -> str:
    """URL-safe base64 without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(token: str) -> bytes:
    """The bytes of :func:`encode`; raises :class:`TokenError` for any other spelling of them."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (UnicodeEncodeError, Base64Error, ValueError) as error:
        raise TokenError from error
    # The last character has spare bits, and the decoder skips odd characters: insist on one spelling.
    if encode(raw) != token:
        raise TokenError
    return raw


def _varint(value: int) -> bytes:
    """An unsigned number in as few bytes as it needs (LEB128)."""
    out = bytearray()
    while value > 0x7F:  # noqa: PLR2004 - seven bits a byte
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _take_varint(data: bytes) -> tuple[int, bytes]:
    value = shift = 0
    for index, byte in enumerate(data):
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:  # noqa: PLR2004 - the top bit says that more follows
            return value, data[index + 1 :]
    raise TokenError
