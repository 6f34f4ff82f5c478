"""What deliveries and the outbox share: the states a mail passes through, claimed by lease.

``queued | deferred`` → claimed (a lease) → ``inflight`` → ``sent | deferred | failed | unknown``.
A row is claimed by one live owner, becomes inflight durably before its last byte leaves, and leaves
inflight only by a durable outcome or by recovery after its owner died. So after any crash, a row
that waits was certainly not sent, a sent one certainly was, and only an inflight one is in doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Dialect,
    Table,
    Text,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from curator.model import DeliveryState
from curator.storage.engine.columns import clean
from curator.storage.engine.prepared import Prepared
from curator.storage.engine.rows import chunks, free, lease

WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)
FINAL = (
    DeliveryState.SENT,
    DeliveryState.FAILED,
    DeliveryState.CANCELLED,
    DeliveryState.EXPIRED,
)
_UNDECIDED = (*WAITING, DeliveryState.INFLIGHT)
_REPLY_CHARACTERS = 500


_OURS = bindparam("our_owner", type_=Text())
"""Plain text, as what is bound below: cleaning it again would cost as much as storing it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt."""

    id: int
    state: DeliveryState
    at: datetime
    code: int | None = None
    """The SMTP reply code."""
    enhanced: str | None = None
    """The enhanced status code (RFC 3463)."""
    reply: str | None = None
    next_at: datetime | None = None
    """When to try again, for ``queued`` and ``deferred``; ``None``: at once."""
    counts: bool = True
    """Whether it was an attempt; a refused connection is none."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What recovery found after owners died."""

    requeued: int = 0
    """In doubt, to be sent again."""
    unknown: int = 0
    """In doubt, held for the author."""
    released: int = 0
    """Claimed but certainly not sent."""


def waiting(table: Table) -> ColumnElement[bool]:
    """Whether a row waits to be sent.

    The words stand in the statement itself: an index on just these rows is of no use to a
    statement that only learns the words when it runs.
    """
    words: BindParameter[tuple[DeliveryState, ...]] = bindparam(
        "waiting", WAITING, expanding=True, literal_execute=True, unique=True
    )
    return table.c.state.in_(words)


def claim(
    connection: Connection,
    table: Table,
    *,
    owner: str,
    now: datetime,
    lease_seconds: float,
    limit: int,
    conditions: Collection[ColumnElement[bool]] = (),
) -> list[Any]:
    """Rows that are due and now leased to ``owner``, the longest due first."""
    wanted = (
        select(table.c.id)
        .where(
            waiting(table),
            table.c.next_at <= now,
            free(table.c.lease_until, now),
            *conditions,
        )
        .order_by(table.c.next_at, table.c.id)
        .limit(limit)
    )
    rows = lease(connection, table, wanted, owner=owner, now=now, seconds=lease_seconds)
    return sorted(rows, key=lambda row: (row.next_at, row.id))


def mark_inflight(
    connection: Connection, table: Table, ids: Sequence[int], *, owner: str, now: datetime
) -> set[int]:
    """Those of ``ids`` that ``owner`` still holds and that still wait; they are inflight now."""
    marked: set[int] = set()
    for part in chunks(ids):
        # The last id again and again up to a power of two, so that few statements serve all.
        size = 1 << (len(part) - 1).bit_length()
        padded = [*part, *[part[-1]] * (size - len(part))]
        values = {f"id_{number}": row_id for number, row_id in enumerate(padded)}
        statement = _inflight_statement(table, size, connection.dialect)
        found = statement.run(connection, {**values, "our_owner": owner, "instant": now})
        marked.update(row_id for (row_id,) in found)
    return marked


@lru_cache(maxsize=64)
def _inflight_statement(table: Table, size: int, dialect: Dialect) -> Prepared:
    """Made once: a sender runs it for every few mails."""
    ids = [bindparam(f"id_{number}", type_=table.c.id.type) for number in range(size)]
    statement = (
        update(table)
        .where(
            table.c.id.in_(ids),
            table.c.lease_owner == _OURS,
            or_(*(table.c.state == state for state in WAITING)),
        )
        .values(state=DeliveryState.INFLIGHT, inflight_at=bindparam("instant"))
        .returning(table.c.id)
    )
    return Prepared(statement, dialect)


def mark_outcomes(
    connection: Connection, table: Table, outcomes: Sequence[Outcome], *, owner: str
) -> int:
    """Store what became of attempts and end their leases; gives how many were ours."""
    if not outcomes:
        return 0
    rows = [_bound(outcome, owner) for outcome in outcomes]
    return _outcome_statement(table, connection.dialect).run_many(connection, rows)


@lru_cache(maxsize=64)
def _outcome_statement(table: Table, dialect: Dialect) -> Prepared:
    """Made once: a sender runs it for every few mails."""
    statement = (
        update(table)
        .where(
            table.c.id == bindparam("row_id"),
            table.c.lease_owner == _OURS,
            or_(*(table.c.state == state for state in _UNDECIDED)),
        )
        .values(
            state=bindparam("new_state"),
            code=bindparam("new_code"),
            enhanced=bindparam("new_enhanced", type_=Text()),
            reply=bindparam("new_reply", type_=Text()),
            next_at=bindparam("new_next_at"),
            done_at=bindparam("new_done_at"),
            attempts=table.c.attempts + bindparam("attempt"),
            lease_owner=None,
            lease_until=None,
        )
    )
    return Prepared(statement, dialect)


def _bound(outcome: Outcome, owner: str) -> dict[str, Any]:
    return {
        "row_id": outcome.id,
        "our_owner": owner,
        "new_state": outcome.state,
        "new_code": outcome.code,
        "new_enhanced": clean(outcome.enhanced) if outcome.enhanced else None,
        "new_reply": clean(outcome.reply)[:_REPLY_CHARACTERS] if outcome.reply else None,
        "new_next_at": outcome.next_at or outcome.at,
        "new_done_at": outcome.at if outcome.state in FINAL else None,
        "attempt": int(outcome.counts),
    }


def renew(
    connection: Connection, table: Table, owner: str, now: datetime, lease_seconds: float
) -> int:
    """Lengthen every lease of ``owner``; gives their number."""
    held = update(table).where(table.c.lease_owner == owner)
    until = now + timedelta(seconds=lease_seconds)
    return connection.execute(held.values(lease_until=until)).rowcount


def release(connection: Connection, table: Table, owner: str) -> int:
    """Give back what ``owner`` claimed and has not begun to send."""
    held = update(table).where(table.c.lease_owner == owner, waiting(table))
    return connection.execute(held.values(lease_owner=None, lease_until=None)).rowcount


def recover(
    connection: Connection,
    table: Table,
    now: datetime,
    *,
    resend: bool,
    dead_owners: Collection[str] = (),
) -> Recovered:
    """Take over from owners that died: their lease ran out, or they are in ``dead_owners``.

    What was inflight may have arrived: it is queued again if ``resend``, else ``unknown``.
    """
    dead = or_(table.c.lease_until <= now, table.c.lease_owner.in_(tuple(dead_owners)))
    freed = {"lease_owner": None, "lease_until": None}
    claimed = and_(table.c.lease_owner.is_not(None), waiting(table), dead)
    released = connection.execute(update(table).where(claimed).values(**freed)).rowcount
    to = DeliveryState.QUEUED if resend else DeliveryState.UNKNOWN
    in_doubt = and_(table.c.lease_owner.is_not(None), table.c.state == DeliveryState.INFLIGHT, dead)
    moved = connection.execute(
        update(table).where(in_doubt).values(state=to, next_at=now, **freed)
    ).rowcount
    return Recovered(moved if resend else 0, 0 if resend else moved, released)


def owners(connection: Connection, table: Table) -> set[str]:
    """Everybody who holds a lease, run out or not."""
    held = select(table.c.lease_owner).distinct().where(table.c.lease_owner.is_not(None))
    return set(connection.execute(held).scalars())


def next_due(
    connection: Connection, table: Table, conditions: Collection[ColumnElement[bool]] = ()
) -> datetime | None:
    """When there is something to do next: the earliest waiting row, or the end of its lease."""
    ready = case(
        (table.c.lease_until > table.c.next_at, table.c.lease_until), else_=table.c.next_at
    )
    statement = select(func.min(ready, type_=table.c.next_at.type))
    found: datetime | None = connection.execute(
        statement.where(waiting(table), *conditions)
    ).scalar()
    return found
