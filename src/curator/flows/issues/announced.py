"""The goals that an issue tells: those of the week after it, and what became of its own week's.

A draft tells them as they stand: what is set, settled, worded anew or taken back while it waits is in
it. An issue that was approved leaves as its author saw it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from curator import schedule
from curator.model import Content, Goal, IssueState, Period
from curator.storage import goals, issues, leases

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection


def of(connection: Connection, period: Period) -> tuple[list[Goal], list[Goal]]:
    """The goals that the issue of ``period`` announces, and those whose outcome it tells."""
    after = schedule.next_week(period.key)
    return goals.list_(connection, after), goals.list_(connection, period.key)


def brought_up(connection: Connection, content: Content, period: Period) -> Content:
    """``content`` with the goals as they stand."""
    ahead, outcomes = of(connection, period)
    return replace(content, goals=tuple(ahead), outcomes=tuple(outcomes))


def follow(app: App, connection: Connection, now: datetime) -> None:
    """Have every draft tell the goals as they stand; part of the transaction that changes one."""
    for one in issues.list_(connection, states=[IssueState.DRAFT], full=False):
        wait_for_others(app, connection, one.number, now)
        issue = issues.get(connection, one.number)
        content = brought_up(connection, issue.content, issue.period)
        if issue.state is IssueState.DRAFT and content != issue.content:
            issues.save_content(connection, issue.id, content)


def wait_for_others(app: App, connection: Connection, number: int, now: datetime) -> None:
    """Make other writers of a draft wait until this transaction ends."""
    leases.acquire(connection, f"draft:{number}", app.owner, now, 0)
