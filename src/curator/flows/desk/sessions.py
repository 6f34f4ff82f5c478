"""The author's sessions: all of them end at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.storage import kv

if TYPE_CHECKING:
    from curator.app import App

_EPOCH = "desk.epoch"


def epoch(app: App) -> int:
    """Sessions of an earlier epoch are void."""
    try:
        with app.database.read() as connection:
            return int(kv.get(connection, _EPOCH) or 0)
    except CuratorError:
        return 0


def end_all(app: App, now: datetime) -> None:
    """Sign out everywhere."""
    with app.database.begin() as connection:
        epoch = int(kv.get(connection, _EPOCH) or 0)
        kv.put(connection, _EPOCH, str(epoch + 1), now)
