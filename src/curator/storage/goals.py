"""The challenge: what the author set out to do in a week, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from curator.errors import Conflict, NotFound
from curator.model import Goal, GoalState
from curator.storage import schema
from curator.storage.engine.rows import insert

_table = schema.goals


def add(connection: Connection, week: str, text: str, now: datetime) -> Goal:
    """Set a goal for an ISO week (``2026-W08``); raises :class:`~curator.errors.Conflict`."""
    statement = insert(connection, _table).values(
        week=week, text=text, state=GoalState.OPEN, note="", added_at=now
    )
    row = connection.execute(statement.on_conflict_do_nothing().returning(*_table.c)).one_or_none()
    if row is None:
        raise Conflict(f"{week} already has the goal: {text}")
    return _goal(row)


def get(connection: Connection, goal_id: int) -> Goal:
    """One goal; raises :class:`~curator.errors.NotFound`."""
    return _required(connection.execute(select(_table).where(_table.c.id == goal_id)), goal_id)


def list_(connection: Connection, week: str | None = None) -> list[Goal]:
    """The goals of a week in the order they were set, or all, the newest week first."""
    statement = select(_table).order_by(_table.c.week.desc(), _table.c.id)
    if week is not None:
        statement = statement.where(_table.c.week == week)
    return [_goal(row) for row in connection.execute(statement)]


def set_state(
    connection: Connection, goal_id: int, state: GoalState, now: datetime, *, note: str = ""
) -> Goal:
    """Say what became of a goal; an empty ``note`` leaves the one it has."""
    values: dict[str, Any] = {"state": state, "done_at": now if state is GoalState.DONE else None}
    return _change(connection, goal_id, values | ({"note": note} if note else {}))


def edit(connection: Connection, goal_id: int, text: str) -> Goal:
    """Word a goal anew."""
    return _change(connection, goal_id, {"text": text})


def remove(connection: Connection, goal_id: int) -> None:
    """Take a goal back."""
    if not connection.execute(delete(_table).where(_table.c.id == goal_id)).rowcount:
        raise NotFound(f"there is no goal {goal_id}")


def miss_open(connection: Connection, before_week: str) -> int:
    """Call goals of weeks before ``before_week`` that are still open missed; gives their number."""
    # ISO weeks sort as text.
    late = update(_table).where(_table.c.week < before_week, _table.c.state == GoalState.OPEN)
    return connection.execute(late.values(state=GoalState.MISSED)).rowcount


def _change(connection: Connection, goal_id: int, values: dict[str, Any]) -> Goal:
    statement = update(_table).where(_table.c.id == goal_id).values(**values)
    return _required(connection.execute(statement.returning(*_table.c)), goal_id)


def _required(rows: Any, goal_id: int) -> Goal:
    row = rows.one_or_none()
    if row is None:
        raise NotFound(f"there is no goal {goal_id}")
    return _goal(row)


def _goal(row: Any) -> Goal:
    return Goal(row.id, row.week, row.text, row.state, row.note, row.done_at)
