"""Issues on their way, as the tests of sending need them."""

from __future__ import annotations

from sqlalchemy import update

from curator.app import App
from curator.flows.mail import pausing
from curator.flows.mail.freeze import freeze
from curator.model import DeliveryState, IssueState
from curator.storage import deliveries, issues, schema
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW


def paused(app: App) -> int:
    """An issue that is frozen for two readers and was stopped before its first mail."""
    for name in ("ada", "bo"):
        rooms.reader(app, f"{name}@reader.example")
    issue = house.draft(app)
    with app.database.begin() as connection:
        issue = issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
    freeze(app, issue, NOW)
    pausing.pause(app, issue.number, NOW)
    return issue.number


def in_doubt(app: App, number: int) -> None:
    """As a process leaves an issue that died between the mails and their replies."""
    with app.database.begin() as connection:
        issue = issues.get(connection, number)
        mine = deliveries.list_(connection, issue.id)
        assert issue.state is IssueState.SENT
        doubtful = update(schema.deliveries).values(state=DeliveryState.UNKNOWN)
        ids = [one.id for one in mine]
        connection.execute(doubtful.where(schema.deliveries.c.id.in_(ids)))
