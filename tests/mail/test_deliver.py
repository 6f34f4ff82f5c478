"""Sending an issue: everybody once, whatever the server does."""

from __future__ import annotations

import socket
import ssl
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from curator.audience import preferences
from curator.errors import SmtpUnreachable
from curator.mail.deliver import Policy, deliver
from curator.mail.maildir import Maildir
from curator.mail.smtp import Relay, Security
from curator.mail.throttle import Limits
from curator.model import Choices, DeliveryState, IssueState
from curator.storage import deliveries, issues, subscribers
from curator.storage.engine.database import Database
from tests.mail import sink
from tests.mail.examples import NOW, QUICK, add_readers, address, freeze, plan, relay, states


@pytest.mark.parametrize("connections", [1, 4])
def test_everybody_gets_the_issue_once(database: Database, connections: int) -> None:
    add_readers(database, 60)
    issue = freeze(database)
    with sink.running() as server:
        report = deliver(
            database, issue, plan(database, issue, server.port, connections=connections)
        )
        again = deliver(database, issue, plan(database, issue, server.port))
    assert sorted(server.recipients) == sorted(address(i) for i in range(60))
    assert (report.sent, report.run, again.run) == (60, 60, 0)
    assert states(database, issue) == {"sent": 60}


def test_two_runs_at_once_share_the_work(database: Database) -> None:
    add_readers(database, 80)
    issue = freeze(database)
    with sink.running() as server:
        plans = [plan(database, issue, server.port) for _ in range(2)]
        threads = [threading.Thread(target=deliver, args=(database, issue, one)) for one in plans]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(server.recipients) == sorted(address(i) for i in range(80))


def test_one_connection_carries_many_mails_and_pipelines(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 30)
    issue = freeze(sqlite_database)
    with sink.running() as server:
        deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port, connections=1))
    assert server.connections == 1
    assert server.count == 30


def test_while_nothing_is_due_no_server_is_asked(sqlite_database: Database) -> None:
    """The service looks every few seconds while readers wait for an hour of their own."""
    add_readers(sqlite_database, 2)
    issue = freeze(sqlite_database)
    with sink.running() as server:
        early = plan(sqlite_database, issue, server.port, clock=lambda: NOW - timedelta(hours=1))
        report = deliver(sqlite_database, issue, early)
        assert (report.waiting, report.next_at) == (2, NOW)
        assert server.connections == 0
        deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port))
        assert server.count == 2
        made = server.connections
        deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port))
        assert server.connections == made


def test_a_server_without_pipelining_is_served_step_by_step(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 10)
    issue = freeze(sqlite_database)
    with sink.running(sink.Script(features=("8BITMIME",))) as server:
        deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port))
    assert server.count == 10
    assert states(sqlite_database, issue) == {"sent": 10}


def test_mail_goes_to_the_outbox_folder_where_no_server_is_set(
    sqlite_database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "outbox"
    add_readers(sqlite_database, 5)
    issue = freeze(sqlite_database)
    deliver(sqlite_database, issue, plan(sqlite_database, issue, 0, transport=Maildir(folder)))
    assert len(list((folder / "new").iterdir())) == 5
    assert states(sqlite_database, issue) == {"sent": 5}


# --------------------------------------------------------------------------- refusals


def test_a_bad_address_fails_alone(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 10)
    issue = freeze(sqlite_database)

    def rcpt(recipient: str, attempt: int) -> bytes:
        bad = recipient == address(3)
        return b"550 5.1.1 no such user\r\n" if bad else b"250 2.1.5 ok\r\n"

    with sink.running(sink.Script(rcpt=rcpt)) as server:
        report = deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port))
    assert states(sqlite_database, issue) == {"sent": 9, "failed": 1}
    assert report.paused_reason is None
    with sqlite_database.read() as connection:
        (failed,) = deliveries.list_(connection, issue, state=DeliveryState.FAILED)
    assert (failed.code, failed.enhanced, failed.attempts) == (550, "5.1.1", 1)


def test_a_policy_rejection_pauses_the_issue_and_blames_no_reader(
    sqlite_database: Database,
) -> None:
    add_readers(sqlite_database, 40)
    issue = freeze(sqlite_database)

    def body(recipient: str, attempt: int) -> bytes:
        return b"550 5.7.515 Access denied, sending domain fails DMARC\r\n"

    with sink.running(sink.Script(body=body)) as server:
        report = deliver(
            sqlite_database, issue, plan(sqlite_database, issue, server.port, connections=1)
        )
    assert report.paused_reason is not None
    assert "5.7.515" in report.paused_reason
    assert states(sqlite_database, issue) == {"deferred": 1, "queued": 39}
    with sqlite_database.read() as connection:
        assert issues.state(connection, issue) is IssueState.PAUSED


def test_after_a_policy_rejection_the_author_resumes_and_nobody_is_missing(
    sqlite_database: Database,
) -> None:
    add_readers(sqlite_database, 8)
    issue = freeze(sqlite_database)

    def body(recipient: str, attempt: int) -> bytes:
        strict = recipient == address(2)
        return b"550 5.7.1 rejected by policy\r\n" if strict else b"250 2.0.0 ok\r\n"

    later = NOW + timedelta(hours=1)
    with sink.running(sink.Script(body=body)) as server:
        first = deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port))
        with sqlite_database.begin() as connection:
            issues.transition(connection, issue, IssueState.PAUSED, IssueState.SENDING, later)
        second = deliver(
            sqlite_database, issue, plan(sqlite_database, issue, server.port, clock=lambda: later)
        )
    assert first.paused_reason
    assert second.paused_reason is None, "one strict server pauses an issue once, not for ever"
    assert states(sqlite_database, issue) == {"sent": 7, "failed": 1}


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("body", b"552 5.3.4 Message size exceeds fixed limit\r\n"),
        ("body", b"552 Message size exceeds maximum permitted\r\n"),
        ("mail", b"550 5.7.1 sender address not allowed\r\n"),
        ("mail", b"553 sorry, that sender is not allowed here\r\n"),
    ],
)
def test_where_every_mail_is_refused_because_of_us_no_reader_ever_fails(
    sqlite_database: Database, stage: str, answer: bytes
) -> None:
    """However often the author goes on without having mended it; then all get it."""
    add_readers(sqlite_database, 12)
    issue = freeze(sqlite_database)
    mended = False

    def say(_whose: str, _attempt: int) -> bytes:
        return b"250 2.0.0 ok\r\n" if mended else answer

    with sink.running(sink.Script(**{stage: say})) as server:  # type: ignore[arg-type]
        for look in range(3):
            later = NOW + timedelta(hours=look)
            mended = look == 2 if stage == "mail" else look == 1
            if look:
                with sqlite_database.begin() as connection:
                    state = issues.state(connection, issue)
                    issues.transition(connection, issue, state, IssueState.SENDING, later)
            report = deliver(
                sqlite_database,
                issue,
                plan(sqlite_database, issue, server.port, clock=lambda at=later: at),
            )
            assert (report.failed, bool(report.paused_reason)) == (0, not mended)
            if mended:
                break
    assert states(sqlite_database, issue) == {"sent": 12}


def test_many_refusals_of_addresses_pause_too(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 60)
    issue = freeze(sqlite_database)

    def rcpt(recipient: str, attempt: int) -> bytes:
        return b"550 5.1.1 unknown user\r\n"

    with sink.running(sink.Script(rcpt=rcpt)) as server:
        report = deliver(
            sqlite_database, issue, plan(sqlite_database, issue, server.port, connections=1)
        )
    assert report.paused_reason is not None
    assert report.failed == 6
    assert report.queued == 54


def test_a_storm_of_4xx_defers_and_a_later_run_delivers(database: Database) -> None:
    add_readers(database, 30)
    issue = freeze(database)

    def rcpt(recipient: str, attempt: int) -> bytes:
        return b"250 ok\r\n" if attempt else b"451 4.3.0 try later\r\n"

    with sink.running(sink.Script(rcpt=rcpt)) as server:
        first = deliver(database, issue, plan(database, issue, server.port))
        early = deliver(database, issue, plan(database, issue, server.port))
        later = NOW + timedelta(minutes=7)
        second = deliver(database, issue, plan(database, issue, server.port, clock=lambda: later))
    assert (first.deferred, early.run, second.sent) == (30, 0, 30)
    assert first.next_at is not None
    assert NOW + timedelta(minutes=4) <= first.next_at <= NOW + timedelta(minutes=6)
    assert sorted(server.recipients) == sorted(address(i) for i in range(30))


# --------------------------------------------------------------------------- broken connections


def test_an_unreachable_server_leaves_all_queued_and_says_what_to_do(
    sqlite_database: Database,
) -> None:
    add_readers(sqlite_database, 5)
    issue = freeze(sqlite_database)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        with pytest.raises(SmtpUnreachable, match="curator send resume"):
            deliver(sqlite_database, issue, plan(sqlite_database, issue, port))
    assert states(sqlite_database, issue) == {"queued": 5}


def test_a_connection_lost_after_the_last_dot_is_resent_with_the_same_message_id(
    sqlite_database: Database,
) -> None:
    add_readers(sqlite_database, 6)
    issue = freeze(sqlite_database)

    def body(recipient: str, attempt: int) -> bytes:
        return sink.DROP if recipient == address(2) and not attempt else b"250 ok\r\n"

    later = NOW + timedelta(minutes=7)
    with sink.running(sink.Script(body=body)) as server:
        deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port))
        assert states(sqlite_database, issue) == {"sent": 5, "deferred": 1}
        deliver(
            sqlite_database, issue, plan(sqlite_database, issue, server.port, clock=lambda: later)
        )
    assert states(sqlite_database, issue) == {"sent": 6}


def test_with_hold_such_a_mail_waits_for_the_author(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 6)
    issue = freeze(sqlite_database)

    def body(recipient: str, attempt: int) -> bytes:
        return sink.DROP if recipient == address(2) else b"250 ok\r\n"

    with sink.running(sink.Script(body=body)) as server:
        report = deliver(
            sqlite_database, issue, plan(sqlite_database, issue, server.port, policy=Policy.HOLD)
        )
    assert report.unknown == 1
    assert states(sqlite_database, issue) == {"sent": 5, "unknown": 1}


def test_a_server_that_hangs_up_at_every_envelope_ends_the_run(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 3)
    issue = freeze(sqlite_database)
    with sink.running(sink.Script(mail=lambda sender, taken: sink.DROP)) as server:
        report = deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port))
    assert report.sent == 0
    assert report.deferred == 3


def test_a_server_that_allows_few_mails_a_session_gets_more_sessions(
    sqlite_database: Database,
) -> None:
    add_readers(sqlite_database, 25)
    issue = freeze(sqlite_database)
    with sink.running(sink.Script(most_mails_per_connection=10)) as server:
        report = deliver(
            sqlite_database, issue, plan(sqlite_database, issue, server.port, connections=1)
        )
    assert report.sent == 25
    assert len(set(server.recipients)) == 25
    assert server.connections >= 3


# --------------------------------------------------------------------------- the author's hand


def test_a_reader_who_leaves_between_freeze_and_sending_gets_nothing(database: Database) -> None:
    ids = add_readers(database, 4)
    issue = freeze(database)
    with database.begin() as connection:
        subscribers.unsubscribe(connection, ids[1], NOW, method="one-click")
    with sink.running() as server:
        deliver(database, issue, plan(database, issue, server.port))
    assert address(1) not in server.recipients
    assert states(database, issue) == {"sent": 3, "cancelled": 1}


def test_a_reader_who_pauses_between_freeze_and_sending_gets_nothing(database: Database) -> None:
    ids = add_readers(database, 2)
    issue = freeze(database)
    with database.begin() as connection:
        reader = subscribers.get(connection, ids[1])
        preferences.change(connection, reader, Choices(pause_weeks=4), NOW)
    with sink.running() as server:
        deliver(database, issue, plan(database, issue, server.port))
    assert server.recipients == [address(0)]
    assert states(database, issue) == {"sent": 1, "cancelled": 1}


def test_a_reader_who_moves_between_freeze_and_sending_gets_it_at_the_new_address(
    database: Database,
) -> None:
    """At the old one its links would let somebody else in."""
    ids = add_readers(database, 2)
    issue, new = freeze(database), "new@elsewhere.example"
    with database.begin() as connection:
        subscribers.change_address(connection, ids[1], new, address_hash="another", now=NOW)
    with sink.running() as server:
        deliver(database, issue, plan(database, issue, server.port))
    assert sorted(server.recipients) == [new, address(0)]
    with database.read() as connection:
        assert deliveries.by_domain(connection, issue)["elsewhere.example"] == {"sent": 1}


@pytest.mark.parametrize("connections", [1, 4])
def test_a_reader_who_moves_while_the_issue_leaves_gets_it_once_at_the_new_address(
    database: Database, connections: int
) -> None:
    ids = add_readers(database, 40)
    issue, new = freeze(database), "new@elsewhere.example"

    def progress(done: int) -> None:
        if done == 10:
            with database.begin() as connection:
                subscribers.change_address(
                    connection, ids[30], new, address_hash="another", now=NOW
                )

    with sink.running() as server:
        report = deliver(
            database,
            issue,
            plan(database, issue, server.port, connections=connections, progress=progress),
        )
    assert report.sent == 40
    assert sorted(server.recipients) == sorted([new, *(address(i) for i in range(40) if i != 30)])


def test_a_stop_finishes_what_is_under_way_and_keeps_the_rest(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 200)
    issue = freeze(sqlite_database)
    stop = threading.Event()

    def progress(done: int) -> None:
        if done >= 20:
            stop.set()

    with sink.running() as server:
        report = deliver(
            sqlite_database,
            issue,
            plan(sqlite_database, issue, server.port, stop=stop, progress=progress),
        )
        assert 20 <= report.sent < 200
        assert states(sqlite_database, issue) == {"sent": report.sent, "queued": report.queued}
        deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port))
    assert sorted(server.recipients) == sorted(address(i) for i in range(200))


def test_what_cannot_be_delivered_in_time_expires(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 3)
    issue = freeze(sqlite_database, expires_at=NOW + timedelta(hours=1))
    late = NOW + timedelta(hours=2)
    with sink.running() as server:
        report = deliver(
            sqlite_database, issue, plan(sqlite_database, issue, server.port, clock=lambda: late)
        )
    assert (report.expired, server.count) == (3, 0)


def test_a_rate_limit_means_what_it_says(sqlite_database: Database) -> None:
    from time import monotonic

    add_readers(sqlite_database, 30)
    issue = freeze(sqlite_database)
    begun = monotonic()
    with sink.running() as server:
        deliver(
            sqlite_database,
            issue,
            plan(sqlite_database, issue, server.port, limits=Limits(total=20.0), connections=4),
        )
    # One second's worth may go at once; the rest may not come faster than 20 a second.
    assert monotonic() - begun >= 10 / 20
    assert server.count == 30


def test_the_limit_of_the_day_leaves_the_rest_for_tomorrow(database: Database) -> None:
    add_readers(database, 12)
    issue = freeze(database)
    limits = Limits(daily=5)
    with sink.running() as server:
        runs = [
            deliver(
                database,
                issue,
                plan(database, issue, server.port, limits=limits, clock=lambda day=day: NOW + day),
            ).run
            for day in (timedelta(), timedelta(hours=1), timedelta(days=1, hours=1))
        ]
    assert runs == [5, 0, 5]
    assert states(database, issue) == {"sent": 10, "queued": 2}


# --------------------------------------------------------------------------- odd servers


def test_a_domain_that_asks_for_patience_is_left_alone_and_the_others_are_not(
    database: Database,
) -> None:
    add_readers(database, 70)
    issue = freeze(database)

    def rcpt(recipient: str, attempt: int) -> bytes:
        busy = recipient.endswith("@d3.example")
        return b"451 4.7.0 too many mails, slow down\r\n" if busy else b"250 ok\r\n"

    soon = NOW + timedelta(minutes=2)
    with sink.running(sink.Script(rcpt=rcpt)) as server:
        first = deliver(database, issue, plan(database, issue, server.port, connections=1))
        tried = len(server.tried)
        deliver(database, issue, plan(database, issue, server.port, clock=lambda: soon))
        assert len(server.tried) == tried, "not asked again before its time"
    assert first.sent == 60
    assert first.deferred == 1
    assert first.queued == 9


def test_a_server_with_few_lines_is_used_with_few(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 40)
    issue = freeze(sqlite_database)
    with sink.running(sink.Script(most_connections=2)) as server:
        report = deliver(
            sqlite_database, issue, plan(sqlite_database, issue, server.port, connections=6)
        )
    assert report.sent == 40
    assert report.unreachable is None


def test_a_server_that_goes_away_leaves_the_rest_queued(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 60)
    issue = freeze(sqlite_database)
    with sink.running(sink.Script(most_mails=20)) as server:
        report = deliver(
            sqlite_database, issue, plan(sqlite_database, issue, server.port, connections=2)
        )
    assert report.unreachable is not None
    assert 20 <= report.sent <= 22
    assert report.sent + report.waiting + report.unknown == 60
    with sink.running() as server:
        later = NOW + timedelta(hours=1)
        deliver(
            sqlite_database, issue, plan(sqlite_database, issue, server.port, clock=lambda: later)
        )
    assert states(sqlite_database, issue) == {"sent": 60}


def test_slow_replies_lose_nothing(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 24)
    issue = freeze(sqlite_database)
    with sink.running(sink.Script(delay_seconds=0.03)) as server:
        deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port, connections=4))
    assert sorted(server.recipients) == sorted(address(i) for i in range(24))


@pytest.mark.parametrize("features", [("PIPELINING",), ()], ids=["pipelined", "stepwise"])
def test_a_server_that_thinks_long_on_one_connection_holds_up_no_other(
    sqlite_database: Database, features: tuple[str, ...]
) -> None:
    add_readers(sqlite_database, 36)
    issue = freeze(sqlite_database)
    stop = threading.Event()

    def rcpt(recipient: str, attempt: int) -> bytes:
        return b"" if recipient == address(0) else b"250 ok\r\n"

    def progress(done: int) -> None:
        if done == 35:
            stop.set()

    with sink.running(sink.Script(rcpt=rcpt, features=features)) as server:
        deliver(
            sqlite_database,
            issue,
            plan(sqlite_database, issue, server.port, connections=4, stop=stop, progress=progress),
        )
    assert sorted(server.recipients) == sorted(address(i) for i in range(1, 36))
    assert states(sqlite_database, issue) == {"sent": 35, "queued": 1}


def test_a_server_that_says_nothing_more_is_left(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 1)
    issue = freeze(sqlite_database)
    hasty = relay(0, timeouts=replace(QUICK, command=0.2))
    with sink.running(sink.Script(mail=lambda sender, taken: b"")) as server:
        report = deliver(
            sqlite_database,
            issue,
            plan(
                sqlite_database, issue, 0, transport=replace(hasty, port=server.port), connections=1
            ),
        )
    assert (report.sent, report.deferred) == (0, 1)


def test_a_stop_does_not_wait_for_a_server_that_has_taken_nothing(
    sqlite_database: Database,
) -> None:
    add_readers(sqlite_database, 3)
    issue = freeze(sqlite_database)
    stop = threading.Event()

    def silence(sender: str, taken: int) -> bytes:
        stop.set()
        return b""

    with sink.running(sink.Script(mail=silence)) as server:
        deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port, stop=stop))
    assert states(sqlite_database, issue) == {"queued": 3}


@pytest.mark.parametrize("security", [Security.TLS, Security.REQUIRED])
def test_everybody_gets_the_issue_over_tls(
    sqlite_database: Database, tmp_path: Path, security: Security
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    script = sink.Script(tls=context)
    if security is Security.REQUIRED:
        script = sink.Script(starttls=context, features=("PIPELINING", "STARTTLS"))
    add_readers(sqlite_database, 40)
    issue = freeze(sqlite_database)
    with sink.running(script) as server:
        way = Relay(
            "127.0.0.1",
            server.port,
            security,
            ca_file=str(tmp_path / "ca.pem"),
            timeouts=QUICK,
        )
        deliver(
            sqlite_database, issue, plan(sqlite_database, issue, 0, transport=way, connections=3)
        )
    assert sorted(server.recipients) == sorted(address(i) for i in range(40))
