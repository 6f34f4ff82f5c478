"""What the service did, for the author to read at the desk; holds no addresses of readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from curator.storage import schema
from curator.storage.codec import JSON

_table = schema.log


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One thing the service did."""

    id: int
    at: datetime
    kind: str
    """``refresh``, ``issue``, ``delivery``, ``bounce``, ``backup`` …"""
    message: str
    """A sentence."""
    detail: Mapping[str, JSON]


def add(
    connection: Connection,
    kind: str,
    message: str,
    now: datetime,
    *,
    detail: Mapping[str, JSON] | None = None,
) -> None:
    """Append an event."""
    values = {"at": now, "kind": kind, "message": message, "detail": dict(detail or {})}
    connection.execute(_table.insert().values(**values))


def list_(
    connection: Connection,
    *,
    kind: str | None = None,
    limit: int = 100,
    before_id: int | None = None,
) -> list[LogEvent]:
    """Events, the newest first; ``before_id`` continues after the last one of a page."""
    statement = select(_table).order_by(_table.c.id.desc()).limit(limit)
    if kind is not None:
        statement = statement.where(_table.c.kind == kind)
    if before_id is not None:
        statement = statement.where(_table.c.id < before_id)
    return [
        LogEvent(row.id, row.at, row.kind, row.message, row.detail)
        for row in connection.execute(statement)
    ]


def prune(connection: Connection, before: datetime) -> int:
    """Remove events from before an instant; gives their number."""
    return connection.execute(delete(_table).where(_table.c.at < before)).rowcount
