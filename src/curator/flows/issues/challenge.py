"""The author's goals for a week. Drafts that tell of them follow every change."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from curator import schedule
from curator.errors import BadValue
from curator.flows.issues import announced as told
from curator.flows.issues import edition
from curator.model import Goal, GoalState
from curator.sanitize import clean_text
from curator.storage import goals

if TYPE_CHECKING:
    from curator.app import App

GOAL_LENGTH = 300


def add(app: App, text: str, now: datetime, *, week: str | None = None) -> Goal:
    """Set a goal for ``week`` (default: the one that the next issue announces).

    Raises :class:`BadValue`.
    """
    goal = clean_text(text, GOAL_LENGTH)
    if not goal:
        raise BadValue("a goal needs words")
    key = schedule.period(week, app.schedule, now).key if week else announced(app, now)
    with app.database.begin() as connection:
        added = goals.add(connection, key, goal, now)
        told.follow(app, connection, now)
        return added


def announced(app: App, now: datetime) -> str:
    """The week whose goals the next issue to leave announces: the one after that it is about."""
    with app.database.read() as connection:
        leaving = edition.next_week(app, connection, now, drafted=True)
    return schedule.next_week(leaving.key)


def settle(app: App, goal_id: int, state: GoalState, now: datetime, *, note: str = "") -> Goal:
    """Say what became of a goal. Raises :class:`curator.errors.NotFound`."""
    with app.database.begin() as connection:
        text = clean_text(note, GOAL_LENGTH)
        goal = goals.set_state(connection, goal_id, state, now, note=text)
        told.follow(app, connection, now)
        return goal


def list_(app: App, *, week: str | None = None) -> list[Goal]:
    """The goals of a week, or all."""
    with app.database.read() as connection:
        return goals.list_(connection, week)


def edit(app: App, goal_id: int, text: str, now: datetime) -> Goal:
    """Word a goal anew."""
    with app.database.begin() as connection:
        goal = goals.edit(connection, goal_id, clean_text(text, GOAL_LENGTH))
        told.follow(app, connection, now)
        return goal
