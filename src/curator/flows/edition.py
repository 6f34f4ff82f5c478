"""Stored issues: lists, single ones, and their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.flows.issue import rendered
from curator.model import Issue
from curator.storage import issues

if TYPE_CHECKING:
    from curator.app import App


def list_(app: App) -> list[Issue]:
    """All issues, newest first."""
    with app.database.read() as connection:
        return issues.list_(connection)


def get(app: App, number: int) -> Issue:
    """Issue ``number``. Raises :class:`curator.errors.NotFound`."""
    with app.database.read() as connection:
        return issues.get(connection, number)


def text(app: App, issue: Issue) -> str:
    """The issue as plain text, as frozen or, for a draft, as it would be now."""
    return (issue.rendered or rendered(app, issue.content, issue.period, issue.number)).text
