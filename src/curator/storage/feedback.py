"""What the author kept, skipped and pinned; ranking learns from it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from curator.model import Feedback
from curator.storage import schema

_table = schema.feedback


def add(connection: Connection, feedback: Feedback) -> None:
    """Remember one keep, skip or pin."""
    connection.execute(
        _table.insert().values(
            resource_id=feedback.resource_id, verdict=feedback.verdict, given_at=feedback.at
        )
    )


def list_(connection: Connection, *, since: datetime | None = None) -> list[Feedback]:
    """All feedback, or that given since an instant, oldest first."""
    statement = select(_table.c.resource_id, _table.c.verdict, _table.c.given_at)
    if since is not None:
        statement = statement.where(_table.c.given_at >= since)
    ordered = statement.order_by(_table.c.given_at, _table.c.id)
    return [Feedback(*row) for row in connection.execute(ordered)]
