"""What comes back is booked once, by token only, and mails that ask to leave are heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.app import App
from curator.audience import access
from curator.errors import NotFound
from curator.flows.audience import people
from curator.flows.mail import bounces, send
from curator.flows.mail.bounces import Intake
from curator.mail import verp
from curator.model import Subscriber, SubscriberState
from curator.storage import deliveries, subscribers
from tests.flows import rooms
from tests.mail.bounces import letters
from tests.web import house
from tests.web.house import NOW

BOX = "bounces@mail.example.org"
ADA = "ada@reader.example"


@pytest.fixture
def sent(home: Path) -> Iterator[App]:
    """An issue has left for one reader."""
    app = App(house.environment_of(home, bounce_address=BOX, bounce_maildir=str(home / "bounces")))
    rooms.reader(app, ADA)
    send.approve(app, house.draft(app).number, NOW)
    yield app
    app.close()


def reader(app: App) -> Subscriber:
    with app.database.read() as connection:
        found = subscribers.find(connection, ADA)
    assert found is not None
    return found


def return_path(app: App) -> str:
    with app.database.read() as connection:
        (delivery,) = deliveries.of_subscriber(connection, reader(app).id)
    return verp.return_path(app.keyring, delivery.id, BOX)


def test_a_bounce_with_our_token_suppresses_the_reader(sent: App) -> None:
    done = bounces.ingest(sent, bounces.in_file(letters.dsn(return_path(sent))), NOW)
    assert done.outcomes == {"suppress": 1}
    assert [one.reason for one in people.suppressed(sent)] == ["hard-bounce"]
    (back,) = bounces.recent(sent, number="1")
    assert (back.address, back.status, back.source, back.issue) == (ADA, "5.1.1", "dsn", "1")


def test_what_came_back_of_an_issue_goes_by_its_name_in_every_series(sent: App) -> None:
    bounces.ingest(sent, bounces.in_file(letters.dsn(return_path(sent))), NOW)
    with pytest.raises(NotFound):
        bounces.recent(sent, number="monthly-1")
    with pytest.raises(NotFound, match="use a number, monthly-NUMBER or posts-NUMBER"):
        bounces.recent(sent, number="daily-1")


def test_a_forged_one_suppresses_nobody(sent: App) -> None:
    done = bounces.ingest(sent, bounces.in_file(letters.dsn(BOX)), NOW)
    assert done.outcomes == {"ignored": 1}
    assert not people.suppressed(sent)
    assert not bounces.recent(sent)


def test_a_pipe_may_give_the_envelope(sent: App) -> None:
    raw = b"From daemon Mon Feb 23 09:00:00 2026\n" + letters.dsn(BOX)
    done = bounces.ingest(sent, bounces.in_file(raw), NOW, recipients=[return_path(sent)])
    assert done.outcomes == {"suppress": 1}


def test_a_mail_that_asks_to_leave_is_heard(sent: App) -> None:
    token = access.unsubscribe_token(sent.keyring, reader(sent))
    raw = f"From: {ADA}\r\nTo: {BOX}\r\nSubject: unsubscribe {token}\r\n\r\n".encode()
    assert bounces.take(sent, raw, NOW)[0].outcome == bounces.LEFT
    assert reader(sent).state is SubscriberState.UNSUBSCRIBED
    forged = raw.replace(token.encode(), b"A" * len(token))
    assert bounces.take(sent, forged, NOW)[0].outcome == bounces.FORGED


def test_the_maildir_of_the_settings_is_read_once(sent: App, home: Path) -> None:
    new = home / "bounces" / "new"
    new.mkdir(parents=True)
    (new / "1").write_bytes(letters.dsn(return_path(sent)))
    assert bounces.collect(sent, NOW).mails == 1
    assert bounces.collect(sent, NOW) == Intake()
    assert [path.name for path in (home / "bounces" / "cur").iterdir()] == ["1:2,S"]


def test_an_mbox_is_read_mail_by_mail(sent: App, tmp_path: Path) -> None:
    box = tmp_path / "box"
    one = b"From daemon Mon Feb 23 09:00:00 2026\n" + letters.dsn(return_path(sent)) + b"\n"
    box.write_bytes(one.replace(b"\r\n", b"\n") * 2)
    done = bounces.ingest(sent, bounces.in_mbox(box), NOW)
    assert (done.mails, done.outcomes) == (2, {"suppress": 1, "nothing": 1})
