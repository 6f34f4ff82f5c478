"""One reader's history, and what they may take with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from curator.audience import erase, preferences, why
from curator.errors import NotFound
from curator.model import (
    Choices,
    Consent,
    Content,
    IssueState,
    Rendered,
    Suppression,
    SuppressionReason,
)
from curator.storage import issues, subscribers, suppressions
from curator.storage.engine.database import Connection, Database
from curator.storage.issues import Frozen, Placement
from tests.audience.examples import NOW, RING, add, ask, reader
from tests.storage.examples import WEEK


def answer(connection: Connection, address: str = "ada@reader.example") -> str:
    return why.why(connection, RING, address, NOW).answer


def test_a_reader_gets_mail(connection: Connection) -> None:
    reader(connection)
    assert answer(connection, "ADA@reader.example") == "gets mail: every issue, all topics, as HTML"


def test_somebody_who_has_not_clicked_gets_none_yet(connection: Connection) -> None:
    ask(connection)
    assert "has not clicked" in answer(connection)


def test_why_nothing_comes(connection: Connection) -> None:
    one = reader(connection)
    preferences.change(connection, one, Choices(pause_weeks=2), NOW)
    assert answer(connection) == "gets nothing until 2026-03-08: paused"
    told = why.why(connection, RING, one.address, NOW).facts[-1].what
    assert told == "changed by page (pause)"
    subscribers.unsubscribe(connection, one.id, NOW, method="one-click")
    assert answer(connection) == "gets nothing: is unsubscribed"
    bounce = Suppression(
        RING.address_hash(one.address), SuppressionReason.HARD_BOUNCE, NOW, "5.1.1"
    )
    suppressions.add(connection, bounce)
    assert answer(connection) == "gets nothing: suppressed (hard-bounce)"


def test_the_history_is_whole_and_in_order(connection: Connection) -> None:
    one = reader(connection)
    subscribers.unsubscribe(connection, one.id, NOW + timedelta(days=1), method="one-click")
    suppressions.add(
        connection,
        Suppression(
            RING.address_hash(one.address),
            SuppressionReason.COMPLAINT,
            NOW + timedelta(days=2),
            "by feedback loop",
        ),
    )
    history = why.why(connection, RING, one.address, NOW)
    words = [fact.what for fact in history.facts]
    assert [word.split(" ")[0] for word in words] == ["confirmed", "unsubscribed", "suppressed:"]
    assert "by double-opt-in from 192.0.2.0/24" in words[0]
    assert "by feedback loop" in words[2]


def test_whom_the_author_vouched_for_is_said_once(connection: Connection) -> None:
    subscribers.add(
        connection,
        "bo@reader.example",
        address_hash=RING.address_hash("bo@reader.example"),
        now=NOW,
        consent=Consent(method="vouched"),
    )
    history = why.why(connection, RING, "bo@reader.example", NOW)
    assert [fact.what for fact in history.facts] == ["vouched"]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("topics", ["issue 1 had nothing of the chosen topics"]),
        ("paused", ["issue 1 left while mail was paused"]),
        ("cadence", []),
    ],
)
def test_who_was_left_out_of_an_issue_is_told_why(
    connection: Connection, reason: str, said: list[str]
) -> None:
    one = reader(connection)
    issue = issues.create(connection, WEEK, Content(), NOW)
    issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
    frozen = Frozen(Rendered("Subject", "text", "<p>html</p>"), "d1", expires_at=NOW)
    issues.freeze(connection, issue.id, frozen, lambda _: Placement(exclude=reason), NOW)
    facts = why.why(connection, RING, one.address, NOW).facts
    assert [fact.what for fact in facts if "issue" in fact.what] == said


def test_an_erased_reader_is_known_only_by_hash(connection: Connection) -> None:
    erase.erase(connection, RING, reader(connection), NOW, method="page")
    history = why.why(connection, RING, "ada@reader.example", NOW)
    assert history.answer == "gets nothing: suppressed (erased)"
    assert history.reader is not None
    assert history.reader.address == ""


def test_a_stranger_is_not_found(connection: Connection) -> None:
    with pytest.raises(NotFound):
        answer(connection, "stranger@reader.example")


def test_mails_are_part_of_the_history(database: Database) -> None:
    from tests.mail import sink
    from tests.mail.examples import freeze, plan

    with database.begin() as connection:
        add(connection, "ada@reader.example")
    issue = freeze(database)
    with sink.running(sink.Script(rcpt=lambda r, n: b"550 5.1.1 no such user\r\n")) as server:
        from curator.mail.deliver import deliver

        deliver(database, issue, plan(database, issue, server.port))
    with database.read() as connection:
        history = why.why(connection, RING, "ada@reader.example", NOW)
    assert any("failed: 550 5.1.1 no such user" in fact.what for fact in history.facts)


def test_a_mail_that_went_to_an_earlier_address_says_so(database: Database) -> None:
    from curator.mail.deliver import deliver
    from tests.mail import sink
    from tests.mail.examples import freeze, plan

    with database.begin() as connection:
        one = add(connection, "ada@reader.example").id
    issue, new = freeze(database), "ada@new.example"
    with sink.running() as server:
        deliver(database, issue, plan(database, issue, server.port))
    with database.begin() as connection:
        known_as = RING.address_hash(new)
        subscribers.change_address(connection, one, new, address_hash=known_as, now=NOW)
        history = why.why(connection, RING, new, NOW)
    said = [fact.what for fact in history.facts if fact.what.startswith("mail")]
    assert ["taken by the server at ada@reader.example" in what for what in said] == [True]
