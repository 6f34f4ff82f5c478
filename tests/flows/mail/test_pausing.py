"""The author stops an issue on its way."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import update

from curator.app import App
from curator.errors import Conflict
from curator.flows.mail import pausing, send
from curator.flows.service import leaving
from curator.model import IssueState
from curator.storage import issues, outbox, schema
from tests.flows import rooms
from tests.flows.mail.underway import paused
from tests.web import house
from tests.web.house import NOW


def test_pausing_twice_changes_nothing(app: App) -> None:
    number = paused(app)
    with app.database.begin() as connection:
        connection.execute(update(schema.issues).values(paused_reason="5.7.1 not you"))
    again = pausing.pause(app, number, NOW)
    assert (again.state, again.paused_reason) == (IssueState.PAUSED, "5.7.1 not you")


def test_what_is_not_under_way_cannot_be_paused_and_says_why(app: App) -> None:
    number = house.draft(app).number
    with pytest.raises(Conflict, match=f"issue {number} is a draft; nothing of it is being sent"):
        pausing.pause(app, number, NOW)
    send.approve(app, number, NOW)
    with pytest.raises(Conflict, match="has been sent; there is nothing left to pause"):
        pausing.pause(app, number, NOW)


def test_an_approved_issue_can_be_stopped_before_its_first_mail(app: App, home: Path) -> None:
    rooms.reader(app, "ada@reader.example")
    issue = house.draft(app)
    with app.database.begin() as connection:
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
    assert pausing.pause(app, issue.number, NOW).paused_reason == pausing.BY_AUTHOR
    assert send.resume(app, None, NOW)[0].state == "paused"
    (report,) = send.resume(app, issue.number, NOW)
    assert (report.state, report.sent) == ("sent", 1)
    assert len(rooms.outbox(home)) == 1


def test_the_author_is_not_told_of_their_own_pause(app: App) -> None:
    number = paused(app)
    with app.database.read() as connection:
        issue = issues.get(connection, number)
    report = leaving.send_one(app, issue, NOW, Event())
    assert report is not None
    assert report.reason == pausing.BY_AUTHOR
    with app.database.read() as connection:
        assert outbox.counts(connection) == {}
