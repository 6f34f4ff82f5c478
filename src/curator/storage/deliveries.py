"""Deliveries: one issue to one person. See :mod:`curator.storage.mailqueue` for their states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from curator.errors import NotFound
from curator.model import Delivery, DeliveryState, IssueState
from curator.storage import mailqueue, schema
from curator.storage.mailqueue import Outcome, Recovered

__all__ = [
    "Outcome",
    "Recovered",
    "by_domain",
    "cancel_waiting",
    "claim",
    "counts",
    "expire",
    "first_sent",
    "get",
    "journal",
    "left_after",
    "left_out",
    "list_",
    "mark_inflight",
    "mark_outcomes",
    "move_waiting",
    "next_due",
    "of_subscriber",
    "owners",
    "postpone",
    "reasons",
    "recover",
    "release",
    "renew",
    "resolve_unknown",
    "sent_since",
    "settle_unknown",
]

LEASE_SECONDS = 300.0

_table = schema.deliveries
_issues = schema.issues
_exclusions = schema.exclusions
_readers = schema.subscribers

# --------------------------------------------------------------------------- sending


def claim(
    connection: Connection,
    *,
    owner: str,
    now: datetime,
    lease_seconds: float = LEASE_SECONDS,
    limit: int = 100,
    issue_id: int | None = None,
    except_domains: Collection[str] = (),
) -> list[Delivery]:
    """Deliveries of issues being sent that are due, leased to ``owner``; the longest due first."""
    conditions: list[ColumnElement[bool]] = [_being_sent(now)]
    if issue_id is not None:
        conditions.append(_table.c.issue_id == issue_id)
    if except_domains:
        conditions.append(_table.c.domain.not_in(tuple(except_domains)))
    rows = mailqueue.claim(
        connection,
        _table,
        owner=owner,
        now=now,
        lease_seconds=lease_seconds,
        limit=limit,
        conditions=conditions,
    )
    return [_delivery(row) for row in rows]


def mark_inflight(
    connection: Connection, ids: Sequence[int], *, owner: str, now: datetime
) -> set[int]:
    """Those of ``ids`` that may be sent now: still ours, still wanted. The others must not be."""
    return mailqueue.mark_inflight(connection, _table, ids, owner=owner, now=now)


def mark_outcomes(connection: Connection, outcomes: Sequence[Outcome], *, owner: str) -> int:
    """Store what became of attempts and end their leases; gives how many were ours."""
    return mailqueue.mark_outcomes(connection, _table, outcomes, owner=owner)


def journal(
    connection: Connection,
    inflight_ids: Sequence[int],
    outcomes: Sequence[Outcome],
    *,
    owner: str,
    now: datetime,
) -> set[int]:
    """One group commit's worth: outcomes first, then the next ones inflight."""
    mark_outcomes(connection, outcomes, owner=owner)
    return mark_inflight(connection, inflight_ids, owner=owner, now=now)


def renew(
    connection: Connection, owner: str, now: datetime, lease_seconds: float = LEASE_SECONDS
) -> int:
    """Lengthen every lease of ``owner``; gives their number."""
    return mailqueue.renew(connection, _table, owner, now, lease_seconds)


def release(connection: Connection, owner: str) -> int:
    """Give back what ``owner`` claimed and has not begun to send; gives their number."""
    return mailqueue.release(connection, _table, owner)


def owners(connection: Connection) -> set[str]:
    """Everybody who holds a lease, run out or not."""
    return mailqueue.owners(connection, _table)


def recover(
    connection: Connection, now: datetime, *, resend: bool, dead_owners: Collection[str] = ()
) -> Recovered:
    """Take over from owners that died; what was inflight is sent again, or held as unknown."""
    return mailqueue.recover(connection, _table, now, resend=resend, dead_owners=dead_owners)


def resolve_unknown(connection: Connection, issue_id: int, *, resend: bool, now: datetime) -> int:
    """Decide what was held: send it again, or take it as sent; gives their number."""
    values: dict[str, Any] = {"state": DeliveryState.QUEUED, "next_at": now}
    if not resend:
        values = {"state": DeliveryState.SENT, "done_at": now}
    held = (_table.c.issue_id == issue_id) & (_table.c.state == DeliveryState.UNKNOWN)
    return connection.execute(update(_table).where(held).values(**values)).rowcount


def settle_unknown(connection: Connection, delivery_id: int, now: datetime) -> bool:
    """What was in doubt had arrived: its server told of it later; ``False`` if it was not."""
    mine = (_table.c.id == delivery_id) & (_table.c.state == DeliveryState.UNKNOWN)
    settled = update(_table).where(mine).values(state=DeliveryState.SENT, done_at=now)
    return connection.execute(settled).rowcount > 0


def postpone(connection: Connection, issue_id: int, domain: str, until: datetime) -> int:
    """Let a domain alone until an instant, because it asked for patience; gives the deliveries."""
    waiting_there = and_(
        _table.c.issue_id == issue_id,
        _table.c.domain == domain,
        _table.c.next_at < until,
        mailqueue.waiting(_table),
        _table.c.lease_owner.is_(None),
    )
    return connection.execute(update(_table).where(waiting_there).values(next_at=until)).rowcount


def sent_since(connection: Connection, since: datetime) -> int:
    """How many mails of any issue were taken since an instant."""
    taken = (_table.c.state == DeliveryState.SENT) & (_table.c.done_at >= since)
    return connection.execute(select(func.count()).select_from(_table).where(taken)).scalar_one()


def first_sent(connection: Connection) -> datetime | None:
    """When the first mail of all was taken."""
    statement = select(func.min(_table.c.done_at, type_=_table.c.done_at.type))
    found: datetime | None = connection.execute(
        statement.where(_table.c.state == DeliveryState.SENT)
    ).scalar()
    return found


def cancel_waiting(connection: Connection, subscriber_id: int, now: datetime) -> int:
    """Send a reader nothing that has not begun to leave; gives the number of deliveries."""
    return _end(connection, _table.c.subscriber_id == subscriber_id, DeliveryState.CANCELLED, now)


def move_waiting(connection: Connection, subscriber_id: int, address: str) -> int:
    """Send what has not begun to leave to a reader's new address; gives the number of deliveries.

    Their leases end, since whoever claimed them has the old address in hand; they are claimed anew.
    """
    waiting = and_(_table.c.subscriber_id == subscriber_id, mailqueue.waiting(_table))
    there = {
        "address": address,
        "domain": address.rpartition("@")[2],
        "lease_owner": None,
        "lease_until": None,
    }
    return connection.execute(update(_table).where(waiting).values(**there)).rowcount


def expire(connection: Connection, now: datetime) -> int:
    """Give up what still waits of issues past their end; gives the number of deliveries.

    Not of paused ones: those wait for the author, however long that takes.
    """
    over = select(_issues.c.id).where(
        _issues.c.expires_at <= now, _issues.c.state == IssueState.SENDING
    )
    return _end(connection, _table.c.issue_id.in_(over), DeliveryState.EXPIRED, now)


def next_due(connection: Connection, now: datetime) -> datetime | None:
    """When there is something to send next, or ``None`` if nothing waits."""
    return mailqueue.next_due(connection, _table, [_being_sent(now)])


# --------------------------------------------------------------------------- looking


def get(connection: Connection, delivery_id: int) -> Delivery:
    """One delivery; raises :class:`~curator.errors.NotFound`."""
    row = connection.execute(select(_table).where(_table.c.id == delivery_id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no delivery {delivery_id}")
    return _delivery(row)


def list_(
    connection: Connection,
    issue_id: int,
    *,
    state: DeliveryState | None = None,
    limit: int | None = 100,
    offset: int = 0,
) -> list[Delivery]:
    """Deliveries of an issue in the order they were made."""
    statement = select(_table).where(_table.c.issue_id == issue_id).order_by(_table.c.id)
    if state is not None:
        statement = statement.where(_table.c.state == state)
    rows = connection.execute(statement.limit(limit).offset(offset))
    return [_delivery(row) for row in rows]


def of_subscriber(connection: Connection, subscriber_id: int) -> list[Delivery]:
    """All that a reader was or will be sent, oldest first."""
    statement = select(_table).where(_table.c.subscriber_id == subscriber_id)
    return [_delivery(row) for row in connection.execute(statement.order_by(_table.c.id))]


def counts(connection: Connection, issue_id: int) -> dict[DeliveryState, int]:
    """How many deliveries of an issue are in each state; states without any are left out."""
    statement = select(_table.c.state, func.count()).group_by(_table.c.state)
    rows = connection.execute(statement.where(_table.c.issue_id == issue_id))
    return {state: number for state, number in rows}  # noqa: C416


def by_domain(connection: Connection, issue_id: int) -> dict[str, dict[DeliveryState, int]]:
    """The counts of each receiving domain."""
    statement = (
        select(_table.c.domain, _table.c.state, func.count())
        .where(_table.c.issue_id == issue_id)
        .group_by(_table.c.domain, _table.c.state)
        .order_by(_table.c.domain)
    )
    found: dict[str, dict[DeliveryState, int]] = defaultdict(dict)
    for domain, state, number in connection.execute(statement):
        found[domain][state] = number
    return dict(found)


def reasons(connection: Connection, issue_id: int) -> dict[str, int]:
    """Why readers were left out of an issue, and how many."""
    statement = select(_exclusions.c.reason, func.count()).group_by(_exclusions.c.reason)
    rows = connection.execute(statement.where(_exclusions.c.issue_id == issue_id))
    return {reason: number for reason, number in rows}  # noqa: C416


def left_after(connection: Connection, issue_id: int, until: datetime) -> int:
    """How many readers unsubscribed after they had an issue, and before an instant."""
    went = select(func.count()).select_from(_table.join(_readers))
    gone = _readers.c.unsubscribed_at
    after = and_(_table.c.issue_id == issue_id, gone >= _table.c.done_at, gone < until)
    return connection.execute(went.where(after, _table.c.state == DeliveryState.SENT)).scalar_one()


def left_out(
    connection: Connection, subscriber_id: int, issue_ids: Collection[int]
) -> dict[int, str]:
    """Of which of some issues a reader got nothing, and why."""
    # By the key, which begins with the issue; readers alone have no index there.
    mine = _exclusions.c.issue_id.in_(issue_ids) & (_exclusions.c.subscriber_id == subscriber_id)
    rows = connection.execute(select(_exclusions.c.issue_id, _exclusions.c.reason).where(mine))
    return {issue_id: reason for issue_id, reason in rows}  # noqa: C416


# --------------------------------------------------------------------------- inside


def _being_sent(now: datetime) -> ColumnElement[bool]:
    """Whether a delivery's issue is being sent now.

    Plus zero keeps the index by issue out of it, which finds all that waits and sorts it for every
    batch; the index by time has the next ones at its beginning.
    """
    in_time = or_(_issues.c.expires_at.is_(None), _issues.c.expires_at > now)
    sending = select(_issues.c.id).where(_issues.c.state == IssueState.SENDING, in_time)
    return (_table.c.issue_id + 0).in_(sending)


def _end(
    connection: Connection, condition: ColumnElement[bool], state: DeliveryState, now: datetime
) -> int:
    waiting = and_(condition, mailqueue.waiting(_table))
    values = {"state": state, "done_at": now, "lease_owner": None, "lease_until": None}
    return connection.execute(update(_table).where(waiting).values(**values)).rowcount


_values = itemgetter(*(_table.c.keys().index(name) for name in Delivery.__dataclass_fields__))
"""The values of a row in the order of a delivery's fields; a claim makes hundreds of them."""


def _delivery(row: Any) -> Delivery:
    return Delivery(*_values(row))
