"""What the service keeps for itself: leases, small facts, the log, the outbox."""

from __future__ import annotations

from datetime import timedelta

from curator.model import DeliveryState
from curator.storage import kv, leases, log, outbox
from curator.storage.engine.database import Database
from curator.storage.mailqueue import Outcome, Recovered
from tests.storage.examples import DAY, NOW

MINUTE = timedelta(minutes=1)

# --------------------------------------------------------------------------- leases


def test_a_lease_has_one_holder_who_may_renew_it(database: Database) -> None:
    with database.begin() as connection:
        assert leases.acquire(connection, "refresh", "a", NOW, 60)
        assert not leases.acquire(connection, "refresh", "b", NOW, 60)
        assert leases.acquire(connection, "refresh", "a", NOW + MINUTE / 2, 60)
        assert not leases.acquire(connection, "refresh", "b", NOW + MINUTE, 60)
        assert leases.holder(connection, "refresh", NOW + MINUTE) == "a"
        assert leases.acquire(connection, "deliver", "b", NOW, 60)


def test_a_dead_holder_does_not_block_for_ever(database: Database) -> None:
    with database.begin() as connection:
        leases.acquire(connection, "refresh", "dead", NOW, 60)
        assert leases.holder(connection, "refresh", NOW + MINUTE) is None
        assert leases.acquire(connection, "refresh", "b", NOW + MINUTE, 60)
        assert not leases.release(connection, "refresh", "dead")
        assert leases.release(connection, "refresh", "b")
        assert leases.acquire(connection, "refresh", "c", NOW, 60)


# --------------------------------------------------------------------------- small facts


def test_facts_are_set_once_or_again_and_forgotten(database: Database) -> None:
    with database.begin() as connection:
        assert kv.get(connection, "instance") is None
        assert kv.put_once(connection, "instance", "one", NOW) == "one"
        assert kv.put_once(connection, "instance", "two", NOW) == "one"
        kv.put(connection, "instance", "three", NOW)
        assert kv.get(connection, "instance") == "three"
        assert kv.remove(connection, "instance")
        assert not kv.remove(connection, "instance")


# --------------------------------------------------------------------------- log


def test_the_log_is_newest_first_paged_and_pruned(database: Database) -> None:
    with database.begin() as connection:
        for number in range(4):
            kind = "issue" if number == 2 else "refresh"
            log.add(connection, kind, f"event {number}", NOW + number * DAY, detail={"n": number})
        newest = log.list_(connection, limit=2)
        assert [event.message for event in newest] == ["event 3", "event 2"]
        older = log.list_(connection, before_id=newest[-1].id)
        assert [event.detail for event in older] == [{"n": 1}, {"n": 0}]
        assert [event.message for event in log.list_(connection, kind="issue")] == ["event 2"]
        assert log.prune(connection, NOW + 2 * DAY) == 2
        assert len(log.list_(connection)) == 2


# --------------------------------------------------------------------------- outbox

RAW = b"Subject: Confirm\r\n\r\n\x00\xff\r\n"


def test_a_mail_is_sent_as_it_was_put(database: Database) -> None:
    with database.begin() as connection:
        one = outbox.put(connection, "confirm", "ada@mail.example", RAW, now=NOW)
        assert one is not None
        (mail,) = outbox.claim(connection, owner="a", now=NOW)
        assert (mail.id, mail.message, mail.purpose) == (one, RAW, "confirm")
        assert outbox.claim(connection, owner="b", now=NOW) == []
        assert outbox.mark_inflight(connection, [one], owner="a", now=NOW) == {one}
        sent = Outcome(one, DeliveryState.SENT, NOW, 250)
        assert outbox.mark_outcomes(connection, [sent], owner="a") == 1
        assert outbox.counts(connection) == {DeliveryState.SENT: 1}


def test_a_mail_with_a_key_is_put_once(database: Database) -> None:
    with database.begin() as connection:
        first = outbox.put(connection, "welcome", "a@b.example", RAW, now=NOW, key="welcome:1")
        second = outbox.put(connection, "welcome", "a@b.example", RAW, now=NOW, key="welcome:1")
        assert (first, second) == (1, None)
        assert len(outbox.list_(connection)) == 1


def test_after_a_crash_single_mails_are_sent_again(database: Database) -> None:
    with database.begin() as connection:
        for _ in range(2):
            outbox.put(connection, "confirm", "a@b.example", RAW, now=NOW)
        ids = [mail.id for mail in outbox.claim(connection, owner="a", now=NOW)]
        outbox.mark_inflight(connection, ids[:1], owner="a", now=NOW)
        assert outbox.owners(connection) == {"a"}
        assert outbox.recover(connection, NOW, dead_owners=["a"]) == Recovered(1, 0, 1)
        assert len(outbox.claim(connection, owner="b", now=NOW)) == 2
        assert outbox.release(connection, "b") == 2


def test_old_mails_are_pruned_once_settled(database: Database) -> None:
    with database.begin() as connection:
        for _ in range(2):
            outbox.put(connection, "test", "a@b.example", RAW, now=NOW)
        outbox.claim(connection, owner="a", now=NOW)
        outbox.mark_outcomes(connection, [Outcome(1, DeliveryState.FAILED, NOW, 550)], owner="a")
        assert outbox.prune(connection, NOW + 30 * DAY) == 0
        assert outbox.prune(connection, NOW + 31 * DAY) == 1
        assert outbox.counts(connection) == {DeliveryState.QUEUED: 1}
