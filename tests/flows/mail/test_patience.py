"""A mail server that cannot be reached is asked less and less often."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from curator.app import App
from curator.flows.mail import patience
from curator.flows.service import leaving
from curator.model import IssueState
from curator.storage import issues, outbox
from tests.flows import rooms
from tests.mail import sink
from tests.web import house
from tests.web.house import NOW

LOOK = timedelta(seconds=20)


def test_the_pause_doubles_up_to_five_minutes() -> None:
    seconds = [patience.pause(times).total_seconds() for times in (1, 2, 3, 4, 5, 6, 1000)]
    assert seconds == [20, 40, 80, 160, 300, 300, 300]


def test_a_server_that_refuses_our_password_is_not_besieged(home: Path) -> None:
    with sink.running(sink.Script(users={"ada": "right"})) as server:
        url = f"smtp://ada:wrong@127.0.0.1:{server.port}?starttls=never"
        app = App(house.environment_of(home, smtp_url=url))
        approved(app)
        with app.database.begin() as connection:
            outbox.put(connection, "confirm", "bo@reader.example", b"Hi\r\n", now=NOW, key="k")
        for number in range(60):
            look(app, NOW + number * LOOK)
        assert 4 <= server.connections <= 12
        app.close()
        app = App(house.environment_of(home, smtp_url=url.replace("wrong", "right")))
        for number in range(60, 76):
            look(app, NOW + number * LOOK)
        assert sorted(server.recipients) == ["ada@reader.example", "bo@reader.example"]
        assert patience.may_ask(app, NOW + 76 * LOOK)
        app.close()


def look(app: App, now: datetime) -> None:
    """What the service does every few seconds."""
    for issue in leaving.leaving(app, now):
        leaving.send_one(app, issue, now, Event())
    leaving.send_single(app, now)


def test_a_clock_that_was_set_back_keeps_nobody_waiting(app: App) -> None:
    patience.in_vain(app, NOW)
    assert not patience.may_ask(app, NOW)
    assert patience.may_ask(app, NOW - timedelta(days=1))
    assert patience.may_ask(app, NOW + LOOK)


def approved(app: App) -> None:
    """An issue for one reader that is to leave now."""
    rooms.reader(app, "ada@reader.example")
    draft = house.draft(app)
    with app.database.begin() as connection:
        issues.transition(connection, draft.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
