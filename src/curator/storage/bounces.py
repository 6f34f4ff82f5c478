"""What came back: refusals, late bounces and complaints, each tied to the delivery it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from curator.storage import schema
from curator.storage.engine.rows import insert

_table = schema.bounces


@dataclass(frozen=True, slots=True)
class Bounce:
    """One mail that came back, or was complained about."""

    delivery_id: int
    subscriber_id: int
    issue_id: int
    domain: str
    at: datetime
    verdict: str
    """A :class:`curator.mail.replies.Verdict`, or ``complaint``."""
    status: str = ""
    """The enhanced status code (RFC 3463)."""
    detail: str = ""
    """What the server said."""
    source: str = ""
    """``smtp``, ``dsn``, ``arf``, ``text``, or the provider whose webhook told."""


def add(connection: Connection, bounce: Bounce) -> bool:
    """Store a bounce; ``False`` if the same was known of this delivery."""
    values = {name: getattr(bounce, name) for name in Bounce.__dataclass_fields__}
    statement = insert(connection, _table).values(**values).on_conflict_do_nothing()
    return connection.execute(statement.returning(_table.c.id)).scalar() is not None


def of_subscriber(connection: Connection, subscriber_id: int, *, limit: int = 50) -> list[Bounce]:
    """What came back from a reader, the newest first."""
    mine = select(_table).where(_table.c.subscriber_id == subscriber_id)
    ordered = mine.order_by(_table.c.at.desc(), _table.c.id.desc()).limit(limit)
    return [_bounce(row) for row in connection.execute(ordered)]


def of_issue(connection: Connection, issue_id: int) -> list[Bounce]:
    """What came back of an issue, the oldest first."""
    mine = select(_table).where(_table.c.issue_id == issue_id).order_by(_table.c.id)
    return [_bounce(row) for row in connection.execute(mine)]


def recent(
    connection: Connection, *, issue_id: int | None = None, limit: int = 100
) -> list[Bounce]:
    """What came back, the newest first; of one issue if it is given."""
    statement = select(_table).order_by(_table.c.at.desc(), _table.c.id.desc()).limit(limit)
    if issue_id is not None:
        statement = statement.where(_table.c.issue_id == issue_id)
    return [_bounce(row) for row in connection.execute(statement)]


def count(connection: Connection, issue_id: int, *, verdict: str, domain: str | None = None) -> int:
    """How many mails of an issue came back with a verdict, from everywhere or from one domain."""
    statement = select(func.count()).select_from(_table)
    statement = statement.where(_table.c.issue_id == issue_id, _table.c.verdict == verdict)
    if domain is not None:
        statement = statement.where(_table.c.domain == domain)
    return connection.execute(statement).scalar_one()


def _bounce(row: Any) -> Bounce:
    return Bounce(**{name: getattr(row, name) for name in Bounce.__dataclass_fields__})
