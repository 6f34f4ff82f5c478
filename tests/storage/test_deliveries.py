"""Deliveries: claimed by one, journaled before they leave, never lost, never decided twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import UniqueConstraint

from curator.errors import NotFound
from curator.model import Content, DeliveryState, IssueState, Suppression, SuppressionReason
from curator.storage import deliveries, issues, schema, subscribers, suppressions
from curator.storage.deliveries import Outcome, Recovered
from curator.storage.engine.database import Connection, Database
from curator.storage.issues import Frozen, Placement
from tests.storage.examples import DAY, NOW, WEEK, mark, reader
from tests.storage.test_freezing import WHOLE, approved, everybody

QUEUED, INFLIGHT, SENT = DeliveryState.QUEUED, DeliveryState.INFLIGHT, DeliveryState.SENT
DEFERRED, UNKNOWN = DeliveryState.DEFERRED, DeliveryState.UNKNOWN
LATER = NOW + timedelta(minutes=6)  # past the lease


HOUR = timedelta(hours=1)


def sending(connection: Connection, readers: int = 3) -> int:
    """An issue being sent to ``readers``; gives its id."""
    issue_id = approved(connection)
    for number in range(readers):
        reader(connection, f"r{number}")
    issues.freeze(connection, issue_id, Frozen(WHOLE, "d", expires_at=NOW + DAY), everybody, NOW)
    return issue_id


def claimed(connection: Connection, owner: str = "a", limit: int = 100) -> list[int]:
    """The ids ``owner`` gets now."""
    return [one.id for one in deliveries.claim(connection, owner=owner, now=NOW, limit=limit)]


def test_a_claimed_delivery_is_nobody_elses(database: Database) -> None:
    with database.begin() as connection:
        sending(connection)
        first = claimed(connection, "a", limit=2)
        second = claimed(connection, "b")
        assert (first, second, claimed(connection, "c")) == ([1, 2], [3], [])


def test_nothing_of_a_paused_or_over_issue_is_claimed(database: Database) -> None:
    with database.begin() as connection:
        one = sending(connection)
        assert deliveries.claim(connection, owner="a", now=NOW + 2 * DAY) == []
        issues.transition(connection, one, IssueState.SENDING, IssueState.PAUSED, NOW)
        assert claimed(connection) == []
        assert deliveries.next_due(connection, NOW) is None


def test_only_what_is_due_and_of_domains_that_are_not_cooling(database: Database) -> None:
    with database.begin() as connection:
        one = approved(connection)
        reader(connection)
        subscribers.add(connection, "Bob@Other.example", address_hash="b", now=NOW)

        def at_eight(group: issues.AudienceGroup) -> Placement:
            return Placement(next_at=NOW + timedelta(hours=1))

        issues.freeze(connection, one, Frozen(WHOLE, "d"), at_eight, NOW)
        assert claimed(connection) == []
        assert deliveries.next_due(connection, NOW) == NOW + timedelta(hours=1)
        found = deliveries.claim(
            connection, owner="a", now=NOW + DAY, except_domains=["other.example"]
        )
    assert [one.address for one in found] == ["ada@mail.example"]


def test_the_whole_way_of_a_delivery(database: Database) -> None:
    with database.begin() as connection:
        one = sending(connection, readers=1)
        (row,) = claimed(connection)
        assert deliveries.mark_inflight(connection, [row], owner="a", now=NOW) == {row}
        assert deliveries.get(connection, row).state is INFLIGHT
        outcome = Outcome(row, SENT, NOW, 250, "2.0.0", "queued as \x00 1" + "x" * 900)
        assert deliveries.mark_outcomes(connection, [outcome], owner="a") == 1
        sent = deliveries.get(connection, row)
        assert deliveries.counts(connection, one) == {SENT: 1}
    assert (sent.state, sent.attempts, sent.code, sent.enhanced) == (SENT, 1, 250, "2.0.0")
    assert (sent.inflight_at, sent.done_at) == (NOW, NOW)
    assert sent.reply is not None
    assert sent.reply.startswith("queued as  1x")
    assert len(sent.reply) == 500


def test_a_deferred_one_comes_back_at_its_time(database: Database) -> None:
    with database.begin() as connection:
        one = sending(connection, readers=1)
        (row,) = claimed(connection)
        deliveries.mark_inflight(connection, [row], owner="a", now=NOW)
        later = Outcome(row, DEFERRED, NOW, 451, next_at=NOW + timedelta(minutes=5))
        deliveries.mark_outcomes(connection, [later], owner="a")
        assert claimed(connection) == []
        again = deliveries.claim(connection, owner="b", now=NOW + timedelta(minutes=5))
        assert [found.attempts for found in again] == [1]
        assert deliveries.by_domain(connection, one) == {"mail.example": {DEFERRED: 1}}


def test_a_refused_connection_is_no_attempt(database: Database) -> None:
    with database.begin() as connection:
        sending(connection, readers=1)
        (row,) = claimed(connection)
        refused = Outcome(row, QUEUED, NOW, counts=False)
        deliveries.mark_outcomes(connection, [refused], owner="a")
        (again,) = deliveries.claim(connection, owner="b", now=NOW)
    assert (again.attempts, again.done_at) == (0, None)


def test_one_commit_settles_some_and_launches_others(database: Database) -> None:
    with database.begin() as connection:
        sending(connection)
        first, second, third = claimed(connection)
        assert deliveries.journal(connection, [first], [], owner="a", now=NOW) == {first}
        done = Outcome(first, SENT, NOW)
        launched = deliveries.journal(connection, [second, third], [done], owner="a", now=NOW)
        assert launched == {second, third}


def test_nobody_decides_for_another(database: Database) -> None:
    with database.begin() as connection:
        one = sending(connection, readers=1)
        (row,) = claimed(connection, "a")
        assert deliveries.mark_inflight(connection, [row], owner="b", now=NOW) == set()
        outcome = Outcome(row, SENT, NOW)
        assert deliveries.mark_outcomes(connection, [outcome], owner="b") == 0
        deliveries.mark_outcomes(connection, [outcome], owner="a")
        assert deliveries.mark_outcomes(connection, [outcome], owner="a") == 0
        assert deliveries.counts(connection, one) == {SENT: 1}


def test_a_lease_is_renewed_released_and_runs_out(database: Database) -> None:
    with database.begin() as connection:
        sending(connection)
        claimed(connection, "a")
        assert deliveries.owners(connection) == {"a"}
        assert deliveries.renew(connection, "a", LATER) == 3
        assert deliveries.claim(connection, owner="b", now=LATER) == []
        assert deliveries.release(connection, "a") == 3
        assert len(claimed(connection, "c", limit=2)) == 2
        assert len(deliveries.claim(connection, owner="d", now=LATER)) == 3


@pytest.mark.parametrize(
    ("resend", "recovered", "state"),
    [(True, Recovered(1, 0, 1), QUEUED), (False, Recovered(0, 1, 1), UNKNOWN)],
)
def test_after_a_crash_only_what_was_inflight_is_in_doubt(
    database: Database, resend: bool, recovered: Recovered, state: DeliveryState
) -> None:
    with database.begin() as connection:
        sending(connection)
        in_doubt, _, done = claimed(connection)
        deliveries.mark_inflight(connection, [in_doubt, done], owner="a", now=NOW)
        deliveries.mark_outcomes(connection, [Outcome(done, SENT, NOW)], owner="a")
        alive = deliveries.recover(connection, NOW, resend=resend)
        assert alive == Recovered()
        assert deliveries.recover(connection, LATER, resend=resend) == recovered
        states = [one.state for one in deliveries.list_(connection, 1)]
    assert states == [state, QUEUED, SENT]


def test_an_owner_known_to_be_dead_is_not_waited_for(database: Database) -> None:
    with database.begin() as connection:
        sending(connection)
        claimed(connection, "dead", limit=1)
        claimed(connection, "alive", limit=1)
        found = deliveries.recover(connection, NOW, resend=True, dead_owners=["dead"])
        assert (found, deliveries.owners(connection)) == (Recovered(released=1), {"alive"})


@pytest.mark.parametrize(("resend", "state"), [(True, QUEUED), (False, SENT)])
def test_the_author_decides_what_is_unknown(
    database: Database, resend: bool, state: DeliveryState
) -> None:
    with database.begin() as connection:
        one = sending(connection, readers=1)
        deliveries.mark_inflight(connection, claimed(connection), owner="a", now=NOW)
        deliveries.recover(connection, LATER, resend=False)
        assert deliveries.resolve_unknown(connection, one, resend=resend, now=LATER) == 1
        assert deliveries.counts(connection, one) == {state: 1}


def test_what_was_in_doubt_is_settled_when_its_server_tells_of_it(database: Database) -> None:
    with database.begin() as connection:
        one = sending(connection, readers=1)
        (row,) = claimed(connection)
        deliveries.mark_inflight(connection, [row], owner="a", now=NOW)
        assert deliveries.settle_unknown(connection, row, NOW) is False
        deliveries.recover(connection, LATER, resend=False)
        assert deliveries.settle_unknown(connection, row, LATER) is True
        assert deliveries.counts(connection, one) == {SENT: 1}


def test_who_leaves_gets_nothing_more(database: Database) -> None:
    with database.begin() as connection:
        one = sending(connection, readers=3)
        rows = claimed(connection)
        subscribers.unsubscribe(connection, 1, NOW, method="link")
        address = "r1@mail.example"
        suppressions.add(connection, Suppression(mark(address), SuppressionReason.COMPLAINT, NOW))
        assert deliveries.mark_inflight(connection, rows, owner="a", now=NOW) == {rows[2]}
        assert deliveries.counts(connection, one) == {DeliveryState.CANCELLED: 2, INFLIGHT: 1}
        assert deliveries.cancel_waiting(connection, 3, NOW) == 0


def test_who_leaves_after_an_issue_is_counted_for_it(database: Database) -> None:
    with database.begin() as connection:
        one = sending(connection, readers=3)
        rows = claimed(connection)
        deliveries.mark_inflight(connection, rows, owner="a", now=NOW)
        taken = [Outcome(row, SENT, NOW + HOUR, 250) for row in rows]
        deliveries.mark_outcomes(connection, taken, owner="a")
        had = [deliveries.get(connection, row).subscriber_id for row in rows]
        for reader_id, at in zip(had, (NOW, NOW + 2 * HOUR, NOW + 2 * DAY), strict=True):
            subscribers.unsubscribe(connection, reader_id, at, method="page")
        assert deliveries.left_after(connection, one, NOW + DAY) == 1
        assert deliveries.left_after(connection, one, NOW + 3 * DAY) == 2
        assert deliveries.left_after(connection, one + 1, NOW + 3 * DAY) == 0


def test_what_waits_past_the_end_expires(database: Database) -> None:
    with database.begin() as connection:
        one = sending(connection, readers=2)
        deliveries.mark_inflight(connection, claimed(connection, limit=1), owner="a", now=NOW)
        assert deliveries.expire(connection, NOW) == 0
        assert deliveries.expire(connection, NOW + DAY) == 1
        assert deliveries.counts(connection, one) == {INFLIGHT: 1, DeliveryState.EXPIRED: 1}


def test_a_paused_issue_does_not_expire_and_gets_new_time_when_it_goes_on(
    database: Database,
) -> None:
    later = NOW + 4 * DAY
    with database.begin() as connection:
        one = sending(connection, readers=2)
        issues.transition(connection, one, IssueState.SENDING, IssueState.PAUSED, NOW)
        assert deliveries.expire(connection, later) == 0
        issues.prolong(connection, one, later + DAY)
        issues.transition(connection, one, IssueState.PAUSED, IssueState.SENDING, later)
        assert deliveries.expire(connection, later) == 0
        assert len(deliveries.claim(connection, owner="a", now=later)) == 2
        issues.prolong(connection, one, NOW)
        assert deliveries.expire(connection, later) == 0, "never less time"


def test_lists_of_an_issue_and_of_a_reader(database: Database) -> None:
    with database.begin() as connection:
        one = sending(connection, readers=3)
        assert len(deliveries.list_(connection, one, limit=2)) == 2
        assert [row.id for row in deliveries.list_(connection, one, offset=2)] == [3]
        assert deliveries.list_(connection, one, state=SENT) == []
        assert [row.issue_id for row in deliveries.of_subscriber(connection, 2)] == [one]
        with pytest.raises(NotFound, match="there is no delivery 99"):
            deliveries.get(connection, 99)


def test_only_one_delivery_per_issue_and_reader() -> None:
    unique = [one for one in schema.deliveries.constraints if isinstance(one, UniqueConstraint)]
    assert [list(one.columns.keys()) for one in unique] == [["issue_id", "subscriber_id"]]


def test_an_empty_issue_to_nobody_is_done_at_once(database: Database) -> None:
    with database.begin() as connection:
        issue = issues.create(connection, WEEK, Content(), NOW)
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
        issues.freeze(connection, issue.id, Frozen(WHOLE, "d"), everybody, NOW)
        assert [one.id for one in issues.finish(connection, NOW)] == [issue.id]
