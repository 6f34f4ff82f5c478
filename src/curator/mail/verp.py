"""Return paths that tell which delivery came back: ``bounces+TOKEN@example.org`` (VERP).

The token is keyed, so that nobody can stop a reader's mail with an invented bounce. It is base32 in
lower case, since relays change the case of local parts.
"""

from __future__ import annotations

import re
from base64 import b32decode, b32encode
from binascii import Error as Base32Error

from curator.errors import TokenError
from curator.tokens import Keyring, Purpose

MAC_BYTES = 10
"""80 bits, guessed once in 10^24; a local part holds at most 64 octets."""

_TOKEN = re.compile(r"\+([a-z2-7]{18,40})@", re.IGNORECASE)


def return_path(ring: Keyring, delivery_id: int, address: str) -> str:
    """The envelope sender of one delivery, under the mailbox ``address`` that takes bounces."""
    local, _, domain = address.rpartition("@")
    number = delivery_id.to_bytes(5, "big")
    token = b32encode(ring.seal(Purpose.BOUNCE, number, MAC_BYTES)).decode("ascii")
    return f"{local}+{token.rstrip('=').lower()}@{domain}"


def delivery_of(ring: Keyring, address: str) -> int:
    """The delivery that ``address`` stands for; raises :class:`TokenError` unless we made it."""
    match = _TOKEN.search(address)
    if match is None:
        raise TokenError("the address carries no delivery")
    text = match[1].upper()
    try:
        sealed = b32decode(text + "=" * (-len(text) % 8))
    except Base32Error as error:
        raise TokenError from error
    # The last character has spare bits: insist on one spelling.
    if b32encode(sealed).decode("ascii").rstrip("=") != text:
        raise TokenError
    return int.from_bytes(ring.open(Purpose.BOUNCE, sealed, MAC_BYTES), "big")
