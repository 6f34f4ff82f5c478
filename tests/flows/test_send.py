"""Mails in doubt after a crash: held until the author says so, then sent again."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from curator.app import App
from curator.flows import send
from curator.model import DeliveryState, IssueState
from curator.storage import deliveries, issues, schema
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW


def test_mails_in_doubt_are_sent_again_when_asked_for(app: App, home: Path) -> None:
    rooms.reader(app, "ada@reader.example")
    rooms.reader(app, "bo@reader.example")
    number = house.draft(app).number
    send.approve(app, number, NOW)
    in_doubt(app, number)
    next((home / "outbox" / "new").iterdir()).unlink()
    assert send.statuses(app, number)[0].unknown == 2
    (report,) = send.resume(app, number, NOW, resend=True)
    assert (report.state, report.sent, report.unknown, report.waiting) == ("sent", 2, 0, 0)
    assert len(rooms.outbox(home)) == 2


def in_doubt(app: App, number: int) -> None:
    """As a process leaves an issue that died between the mails and their replies."""
    with app.database.begin() as connection:
        issue = issues.get(connection, number)
        mine = deliveries.list_(connection, issue.id)
        assert issue.state is IssueState.SENT
        doubtful = update(schema.deliveries).values(state=DeliveryState.UNKNOWN)
        ids = [one.id for one in mine]
        connection.execute(doubtful.where(schema.deliveries.c.id.in_(ids)))
