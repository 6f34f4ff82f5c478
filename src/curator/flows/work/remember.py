"""Instants that the clock keeps in the store: up to when something was dealt with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from curator.storage import kv

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection


def remembered(
    app: App, name: str, now: datetime, first: Callable[[Connection], None] | None = None
) -> datetime:
    """The instant in the store under ``name``; the first time, ``now``, which is kept.

    ``first`` is what else is to be stored that time.
    """
    with app.database.read() as connection:
        known = kv.get(connection, name)
    if known is None:
        with app.database.begin() as connection:
            if first:
                first(connection)
            known = kv.put_once(connection, name, now.isoformat(), now)
    return datetime.fromisoformat(known)
