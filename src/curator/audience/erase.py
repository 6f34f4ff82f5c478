"""Forgetting a reader: what remains is a keyed hash, so that no import brings them back."""

from __future__ import annotations

from datetime import datetime

from curator.model import Subscriber, Suppression, SuppressionReason
from curator.storage import signups, subscribers, suppressions
from curator.storage.engine.database import Connection
from curator.tokens import Keyring


def erase(
    connection: Connection, ring: Keyring, reader: Subscriber, now: datetime, *, method: str
) -> None:
    """Erase a reader's address, name and choices, with every sign-up and change that waits.

    Suppressed is the hash that was stored and the one by today's key, which may be another one.
    """
    signups.remove_moves(connection, reader.id)
    mark = ring.address_hash(reader.address)
    stored = subscribers.address_hash(connection, reader.id)
    for one in {mark, stored}:
        signups.remove(connection, one)
    if mark != stored:
        suppressions.add(connection, Suppression(mark, SuppressionReason.ERASED, now))
    subscribers.erase(connection, reader.id, now, method=method)
