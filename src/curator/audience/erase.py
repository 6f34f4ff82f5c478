"""Forgetting a reader: what remains is a keyed hash, so that no import brings them back."""

from __future__ import annotations

from datetime import datetime

from curator.model import Subscriber
from curator.storage import signups, subscribers
from curator.storage.engine.database import Connection
from curator.tokens import Keyring


def erase(
    connection: Connection, ring: Keyring, reader: Subscriber, now: datetime, *, method: str
) -> None:
    """Erase a reader's address, name and choices, with every sign-up and change that waits."""
    signups.remove_moves(connection, reader.id)
    pending = signups.find(connection, ring.address_hash(reader.address), now)
    if pending is not None:
        signups.remove(connection, pending.id)
    subscribers.erase(connection, reader.id, now, method=method)
