"""Instants that the clock keeps in the store: up to when something was dealt with."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from curator.storage import kv

if TYPE_CHECKING:
    from curator.app import App


def remembered(app: App, name: str, now: datetime) -> datetime:
    """The instant in the store under ``name``; the first time, ``now``, which is kept."""
    with app.database.read() as connection:
        known = kv.get(connection, name)
    if known is None:
        with app.database.begin() as connection:
            known = kv.put_once(connection, name, now.isoformat(), now)
    return datetime.fromisoformat(known)
