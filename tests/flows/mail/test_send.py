"""An issue on its way, and the author's hand on it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from curator.app import App
from curator.flows import digest
from curator.flows.mail import pausing, send
from curator.flows.mail.status import statuses
from curator.flows.service import leaving
from curator.flows.service.house import keep_house
from curator.model import DeliveryState, IssueState
from curator.storage import issues, schema
from tests.flows import rooms
from tests.flows.mail.underway import in_doubt, paused
from tests.web import house
from tests.web.house import NOW


def test_mails_in_doubt_are_sent_again_when_asked_for(app: App, home: Path) -> None:
    rooms.reader(app, "ada@reader.example")
    rooms.reader(app, "bo@reader.example")
    number = house.draft(app).number
    send.approve(app, number, NOW)
    in_doubt(app, number)
    next((home / "outbox" / "new").iterdir()).unlink()
    assert statuses(app, number)[0].unknown == 2
    (report,) = send.resume(app, number, NOW, resend=True)
    assert (report.state, report.sent, report.unknown, report.waiting) == ("sent", 2, 0, 0)
    assert len(rooms.outbox(home)) == 2


def test_an_issue_that_was_paused_for_weeks_still_reaches_everybody(app: App, home: Path) -> None:
    number = paused(app)
    later = NOW + timedelta(weeks=3)
    keep_house(app, later)
    (report,) = send.resume(app, number, later)
    assert (report.state, report.sent, report.expired) == ("sent", 2, 0)
    assert len(rooms.outbox(home)) == 2


def test_without_a_number_a_paused_issue_stays_so_and_says_how_to_go_on(app: App) -> None:
    number = paused(app)
    (report,) = send.resume(app, None, NOW)
    assert (report.state, report.sent, report.waiting) == ("paused", 0, 2)
    assert str(report).endswith(f"by you · `curator send resume {number}` goes on")


def test_what_is_planned_for_later_leaves_when_it_is_named_or_due(app: App, home: Path) -> None:
    rooms.reader(app, "ada@reader.example")
    issue = house.draft(app)
    tomorrow = NOW + timedelta(days=1)
    with app.database.begin() as connection:
        issues.schedule(connection, issue.id, tomorrow)
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
    assert send.resume(app, None, NOW) == []
    early = digest.digest(app, digest.Options(week=issue.period.key, refresh=False), NOW)
    assert (early.state, early.message) == (
        "approved",
        f"leaves at {tomorrow:%Y-%m-%d %H:%M} UTC, as you planned",
    )
    assert rooms.outbox(home) == []
    (report,) = send.resume(app, None, tomorrow)
    assert (report.state, report.sent) == ("sent", 1)


def test_mails_that_were_given_up_are_told(app: App, home: Path) -> None:
    number = paused(app)
    with app.database.begin() as connection:
        pausing.go_on(connection, issues.get(connection, number), NOW)
    keep_house(app, NOW + timedelta(days=4))
    (status,) = statuses(app, number)
    assert (status.state, status.sent, status.expired) == (IssueState.SENT, 0, 2)
    (report,) = send.resume(app, number, NOW + timedelta(days=4))
    assert report.incomplete
    assert str(report).endswith("0 sent · 2 given up")
    leaving.send_single(app, NOW + timedelta(days=4))
    (told,) = rooms.outbox(home)
    assert told["to"] == "mira@mail.example.org"
    assert told["subject"] == f"Issue {number}: 2 of 2 readers did not get it"
    assert "(reader.example 2)" in " ".join(str(told).split())


@pytest.mark.parametrize(("setting", "sent", "unknown"), [("resend", 2, 0), ("hold", 1, 1)])
def test_what_a_crash_left_in_doubt_is_treated_as_configured(
    home: Path, setting: str, sent: int, unknown: int
) -> None:
    app = App(house.environment_of(home, smtp_in_doubt=setting))
    number = paused(app)
    crashed = {"state": DeliveryState.INFLIGHT, "lease_owner": "a:1:x", "lease_until": NOW}
    with app.database.begin() as connection:
        first = schema.deliveries.c.id == 1
        connection.execute(update(schema.deliveries).where(first).values(crashed))
    (report,) = send.resume(app, number, NOW)
    assert (report.sent, report.unknown, report.incomplete) == (sent, unknown, bool(unknown))
    app.close()
