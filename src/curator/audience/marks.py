"""The keyed hash by which an address is known, also where the key was replaced since."""

from __future__ import annotations

from curator.storage import subscribers
from curator.storage.engine.database import Connection
from curator.tokens import Keyring


def mark_of(connection: Connection, ring: Keyring, address: str) -> str:
    """The hash that is stored with a reader's address; of a stranger's, the one by today's key."""
    reader = subscribers.find(connection, address)
    if reader is None:
        return ring.address_hash(address)
    return subscribers.address_hash(connection, reader.id)
