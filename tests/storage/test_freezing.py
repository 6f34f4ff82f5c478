"""Freezing: every confirmed reader gets a delivery or a reason, in one transaction, once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from curator.errors import Conflict
from curator.model import (
    Cadence,
    Content,
    DeliveryState,
    IssueState,
    MailFormat,
    Rendered,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from curator.storage import deliveries, issues, subscribers, suppressions
from curator.storage.engine.database import Connection, Database
from curator.storage.issues import AudienceGroup, FreezeCounts, Frozen, Placement
from tests.storage.examples import DAY, NOW, WEEK, mark, reader

WHOLE = Rendered("Subject", "text", "<p>html</p>", "pre")
VISION = Rendered("Subject", "vision", "<p>vision</p>")
MAIL = Frozen(WHOLE, "d1", {"vision": VISION}, expires_at=NOW + 3 * DAY)


def approved(connection: Connection) -> int:
    """An approved issue without content; gives its id."""
    issue = issues.create(connection, WEEK, Content(), NOW)
    to = IssueState.APPROVED
    return issues.transition(connection, issue.id, IssueState.DRAFT, to, NOW).id


def everybody(group: AudienceGroup) -> Placement:
    """The whole issue at once."""
    return Placement()


def choosing(group: AudienceGroup) -> Placement:
    """What a real plan does: topics decide the form, cadence who is left out, the hour when."""
    if group.cadence is not Cadence.EVERY:
        return Placement(exclude="cadence")
    wait = timedelta(hours=group.send_hour or 0)
    return Placement("vision" if group.topics == ("vision",) else "", NOW + wait)


def test_everybody_is_accounted_for(database: Database) -> None:
    with database.begin() as connection:
        one = approved(connection)
        reader(connection, "whole")
        reader(connection, "picky", topics=("vision",), send_hour=8, time_zone="Europe/Berlin")
        reader(connection, "monthly", cadence=Cadence.MONTHLY)
        away = reader(connection, "away")
        subscribers.change(connection, away, NOW, paused_until=NOW + DAY)
        reader(connection, "bounced")
        address = "bounced@mail.example"
        hard = Suppression(mark(address), SuppressionReason.HARD_BOUNCE, NOW)
        suppressions.add(connection, hard)
        gone = reader(connection, "gone")
        subscribers.unsubscribe(connection, gone, NOW, method="link")
        reader(connection, "pending", state=SubscriberState.PENDING)
        counts = issues.freeze(connection, one, MAIL, choosing, NOW)
        made = deliveries.list_(connection, one)
        issue = issues.by_id(connection, one)
        assert deliveries.reasons(connection, one) == counts.exclusions
        told = [
            why
            for who in range(1, 8)
            for why in deliveries.left_out(connection, who, [one]).values()
        ]
        assert Counter(told) == counts.exclusions
        assert issues.variants(connection, one) == {"": WHOLE, "vision": VISION}
    assert counts == FreezeCounts(5, 2, {"cadence": 1, "paused": 1, "suppressed": 1})
    found = {made.address: (made.variant, made.next_at, made.state) for made in made}
    assert found == {
        "whole@mail.example": ("", NOW, DeliveryState.QUEUED),
        "picky@mail.example": ("vision", NOW + timedelta(hours=8), DeliveryState.QUEUED),
    }
    assert (issue.state, issue.rendered, issue.digest) == (IssueState.SENDING, WHOLE, "d1")
    assert (issue.audience_count, issue.excluded_count, issue.frozen_at) == (2, 3, NOW)


def test_readers_who_chose_alike_are_one_group(database: Database) -> None:
    with database.begin() as connection:
        reader(connection, "a", topics=("vision", "nlp"))
        reader(connection, "b", topics=("nlp", "vision", "nlp"))
        reader(connection, "c", format=MailFormat.TEXT)
        groups = issues.audience(connection, NOW)
    assert [(group.topics, group.format, group.readers) for group in groups] == [
        (("nlp", "vision"), MailFormat.HTML, 2),
        ((), MailFormat.TEXT, 1),
    ]


def test_a_second_freeze_does_nothing(database: Database) -> None:
    with database.begin() as connection:
        one = approved(connection)
        reader(connection)
        issues.freeze(connection, one, MAIL, everybody, NOW)
    with database.begin() as connection, pytest.raises(Conflict, match="frozen already"):
        issues.freeze(connection, one, MAIL, everybody, NOW)
    with database.read() as connection:
        assert deliveries.counts(connection, one) == {DeliveryState.QUEUED: 1}


def test_a_draft_is_not_frozen(database: Database) -> None:
    with database.begin() as connection:
        draft = issues.create(connection, WEEK, Content(), NOW)
        with pytest.raises(Conflict, match="not approved"):
            issues.freeze(connection, draft.id, MAIL, everybody, NOW)


def test_a_plan_that_fails_leaves_nothing_behind(database: Database) -> None:
    def broken(group: AudienceGroup) -> Placement:
        raise RuntimeError("the process dies here")

    with database.begin() as connection:
        one = approved(connection)
        reader(connection)
    with pytest.raises(RuntimeError), database.begin() as connection:
        issues.freeze(connection, one, MAIL, broken, NOW)
    with database.read() as connection:
        assert issues.by_id(connection, one).state is IssueState.APPROVED
        assert issues.variants(connection, one) == {}
        assert deliveries.counts(connection, one) == {}


def test_an_issue_is_sent_when_nothing_is_left_to_do(database: Database) -> None:
    with database.begin() as connection:
        one = approved(connection)
        reader(connection)
        issues.freeze(connection, one, MAIL, everybody, NOW)
        assert issues.finish(connection, NOW) == []
        (claimed,) = deliveries.claim(connection, owner="a", now=NOW)
        done = deliveries.Outcome(claimed.id, DeliveryState.SENT, NOW, 250)
        deliveries.mark_outcomes(connection, [done], owner="a")
        (sent,) = issues.finish(connection, NOW + DAY)
        assert (sent.id, sent.state, sent.sent_at) == (one, IssueState.SENT, NOW + DAY)
        assert issues.finish(connection, NOW) == []


def test_a_paused_issue_goes_on_but_never_back_to_be_frozen_again(database: Database) -> None:
    with database.begin() as connection:
        one = approved(connection)
        issues.freeze(connection, one, MAIL, everybody, NOW)
        paused, sending = IssueState.PAUSED, IssueState.SENDING
        issues.transition(connection, one, sending, paused, NOW, reason="5.7.1")
        with pytest.raises(Conflict):
            issues.transition(connection, one, paused, IssueState.APPROVED, NOW)
        with pytest.raises(Conflict, match="already frozen"):
            issues.schedule(connection, one, NOW)
        assert issues.transition(connection, one, paused, sending, NOW).state is sending


def test_a_cancelled_issue_that_had_left_keeps_its_number(database: Database) -> None:
    with database.begin() as connection:
        one = approved(connection)
        reader(connection)
        issues.freeze(connection, one, MAIL, everybody, NOW)
        to = IssueState.CANCELLED
        assert issues.transition(connection, one, IssueState.SENDING, to, NOW).number == 1
        assert deliveries.counts(connection, one) == {DeliveryState.CANCELLED: 1}
