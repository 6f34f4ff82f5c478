"""Stored issues: lists, single ones, and their mail to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from curator import schedule
from curator.errors import NotFound
from curator.flows.issues import series
from curator.flows.issues.issue import EXAMPLE, compose_content
from curator.flows.issues.series import WEEKLY, Edition
from curator.mail.stencil import Slots
from curator.model import Content, Issue, IssueState, Period, Rendered
from curator.storage import issues
from curator.storage.engine.rows import DIGITS

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection


def list_(app: App) -> list[Issue]:
    """All issues of every series, newest first."""
    with app.database.read() as connection:
        return issues.list_(connection, series=None)


def find(connection: Connection, name: int | str) -> Issue:
    """The issue with a :attr:`curator.model.Issue.label`. Raises :class:`curator.errors.NotFound`."""
    kind, _, number = str(name).rpartition("-")
    known = not kind or kind in series.CADENCES
    if not known or not number.isdecimal() or len(number) > DIGITS:
        raise NotFound(f"{name!r} is no issue; use a number, monthly-NUMBER or posts-NUMBER")
    return issues.get(connection, int(number), series=kind or WEEKLY)


def get(app: App, name: int | str) -> Issue:
    """The issue with a number or label. Raises :class:`curator.errors.NotFound`."""
    with app.database.read() as connection:
        return find(connection, name)


def next_week(app: App, connection: Connection, now: datetime, *, drafted: bool) -> Period:
    """The week of the next issue: the one that is due, or where that has its issue, the one after.

    With ``drafted`` a draft is the next issue; without, the week after it has none yet.
    """
    due = schedule.period(None, app.schedule, now)
    standing = issues.by_period(connection, due.key)
    if standing is None or (drafted and standing.state is IssueState.DRAFT):
        return due
    return schedule.upcoming(app.schedule, now)


def explained(app: App, name: str, now: datetime) -> Content:
    """What the issue with a number, label or ISO week says; of a week without one what it would say now.

    Raises :class:`curator.errors.NotFound`, and :class:`curator.errors.BadValue` for no week.
    """
    if not schedule.is_week(name):
        return get(app, name).content
    period = schedule.period(name, app.schedule, now)
    with app.database.read() as connection:
        stored = issues.by_period(connection, period.key)
        return stored.content if stored else compose_content(app, connection, period, now)


def mail(app: App, issue: Issue) -> Rendered:
    """The issue to look at, as frozen or, for a draft, as it would be now.

    Where each reader has links of their own it has examples that lead nowhere.
    """
    if issue.rendered is None:
        return series.mail(app, Edition.of(issue))
    slots = Slots.of(app.keyring, issue.period.key, app.config.newsletter.base_url)
    day = (issue.frozen_at or issue.created_at).date()
    text, html = (
        slots.filled(part, EXAMPLE, day) for part in (issue.rendered.text, issue.rendered.html)
    )
    return replace(issue.rendered, text=text, html=html)
