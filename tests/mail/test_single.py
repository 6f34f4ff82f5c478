"""Single mails: composed, signed, sent from the outbox with the care of an issue."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest

from curator.errors import AddressError, DeliveryError
from curator.mail import single
from curator.mail.transport import Envelope
from curator.model import DeliveryState, Rendered
from curator.storage import outbox
from curator.storage.engine.database import Database
from tests.mail import sink
from tests.mail.examples import NEWSLETTER, NOW, relay
from tests.mail.test_dkim import RSA, verifies

LETTER = Rendered("Please confirm", "Click: https://digest.example.org/confirm/x\n", "<p>Click</p>")


def compose(to: str = "one@reader.example", letter: Rendered = LETTER) -> bytes:
    return single.compose(
        letter, newsletter=NEWSLETTER, to=to, now=NOW, key="confirm:1", signers=[RSA]
    )


def put(database: Database, number: int) -> None:
    with database.begin() as connection:
        for i in range(number):
            address = f"r{i}@reader.example"
            outbox.put(connection, "confirm", address, compose(address), now=NOW)


def drain(database: Database, port: int, *, minutes: float = 0) -> single.Drained:
    return single.drain(
        database,
        relay(port),
        sender=NEWSLETTER.sender,
        owner="test:1:x",
        clock=lambda: NOW + timedelta(minutes=minutes),
    )


def test_an_automatic_mail_says_so_and_verifies() -> None:
    mail = email.message_from_bytes(compose(), policy=email.policy.default)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert mail["To"] == "one@reader.example"
    assert not mail.defects
    assert verifies(compose())


def test_without_html_it_is_plain_text() -> None:
    mail = email.message_from_bytes(
        compose(letter=Rendered("Hi", "Hello\n", "")), policy=email.policy.default
    )
    assert mail.get_content_type() == "text/plain"


def test_two_attempts_are_the_same_mail() -> None:
    assert compose() == compose()
    assert compose() != compose("two@reader.example")


def test_an_address_that_is_none_gets_no_mail() -> None:
    with pytest.raises(AddressError):
        compose("one@reader.example\r\nBcc: two@reader.example")


def test_the_outbox_is_emptied_once(database: Database) -> None:
    put(database, 30)
    with sink.running() as server:
        assert drain(database, server.port).sent == 30
        assert drain(database, server.port).sent == 0
    assert sorted(server.recipients) == sorted(f"r{i}@reader.example" for i in range(30))
    assert server.connections == 1


def test_a_refused_mail_fails_and_a_deferred_one_comes_later(sqlite_database: Database) -> None:
    put(sqlite_database, 3)

    def rcpt(recipient: str, attempt: int) -> bytes:
        if recipient.startswith("r0"):
            return b"550 5.1.1 unknown\r\n"
        if recipient.startswith("r1") and not attempt:
            return b"451 later\r\n"
        return b"250 ok\r\n"

    with sink.running(sink.Script(rcpt=rcpt)) as server:
        first = drain(sqlite_database, server.port)
        second = drain(sqlite_database, server.port, minutes=10)
    assert (first.sent, first.failed, first.deferred) == (1, 1, 1)
    assert second.sent == 1


def test_an_absent_server_keeps_every_mail(sqlite_database: Database) -> None:
    put(sqlite_database, 2)
    with sink.running() as server:
        port = server.port
    report = drain(sqlite_database, port)
    assert report.unreachable
    with sqlite_database.read() as connection:
        assert outbox.counts(connection) == {DeliveryState.QUEUED: 2}


@pytest.mark.parametrize("features", [(), ("PIPELINING",)])
def test_where_the_server_ends_the_session_after_some_mails_the_next_one_waits_for_nothing(
    sqlite_database: Database, features: tuple[str, ...]
) -> None:
    put(sqlite_database, 8)
    with sink.running(sink.Script(most_mails_per_connection=3, features=features)) as server:
        report = drain(sqlite_database, server.port)
    assert (report.sent, report.deferred) == (8, 0)
    assert server.count == 8


def test_a_server_that_ends_every_session_is_left_alone(sqlite_database: Database) -> None:
    put(sqlite_database, 3)
    with sink.running(sink.Script(mail=lambda s, n: b"421 4.3.2 going down\r\n")) as server:
        report = drain(sqlite_database, server.port)
    assert (report.sent, report.deferred) == (0, 3)
    assert server.connections == 3


def test_a_mail_that_is_deferred_too_often_is_given_up(sqlite_database: Database) -> None:
    put(sqlite_database, 1)
    with sink.running(sink.Script(rcpt=lambda r, n: b"451 never\r\n")) as server:
        reports = [drain(sqlite_database, server.port, minutes=600 * i) for i in range(7)]
    assert [report.failed for report in reports] == [0, 0, 0, 0, 0, 1, 0]


def test_a_test_mail_that_is_refused_says_why() -> None:
    envelope = Envelope("a@example.org", "one@reader.example")
    with (
        sink.running(sink.Script(rcpt=lambda r, n: b"550 5.1.1 unknown here\r\n")) as server,
        pytest.raises(DeliveryError, match=r"5\.1\.1 unknown here"),
    ):
        single.send(relay(server.port), envelope, compose())
