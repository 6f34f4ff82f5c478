"""Sign-up: one answer for all, and never more mail than the limits say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from curator.audience import proof, signup
from curator.audience.limits import Limits
from curator.audience.signup import Form, Rules
from curator.model import Suppression, SuppressionReason
from curator.storage import signups, subscribers, suppressions
from curator.storage.engine.database import Connection
from tests.audience.examples import BASE, NOW, RING, add, ask, token_of


def test_a_sign_up_mails_a_link_and_nothing_the_stranger_typed(connection: Connection) -> None:
    asked = ask(connection, "Buy Pills <Ada@Reader.Example>", choices={"topics": "cnn"})
    assert asked.outcome == "mailed"
    assert asked.notice is not None
    assert asked.notice.address == "ada@reader.example"
    assert asked.notice.link.startswith(f"{BASE}/confirm/")
    assert "pills" not in repr(asked.notice).lower()


def test_nobody_is_a_reader_before_they_confirm(connection: Connection) -> None:
    ask(connection)
    assert subscribers.find(connection, "ada@reader.example") is None


def test_every_answer_looks_the_same(connection: Connection) -> None:
    add(connection, "known@reader.example")
    suppressions.add(
        connection,
        Suppression(RING.address_hash("gone@reader.example"), SuppressionReason.COMPLAINT, NOW),
    )
    addresses = ("new@reader.example", "known@reader.example", "gone@reader.example", "nonsense")
    answers = [ask(connection, address) for address in addresses]
    assert [one.outcome for one in answers] == ["mailed", "known", "suppressed", "invalid"]
    assert [one.notice is not None for one in answers] == [True, False, False, False]
    assert len({len(one.cookie) for one in answers}) == 1, "each browser gets a cookie"


def test_neither_time_nor_limits_tell_who_is_a_reader(connection: Connection) -> None:
    add(connection, "known@reader.example")
    suppressions.add(
        connection,
        Suppression(RING.address_hash("gone@reader.example"), SuppressionReason.COMPLAINT, NOW),
    )
    for number, name in enumerate(("new", "known", "gone"), 1):
        address = f"{name}@reader.example"
        ask(connection, address)
        assert signups.count(connection, NOW) == number
        assert ask(connection, address).outcome == "limit-address", "and no row is written"
        assert signups.count(connection, NOW) == number


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"trap": "http://spam.example"}, "robot"),
        ({"shown": ""}, "robot"),
        ({"shown": "forged"}, "robot"),
        ({"shown": signup.form_token(RING, NOW)}, "robot"),
        ({"shown": signup.form_token(RING, NOW - timedelta(hours=25))}, "robot"),
        ({"shown": signup.form_token(RING, NOW - timedelta(seconds=3))}, "mailed"),
    ],
    ids=["honeypot", "no-token", "forged", "too-fast", "stale", "human"],
)
def test_programs_are_told_from_people(
    connection: Connection, fields: dict[str, Any], outcome: str
) -> None:
    assert ask(connection, **fields).outcome == outcome


def test_an_address_gets_one_mail_an_hour_and_three_a_week(connection: Connection) -> None:
    outcomes = [
        ask(connection, now=NOW + timedelta(minutes=21 * i), ip=f"192.0.{i}.1").outcome
        for i in range(24)
    ]
    assert outcomes.count("mailed") == 3
    assert [outcomes[i] for i in (0, 1, 2, 3, 6, 9)] == [
        "mailed",
        "limit-address",
        "limit-address",
        "mailed",
        "mailed",
        "limit-address",
    ]
    assert ask(connection, now=NOW + timedelta(days=8)).outcome == "mailed"


def test_a_second_mail_leaves_the_first_link_good(connection: Connection) -> None:
    first = token_of(ask(connection).notice)
    second = token_of(ask(connection, now=NOW + timedelta(hours=2)).notice)
    assert first == second
    later = token_of(ask(connection, now=NOW + timedelta(hours=50)).notice)
    assert later != first


def test_a_network_has_its_limit(connection: Connection) -> None:
    outcomes = [
        ask(connection, f"r{i}@reader.example", ip=f"198.51.100.{i}").outcome for i in range(15)
    ]
    assert outcomes == ["mailed"] * 10 + ["limit-network"] * 5
    assert ask(connection, "other@reader.example", ip="203.0.113.5").outcome == "mailed"


def test_ipv6_networks_are_counted_by_their_48(connection: Connection) -> None:
    outcomes = [
        ask(connection, f"r{i}@reader.example", ip=f"2001:db8:1:{i:x}::1").outcome
        for i in range(12)
    ]
    assert outcomes.count("mailed") == 10


def test_on_a_busy_day_each_network_gets_one(connection: Connection) -> None:
    rules = Rules(Limits(busy_hour=5))
    flood = [ask(connection, f"r{i}@reader.example", rules=rules).outcome for i in range(8)]
    assert flood == ["mailed"] * 5 + ["limit-network"] * 3
    quiet = ask(connection, "quiet@reader.example", rules=rules, ip="203.0.113.5")
    assert quiet.outcome == "mailed"


def test_everything_together_has_a_limit(connection: Connection) -> None:
    rules = Rules(Limits(total_hour=5, network_hour=100))
    outcomes = [ask(connection, f"r{i}@reader.example", rules=rules).outcome for i in range(7)]
    assert outcomes == ["mailed"] * 5 + ["limit-total"] * 2


def test_under_attack_a_browser_must_work_first(connection: Connection) -> None:
    rules = Rules(Limits(proof_from=2), proof=True)
    for i in range(2):
        assert ask(connection, f"r{i}@reader.example", rules=rules).outcome == "mailed"
    assert ask(connection, "r3@reader.example", rules=rules).outcome == "proof"
    challenge = proof.challenge(RING, "192.0.2.0/24", NOW, difficulty=500)
    answer = proof.solve(challenge)
    assert ask(connection, "r3@reader.example", rules=rules, answer=answer).outcome == "mailed"
    elsewhere = ask(connection, "r4@reader.example", rules=rules, answer=answer, ip="203.0.113.9")
    assert elsewhere.outcome == "proof", "an answer is worth nothing in another network"


def test_proof_of_work_costs_the_transaction_no_second_count(connection: Connection) -> None:
    statements: list[str] = []
    event.listen(
        connection, "before_cursor_execute", lambda _1, _2, words, *_3: statements.append(words)
    )
    rules = Rules(Limits(proof_from=0), proof=True)
    answer = proof.solve(proof.challenge(RING, "192.0.2.0/24", NOW, difficulty=500))
    assert ask(connection, answer=answer, rules=rules).outcome == "mailed"
    counted = [words for words in statements if "count(" in words]
    assert len(counted) == 1


def test_whoever_was_erased_may_ask_again_but_no_one_else_suppressed(
    connection: Connection,
) -> None:
    outcomes = {}
    for reason in SuppressionReason:
        address = f"{reason.value}@reader.example"
        suppressions.add(connection, Suppression(RING.address_hash(address), reason, NOW))
        outcomes[reason] = ask(connection, address).outcome
    assert outcomes.pop(SuppressionReason.ERASED) == "mailed"
    assert set(outcomes.values()) == {"suppressed"}


def test_only_the_network_is_kept_of_an_address_on_the_internet(connection: Connection) -> None:
    ask(connection, ip="192.0.2.77")
    pending = signups.find(connection, RING.address_hash("ada@reader.example"), NOW)
    assert pending is not None
    assert pending.network == "192.0.2.0/24"


def test_the_secret_of_the_link_is_not_stored(connection: Connection) -> None:
    asked = ask(connection)
    pending = signups.find(connection, RING.address_hash("ada@reader.example"), NOW)
    assert pending is not None
    assert token_of(asked.notice) not in repr(pending)
    assert asked.cookie not in repr(pending)


def test_a_form_from_elsewhere_passes_the_same_checks(connection: Connection) -> None:
    form = Form("ada@reader.example", "192.0.2.1")
    strict = signup.sign_up(connection, RING, form, base_url=BASE, now=NOW)
    assert strict.outcome == "robot"
    open_ = signup.sign_up(
        connection, RING, form, base_url=BASE, now=NOW, rules=Rules(form_token=False)
    )
    assert open_.outcome == "mailed"
