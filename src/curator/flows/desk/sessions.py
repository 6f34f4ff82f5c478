"""The author's sessions: all of them end at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from curator.storage import kv

if TYPE_CHECKING:
    from curator.app import App

_EPOCH = "desk.epoch"


def epoch(app: App) -> int:
    """Sessions of an earlier epoch are void.

    Raises :class:`curator.errors.StorageError` where the database does not say which are.
    """
    with app.database.read() as connection:
        return int(kv.get(connection, _EPOCH) or 0)


def end_all(app: App, now: datetime) -> None:
    """Sign out everywhere."""
    with app.database.begin() as connection:
        epoch = int(kv.get(connection, _EPOCH) or 0)
        kv.put(connection, _EPOCH, str(epoch + 1), now)
