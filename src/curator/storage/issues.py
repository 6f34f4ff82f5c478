"""Issues: numbered editions, their content, and the states they pass through.

One issue per period and series (cancelled ones aside), no resource in two issues of a series, and
every change of state compares before it sets, so that whatever runs twice happens once. Freezing
is in :mod:`curator.storage.freezing`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from curator.errors import Conflict, NotFound
from curator.model import Content, DeliveryState, Issue, IssueState, Period, Pick, Rendered
from curator.storage import schema
from curator.storage.freezing import (
    AudienceGroup,
    FreezeCounts,
    Frozen,
    Placement,
    audience,
    freeze,
    hold_audience,
    messages,
    variants,
)
from curator.storage.stored import WEEKLY

__all__ = [
    "MOVES",
    "AudienceGroup",
    "FreezeCounts",
    "Frozen",
    "Placement",
    "audience",
    "by_id",
    "by_period",
    "create",
    "due",
    "ever_had",
    "finish",
    "freeze",
    "get",
    "hold_audience",
    "list_",
    "messages",
    "reopen",
    "save_content",
    "schedule",
    "state",
    "transition",
    "variants",
]

_table = schema.issues
_contents = schema.issue_contents
_items = schema.issue_items
_variants = schema.issue_variants
_deliveries = schema.deliveries

MOVES: dict[IssueState, frozenset[IssueState]] = {
    IssueState.DRAFT: frozenset({IssueState.APPROVED, IssueState.CANCELLED}),
    IssueState.APPROVED: frozenset({IssueState.DRAFT, IssueState.PAUSED, IssueState.CANCELLED}),
    IssueState.SENDING: frozenset({IssueState.PAUSED, IssueState.SENT, IssueState.CANCELLED}),
    IssueState.PAUSED: frozenset({IssueState.SENDING, IssueState.APPROVED, IssueState.CANCELLED}),
    IssueState.SENT: frozenset(),
    IssueState.CANCELLED: frozenset(),
}
"""Where an issue may go from each state; only freezing takes one from approved to sending."""

_UNSETTLED = (DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.INFLIGHT)

# --------------------------------------------------------------------------- writing


def create(
    connection: Connection,
    period: Period,
    content: Content,
    now: datetime,
    *,
    due_at: datetime | None = None,
    series: str = WEEKLY,
) -> Issue:
    """Store a draft with the next number of its series.

    Raises :class:`~curator.errors.Conflict` if the period has an issue already, or a pick is in
    another one.
    """
    standing = by_period(connection, period.key, series=series)
    if standing is not None:
        raise Conflict(f"{period.key} already has issue {standing.number}")
    issue_id = connection.execute(
        _table.insert()
        .values(
            series=series,
            number=_next_number(connection, series),
            period_key=period.key,
            period=period,
            state=IssueState.DRAFT,
            created_at=now,
            due_at=due_at,
            audience_count=0,
            excluded_count=0,
        )
        .returning(_table.c.id)
    ).scalar_one()
    slim = _slim(content)
    connection.execute(_contents.insert().values(issue_id=issue_id, content=slim))
    _put_items(connection, issue_id, series, slim)
    return by_id(connection, issue_id)


def save_content(connection: Connection, issue_id: int, content: Content) -> Issue:
    """Replace what a draft says; raises :class:`~curator.errors.Conflict` unless it is a draft."""
    draft = select(_table.c.series).where(
        _table.c.id == issue_id, _table.c.state == IssueState.DRAFT
    )
    series = connection.execute(draft.with_for_update()).scalar()
    if series is None:
        raise Conflict(f"issue {_number(connection, issue_id)} is no longer a draft")
    slim = _slim(content)
    mine = _contents.c.issue_id == issue_id
    connection.execute(update(_contents).where(mine).values(content=slim))
    connection.execute(delete(_items).where(_items.c.issue_id == issue_id))
    _put_items(connection, issue_id, series, slim)
    return by_id(connection, issue_id)


def schedule(connection: Connection, issue_id: int, due_at: datetime | None) -> Issue:
    """Set when an issue that is not yet frozen is to leave."""
    unfrozen = (_table.c.id == issue_id) & _table.c.frozen_at.is_(None)
    if not connection.execute(update(_table).where(unfrozen).values(due_at=due_at)).rowcount:
        raise Conflict(f"issue {_number(connection, issue_id)} is already frozen")
    return by_id(connection, issue_id)


def transition(
    connection: Connection,
    issue_id: int,
    expect: IssueState | Collection[IssueState],
    to: IssueState,
    now: datetime,
    *,
    reason: str | None = None,
) -> Issue:
    """Move an issue on if it is in a state of ``expect``; ``reason`` tells why it is paused.

    Raises :class:`~curator.errors.Conflict` if it is in another state or may not go there.
    Cancelling frees its resources and its number, and cancels deliveries that wait.
    """
    states = {expect} if isinstance(expect, IssueState) else set(expect)
    allowed = [state for state in states if to in MOVES[state]]
    condition = [_table.c.id == issue_id, _table.c.state.in_(allowed)]
    if to in (IssueState.SENDING, IssueState.APPROVED):
        frozen = _table.c.frozen_at
        condition.append(frozen.is_not(None) if to is IssueState.SENDING else frozen.is_(None))
    values: dict[str, Any] = {"state": to, "paused_reason": reason}
    if to is IssueState.SENT:
        values["sent_at"] = now
    if not connection.execute(update(_table).where(*condition).values(**values)).rowcount:
        standing = by_id(connection, issue_id)
        raise Conflict(f"issue {standing.number} is {standing.state} and cannot become {to}")
    if to is IssueState.CANCELLED:
        _undo(connection, issue_id, now)
    return by_id(connection, issue_id)


def reopen(connection: Connection, issue_id: int, expires_at: datetime) -> bool:
    """Send on with an issue that was called sent, until ``expires_at``; ``False`` if it was not.

    For mails in doubt that the author wants sent again.
    """
    was_sent = (_table.c.id == issue_id) & (_table.c.state == IssueState.SENT)
    values = {"state": IssueState.SENDING, "expires_at": expires_at}
    return connection.execute(update(_table).where(was_sent).values(**values)).rowcount > 0


def prolong(connection: Connection, issue_id: int, until: datetime) -> None:
    """Let an issue that was frozen expire no sooner than ``until``."""
    sooner = (_table.c.id == issue_id) & (_table.c.expires_at < until)
    connection.execute(update(_table).where(sooner).values(expires_at=until))


def finish(connection: Connection, now: datetime) -> list[Issue]:
    """Call issues sent whose deliveries are all settled; gives those issues."""
    open_ = select(_deliveries.c.id).where(
        _deliveries.c.issue_id == _table.c.id, _deliveries.c.state.in_(_UNSETTLED)
    )
    done = (
        update(_table)
        .where(_table.c.state == IssueState.SENDING, ~open_.exists())
        .values(state=IssueState.SENT, sent_at=now)
        .returning(_table.c.id)
    )
    ids = list(connection.execute(done).scalars())
    return [by_id(connection, one) for one in sorted(ids)]


# --------------------------------------------------------------------------- reading


def get(connection: Connection, number: int, *, series: str = WEEKLY) -> Issue:
    """An issue by its number; raises :class:`~curator.errors.NotFound`."""
    found = _one(connection, (_table.c.series == series) & (_table.c.number == number))
    if found is None:
        label = number if series == WEEKLY else f"{series}-{number}"
        raise NotFound(f"there is no issue {label}")
    return found


def by_id(connection: Connection, issue_id: int) -> Issue:
    """An issue by its row; raises :class:`~curator.errors.NotFound`."""
    found = _one(connection, _table.c.id == issue_id)
    if found is None:
        raise NotFound(f"there is no issue with the id {issue_id}")
    return found


def state(connection: Connection, issue_id: int) -> IssueState:
    """Where an issue stands, without reading what it says; raises :class:`NotFound`."""
    mine = select(_table.c.state).where(_table.c.id == issue_id)
    found: IssueState | None = connection.execute(mine).scalar()
    if found is None:
        raise NotFound(f"there is no issue with the id {issue_id}")
    return found


def by_period(connection: Connection, period_key: str, *, series: str = WEEKLY) -> Issue | None:
    """The issue of a period that is not cancelled."""
    alive = (_table.c.series == series) & (_table.c.period_key == period_key)
    return _one(connection, alive & (_table.c.state != IssueState.CANCELLED))


def ever_had(connection: Connection, period_key: str, *, series: str) -> bool:
    """Whether a period has an issue, or had one that was given up."""
    mine = (_table.c.series == series) & (_table.c.period_key == period_key)
    return connection.execute(select(_table.c.id).where(mine).limit(1)).scalar() is not None


def list_(
    connection: Connection,
    *,
    states: Collection[IssueState] = (),
    series: str | None = WEEKLY,
    limit: int | None = None,
    offset: int = 0,
    full: bool = True,
) -> list[Issue]:
    """Issues, the newest first; ``full=False`` leaves out content and rendering, which are large.

    ``series=None`` gives those of every series.
    """
    statement = select(_table.c.id)
    if series is not None:
        statement = statement.where(_table.c.series == series)
    if states:
        statement = statement.where(_table.c.state.in_(tuple(states)))
    ordered = statement.order_by(_table.c.id.desc()).limit(limit).offset(offset)
    return _read(connection, _table.c.id.in_(ordered), full=full)


def due(connection: Connection, now: datetime) -> list[Issue]:
    """Issues of every series that want work: approved ones whose time has come, and sending ones."""
    time_has_come = or_(_table.c.due_at.is_(None), _table.c.due_at <= now)
    leaving = (_table.c.state == IssueState.APPROVED) & time_has_come
    found = _read(connection, leaving | (_table.c.state == IssueState.SENDING), full=True)
    return found[::-1]


# --------------------------------------------------------------------------- inside


def _next_number(connection: Connection, series: str) -> int:
    highest = select(func.max(_table.c.number)).where(_table.c.series == series)
    return (connection.execute(highest).scalar() or 0) + 1


def _slim(content: Content) -> Content:
    """``content`` without the texts of runners-up, which no mail shows."""
    return replace(content, runners_up=tuple(map(_without_text, content.runners_up)))


def _without_text(pick: Pick) -> Pick:
    resource = replace(pick.resource.resource, text="", markdown="")
    return replace(pick, resource=replace(pick.resource, resource=resource))


def _put_items(connection: Connection, issue_id: int, series: str, content: Content) -> None:
    """Claim the picked resources for this issue."""
    placed = [("posts", pick) for pick in content.posts]
    placed += [(section.slug, pick) for section in content.sections for pick in section.picks]
    placed += [("reading", pick) for pick in content.reading]
    sections = {pick.resource.id: section for section, pick in reversed(placed)}
    order = list(dict.fromkeys(pick.resource.id for _, pick in placed))
    _refuse_taken(connection, series, order)
    rows = [
        {
            "issue_id": issue_id,
            "resource_id": one,
            "series": series,
            "section": sections[one],
            "position": position,
        }
        for position, one in enumerate(order)
    ]
    if rows:
        connection.execute(_items.insert(), rows)


def _refuse_taken(connection: Connection, series: str, resource_ids: list[int]) -> None:
    taken = (
        select(_items.c.resource_id, _table.c.number)
        .join(_table, _table.c.id == _items.c.issue_id)
        .where(_items.c.series == series, _items.c.resource_id.in_(resource_ids))
    )
    found = connection.execute(taken).first()
    if found is not None:
        raise Conflict(f"resource {found.resource_id} is already in issue {found.number}")


def _undo(connection: Connection, issue_id: int, now: datetime) -> None:
    """Give back what a cancelled issue held: resources, waiting deliveries, its number."""
    connection.execute(delete(_items).where(_items.c.issue_id == issue_id))
    waiting = (DeliveryState.QUEUED, DeliveryState.DEFERRED)
    connection.execute(
        update(_deliveries)
        .where(_deliveries.c.issue_id == issue_id, _deliveries.c.state.in_(waiting))
        .values(state=DeliveryState.CANCELLED, done_at=now)
    )
    _free_number(connection, issue_id)


def _free_number(connection: Connection, issue_id: int) -> None:
    """Close the gap that a cancelled issue would leave, unless a later one has already left."""
    cancelled = by_id(connection, issue_id)
    same_series = _table.c.series == cancelled.series
    later = same_series & (_table.c.number > cancelled.number)
    left = select(_table.c.id).where(later, _table.c.frozen_at.is_not(None)).limit(1)
    if cancelled.frozen_at or connection.execute(left).first():
        return
    connection.execute(update(_table).where(_table.c.id == issue_id).values(number=None))
    moved = select(_table.c.id).where(later).order_by(_table.c.number)
    # One by one in order, for the numbers are unique at every moment.
    for one in connection.execute(moved).scalars().all():
        mine = update(_table).where(_table.c.id == one)
        connection.execute(mine.values(number=_table.c.number - 1))


def _number(connection: Connection, issue_id: int) -> int:
    return by_id(connection, issue_id).number


def _one(connection: Connection, condition: ColumnElement[bool]) -> Issue | None:
    found = _read(connection, condition, full=True)
    return found[0] if found else None


def _read(connection: Connection, condition: ColumnElement[bool], *, full: bool) -> list[Issue]:
    ordered = select(*_table.c).where(condition).order_by(_table.c.id.desc())
    if not full:
        return [_issue(row, Content(), None) for row in connection.execute(ordered)]
    whole = (_variants.c.issue_id == _table.c.id) & (_variants.c.variant == "")
    statement = (
        ordered.add_columns(_contents.c.content, _variants.c.rendered)
        .join(_contents, _contents.c.issue_id == _table.c.id)
        .outerjoin(_variants, whole)
    )
    return [_issue(row, row.content, row.rendered) for row in connection.execute(statement)]


def _issue(row: Any, content: Content, rendered: Rendered | None) -> Issue:
    return Issue(
        id=row.id,
        number=row.number or 0,
        period=row.period,
        state=row.state,
        content=content,
        created_at=row.created_at,
        due_at=row.due_at,
        rendered=rendered,
        digest=row.digest,
        frozen_at=row.frozen_at,
        sent_at=row.sent_at,
        paused_reason=row.paused_reason,
        audience_count=row.audience_count,
        excluded_count=row.excluded_count,
        series=row.series,
        expires_at=row.expires_at,
    )
