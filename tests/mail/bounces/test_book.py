"""What comes back has the right consequences, once, and only if it is genuine."""

from __future__ import annotations

from datetime import timedelta

from curator.mail import verp
from curator.mail.bounces import book, intake, rules
from curator.mail.bounces.rules import Action
from curator.mail.deliver import Policy, deliver
from curator.model import IssueState, SubscriberState, SuppressionReason
from curator.storage import bounces, deliveries, issues, subscribers, suppressions
from curator.storage.engine.database import Connection, Database
from tests.mail import sink
from tests.mail.bounces.letters import arf, dsn
from tests.mail.examples import BOUNCES, NOW, RING, add_readers, address, freeze, plan

DAY = timedelta(days=1)


def sent_issue(database: Database, readers: int = 3) -> int:
    """An issue that everybody got."""
    add_readers(database, readers)
    issue = freeze(database)
    with sink.running() as server:
        deliver(database, issue, plan(database, issue, server.port))
    return issue


def path(database: Database, issue: int, number: int) -> str:
    """The return path of the delivery to reader ``number``."""
    with database.read() as connection:
        everyone = deliveries.list_(connection, issue)
    one = next(found for found in everyone if found.address == address(number))
    return verp.return_path(RING, one.id, BOUNCES)


def tell(connection: Connection, raw: bytes, *, after: timedelta = DAY) -> list[book.Booked]:
    return book.finding(connection, intake.read(raw, RING), NOW + after)


def suppression(connection: Connection, number: int) -> SuppressionReason | None:
    found = suppressions.get(connection, RING.address_hash(address(number)))
    return found.reason if found else None


def test_a_hard_bounce_suppresses_that_reader_once(database: Database) -> None:
    issue = sent_issue(database)
    raw = dsn(path(database, issue, 1))
    with database.begin() as connection:
        (first,), (second,) = tell(connection, raw), tell(connection, raw)
        assert (first.action, second.action) == (Action.SUPPRESS, Action.NOTHING)
        assert suppression(connection, 1) is SuppressionReason.HARD_BOUNCE
        assert suppression(connection, 0) is None
        (stored,) = bounces.of_issue(connection, issue)
    assert (stored.verdict, stored.status, stored.source) == ("bad-address", "5.1.1", "dsn")


def test_what_comes_back_from_an_address_that_was_left_is_not_held_against_the_new_one(
    database: Database,
) -> None:
    issue, new = sent_issue(database), "new@elsewhere.example"
    bounce, complaint = dsn(path(database, issue, 1)), arf(path(database, issue, 1))
    with database.begin() as connection:
        reader = subscribers.find(connection, address(1))
        assert reader is not None
        subscribers.change_address(
            connection, reader.id, new, address_hash=RING.address_hash(new), now=NOW
        )
        for raw in (bounce, complaint):
            (booked,) = tell(connection, raw)
            assert (booked.action, booked.why) == (
                Action.NOTHING,
                "the reader has another address by now",
            )
        assert suppressions.get(connection, RING.address_hash(new)) is None
        moved = subscribers.get(connection, reader.id)
        assert moved.state is SubscriberState.CONFIRMED


def test_a_forged_notification_suppresses_nobody(sqlite_database: Database) -> None:
    issue = sent_issue(sqlite_database)
    genuine = path(sqlite_database, issue, 1)
    forged = genuine.replace("+", "+a")
    with sqlite_database.begin() as connection:
        for to in (forged, BOUNCES, address(1)):
            (booked,) = tell(connection, dsn(to))
            assert booked.action is Action.NOTHING
            assert "without a token" in booked.why
        assert suppressions.list_(connection) == []
        assert bounces.of_issue(connection, issue) == []


def test_a_bounce_that_comes_much_too_late_is_not_believed(sqlite_database: Database) -> None:
    issue = sent_issue(sqlite_database)
    with sqlite_database.begin() as connection:
        (booked,) = tell(
            connection, dsn(path(sqlite_database, issue, 1)), after=rules.MAX_AGE + DAY
        )
        assert "too late" in booked.why
        assert suppressions.list_(connection) == []


def test_a_full_mailbox_counts_softly(sqlite_database: Database) -> None:
    issue = sent_issue(sqlite_database)
    raw = dsn(path(sqlite_database, issue, 1), status="5.2.2", diagnostic="smtp; 552 5.2.2 full")
    with sqlite_database.begin() as connection:
        (booked,) = tell(connection, raw)
        assert booked.action is Action.NOTHING
        assert suppressions.list_(connection) == []


def refused(database: Database, issue: int, number: int) -> bytes:
    """A notification that says a reader's server does not want us."""
    why = "smtp; 550 5.7.26 DMARC"
    return dsn(path(database, issue, number), status="5.7.26", diagnostic=why)


def test_policy_bounces_pause_the_issue_and_touch_no_reader(sqlite_database: Database) -> None:
    issue = sent_issue(sqlite_database)
    with sqlite_database.begin() as connection:
        booked = [tell(connection, refused(sqlite_database, issue, n))[0] for n in range(3)]
        assert [one.action for one in booked][-1] is Action.PAUSE_ISSUE
        found = issues.by_id(connection, issue)
        assert found.state is IssueState.PAUSED
        assert "5.7.26" in (found.paused_reason or "")
        assert suppressions.list_(connection) == []


def test_no_reader_can_stop_an_issue_with_their_own_return_path(sqlite_database: Database) -> None:
    issue = sent_issue(sqlite_database)
    with sqlite_database.begin() as connection:
        for words in ("550 5.7.26 DMARC", "550 5.7.1 spam", "550 5.7.26 again"):
            raw = dsn(path(sqlite_database, issue, 1), status=words[4:10].strip(), diagnostic=words)
            assert tell(connection, raw)[0].action is Action.NOTHING
        assert issues.by_id(connection, issue).state is IssueState.SENDING


def test_a_complaint_suppresses_and_unsubscribes(database: Database) -> None:
    issue = sent_issue(database)
    with database.begin() as connection:
        (booked,) = tell(connection, arf(path(database, issue, 2)))
        assert booked.action is Action.COMPLAINT
        assert suppression(connection, 2) is SuppressionReason.COMPLAINT
        reader = subscribers.find(connection, address(2))
        assert reader is not None
        assert reader.state is SubscriberState.UNSUBSCRIBED


def test_a_broken_domain_does_not_cost_its_readers(sqlite_database: Database) -> None:
    issue = sent_issue(sqlite_database, readers=29)
    same_domain = [number for number in range(29) if number % 7 == 1]
    with sqlite_database.begin() as connection:
        for number in same_domain:
            tell(connection, dsn(path(sqlite_database, issue, number)))
        hit = [number for number in same_domain if suppression(connection, number)]
    # The first two are believed; from the third on it looks like the domain, not the readers.
    assert len(hit) == rules.STREAK - 1


def test_a_bounce_resolves_what_was_in_doubt(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 1)
    issue = freeze(sqlite_database)
    with sink.running(sink.Script(body=lambda r, n: sink.DROP)) as server:
        report = deliver(
            sqlite_database, issue, plan(sqlite_database, issue, server.port, policy=Policy.HOLD)
        )
    assert report.unknown == 1
    raw = dsn(path(sqlite_database, issue, 0), action="delayed", status="4.4.1")
    with sqlite_database.begin() as connection:
        tell(connection, raw)
        counts = deliveries.counts(connection, issue)
    assert {state.value: number for state, number in counts.items()} == {"sent": 1}


def test_a_refusal_while_sending_suppresses_too(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 10)
    issue = freeze(sqlite_database)

    def rcpt(recipient: str, attempt: int) -> bytes:
        bad = recipient == address(3)
        return b"550 5.1.1 no such user\r\n" if bad else b"250 2.1.5 ok\r\n"

    with sink.running(sink.Script(rcpt=rcpt)) as server:
        deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port))
    with sqlite_database.read() as connection:
        assert suppression(connection, 3) is SuppressionReason.HARD_BOUNCE
        (stored,) = bounces.of_issue(connection, issue)
    assert stored.source == "smtp"


def test_where_everything_is_refused_nobody_is_suppressed(sqlite_database: Database) -> None:
    add_readers(sqlite_database, 40)
    issue = freeze(sqlite_database)
    with sink.running(sink.Script(rcpt=lambda r, n: b"550 5.1.1 unknown\r\n")) as server:
        report = deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port))
    assert report.paused_reason
    with sqlite_database.read() as connection:
        assert suppressions.list_(connection) == []


def test_a_suppressed_reader_gets_no_further_issue(sqlite_database: Database) -> None:
    issue = sent_issue(sqlite_database)
    with sqlite_database.begin() as connection:
        tell(connection, dsn(path(sqlite_database, issue, 1)))
        groups = issues.audience(connection, NOW + DAY)
    assert sum(group.readers for group in groups) == 2
