"""Stored issues: lists, single ones, and their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.errors import NotFound
from curator.flows import series
from curator.flows.series import WEEKLY, Edition
from curator.model import Issue
from curator.storage import issues

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.database import Connection


def list_(app: App) -> list[Issue]:
    """All issues, newest first."""
    with app.database.read() as connection:
        return issues.list_(connection)


def find(connection: Connection, name: int | str) -> Issue:
    """The issue with a :func:`curator.flows.series.label`. Raises :class:`curator.errors.NotFound`."""
    kind, _, number = str(name).rpartition("-")
    if not number.isdecimal():
        raise NotFound(f"{name!r} is no issue; use a number, monthly-NUMBER or posts-NUMBER")
    return issues.get(connection, int(number), series=kind or WEEKLY)


def get(app: App, number: int) -> Issue:
    """Issue ``number``. Raises :class:`curator.errors.NotFound`."""
    with app.database.read() as connection:
        return issues.get(connection, number)


def text(app: App, issue: Issue) -> str:
    """The issue as plain text, as frozen or, for a draft, as it would be now."""
    return (issue.rendered or series.mail(app, Edition.of(issue))).text
