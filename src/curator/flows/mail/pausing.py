"""Stop the sending of an issue, and set it on its way again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from curator.errors import Conflict
from curator.flows.issues import edition
from curator.flows.mail.freeze import EXPIRES
from curator.model import Issue, IssueState
from curator.storage import issues

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

_UNDER_WAY = (IssueState.APPROVED, IssueState.SENDING)
BY_AUTHOR = "by you"
"""Why an issue is paused that the author stopped."""
_NOT_UNDER_WAY = {
    IssueState.DRAFT: "is a draft; nothing of it is being sent",
    IssueState.SENT: "has been sent; there is nothing left to pause",
    IssueState.CANCELLED: "was given up; nothing of it is being sent",
}


def pause(app: App, number: int | str, now: datetime) -> Issue:
    """Stop sending an issue; a process that is at it notices within a second.

    One that is paused stays so, for the reason it has. Raises ``NotFound``, and ``Conflict`` where
    nothing of it is on its way.
    """
    with app.database.begin() as connection:
        issue = edition.find(connection, number)
        if issue.state is IssueState.PAUSED:
            return issue
        if why := _NOT_UNDER_WAY.get(issue.state):
            raise Conflict(f"issue {issue.label} {why}")
        return issues.transition(
            connection, issue.id, _UNDER_WAY, IssueState.PAUSED, now, reason=BY_AUTHOR
        )


def go_on(connection: Connection, issue: Issue, now: datetime) -> Issue:
    """A paused issue on its way again, with as much time as a new one.

    One that was held back before it was frozen is approved, and yet to be. Raises ``Conflict``.
    """
    onward = IssueState.SENDING if issue.frozen_at else IssueState.APPROVED
    issues.prolong(connection, issue.id, now + EXPIRES)
    return issues.transition(connection, issue.id, IssueState.PAUSED, onward, now)
