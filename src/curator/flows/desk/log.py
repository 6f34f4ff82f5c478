"""What the service did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.storage import log
from curator.storage.log import LogEvent

if TYPE_CHECKING:
    from curator.app import App


def events(app: App, *, before_id: int | None, limit: int) -> list[LogEvent]:
    """What the service did, newest first."""
    with app.database.read() as connection:
        return log.list_(connection, before_id=before_id, limit=limit)
