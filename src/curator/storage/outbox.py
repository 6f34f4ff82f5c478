"""The outbox: single mails (confirm, welcome, test …) with the states of a delivery."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select

from curator.model import DeliveryState
from curator.storage import mailqueue, schema
from curator.storage.deliveries import LEASE_SECONDS
from curator.storage.engine.rows import insert
from curator.storage.mailqueue import FINAL, Outcome, Recovered

_table = schema.outbox


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One mail on its way."""

    id: int
    purpose: str
    """``confirm``, ``welcome``, ``test``, ``author`` …"""
    address: str
    message: bytes
    """The whole message as it goes over the wire."""
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_at: datetime
    subscriber_id: int | None = None
    key: str | None = None
    code: int | None = None
    enhanced: str | None = None
    reply: str | None = None


def put(
    connection: Connection,
    purpose: str,
    address: str,
    message: bytes,
    *,
    now: datetime,
    key: str | None = None,
    subscriber_id: int | None = None,
) -> int | None:
    """Queue a mail; gives its id, or ``None`` if one with the same ``key`` was queued before."""
    statement = insert(connection, _table).values(
        purpose=purpose,
        address=address,
        domain=address.rpartition("@")[2].lower(),
        message=message,
        key=key,
        subscriber_id=subscriber_id,
        state=DeliveryState.QUEUED,
        attempts=0,
        created_at=now,
        next_at=now,
    )
    return connection.execute(statement.on_conflict_do_nothing().returning(_table.c.id)).scalar()


def claim(
    connection: Connection,
    *,
    owner: str,
    now: datetime,
    lease_seconds: float = LEASE_SECONDS,
    limit: int = 20,
) -> list[OutgoingMail]:
    """Mails that are due, leased to ``owner``; the longest due first."""
    rows = mailqueue.claim(
        connection, _table, owner=owner, now=now, lease_seconds=lease_seconds, limit=limit
    )
    return [_mail(row) for row in rows]


def mark_inflight(
    connection: Connection, ids: Sequence[int], *, owner: str, now: datetime
) -> set[int]:
    """Those of ``ids`` that may be sent now."""
    return mailqueue.mark_inflight(connection, _table, ids, owner=owner, now=now)


def mark_outcomes(connection: Connection, outcomes: Sequence[Outcome], *, owner: str) -> int:
    """Store what became of attempts and end their leases; gives how many were ours."""
    return mailqueue.mark_outcomes(connection, _table, outcomes, owner=owner)


def release(connection: Connection, owner: str) -> int:
    """Give back what ``owner`` claimed and has not begun to send; gives their number."""
    return mailqueue.release(connection, _table, owner)


def owners(connection: Connection) -> set[str]:
    """Everybody who holds a lease, run out or not."""
    return mailqueue.owners(connection, _table)


def recover(
    connection: Connection, now: datetime, *, resend: bool = True, dead_owners: Collection[str] = ()
) -> Recovered:
    """Take over from owners that died; a second confirm mail does no harm, so resend by default."""
    return mailqueue.recover(connection, _table, now, resend=resend, dead_owners=dead_owners)


def counts(connection: Connection) -> dict[DeliveryState, int]:
    """How many mails are in each state; states without any are left out."""
    statement = select(_table.c.state, func.count()).group_by(_table.c.state)
    return {state: number for state, number in connection.execute(statement)}  # noqa: C416


def list_(connection: Connection, *, limit: int = 100) -> list[OutgoingMail]:
    """Mails, the newest first."""
    statement = select(_table).order_by(_table.c.id.desc()).limit(limit)
    return [_mail(row) for row in connection.execute(statement)]


def to_reader(connection: Connection, subscriber_id: int, address: str) -> list[OutgoingMail]:
    """What a reader was sent, or the owner of the address before that; the newest first."""
    theirs = (_table.c.subscriber_id == subscriber_id) | (_table.c.address == address)
    statement = select(_table).where(theirs).order_by(_table.c.id.desc())
    return [_mail(row) for row in connection.execute(statement)]


def prune(connection: Connection, now: datetime, *, days: float = 30) -> int:
    """Remove mails that were settled so long ago; gives their number."""
    old = _table.c.done_at < now - timedelta(days=days)
    return connection.execute(delete(_table).where(_table.c.state.in_(FINAL), old)).rowcount


def _mail(row: Any) -> OutgoingMail:
    return OutgoingMail(**{name: getattr(row, name) for name in OutgoingMail.__dataclass_fields__})
