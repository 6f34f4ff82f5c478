"""Confirming: by POST only, in one click for the browser that asked, never by a scanner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from curator import tokens
from curator.audience import confirm, erase, preferences
from curator.audience.notice import Notice
from curator.errors import TokenError
from curator.model import Cadence, MailFormat, Subscriber, SubscriberState
from curator.storage import consent, signups, subscribers, suppressions
from curator.storage.engine.database import Connection
from curator.tokens import Purpose
from tests.audience.examples import BASE, NOW, RING, add, ask, reader, token_of


def test_confirming_makes_a_reader_with_proof_of_consent(connection: Connection) -> None:
    choices = {"topics": "cnn nlp", "cadence": "monthly", "format": "text"}
    asked = ask(connection, choices=choices)
    done = confirm.confirm(connection, RING, token_of(asked.notice), ip="203.0.113.4", now=NOW)
    assert done.fresh
    assert done.reader is not None
    assert done.reader.state is SubscriberState.CONFIRMED
    assert done.reader.topics == ("cnn", "nlp")
    assert done.reader.cadence is Cadence.MONTHLY
    assert done.reader.format is MailFormat.TEXT
    (event,) = consent.of(connection, RING.address_hash("ada@reader.example"))
    assert (event.kind, event.method, event.text_version) == (
        "confirmed",
        "double-opt-in",
        "signup-1",
    )
    assert event.network == "203.0.113.0/24"
    assert "192.0.2.0/24" in event.detail


def test_looking_changes_nothing_however_often(connection: Connection) -> None:
    asked = ask(connection)
    token = token_of(asked.notice)
    for _ in range(5):
        confirm.look(connection, RING, token, cookie="", now=NOW)
        confirm.look(connection, RING, token, cookie=asked.cookie, now=NOW)
    assert subscribers.find(connection, "ada@reader.example") is None


def test_only_the_browser_that_asked_confirms_in_one_click(connection: Connection) -> None:
    asked = ask(connection)
    token = token_of(asked.notice)
    assert confirm.look(connection, RING, token, cookie=asked.cookie, now=NOW).one_click
    assert not confirm.look(connection, RING, token, cookie="", now=NOW).one_click
    assert not confirm.look(connection, RING, token, cookie="other", now=NOW).one_click


def test_a_second_click_does_nothing_and_is_no_error(connection: Connection) -> None:
    token = token_of(ask(connection).notice)
    confirm.confirm(connection, RING, token, ip="", now=NOW)
    again = confirm.confirm(connection, RING, token, ip="", now=NOW)
    assert (again.reader, again.fresh) == (None, False)
    assert len(consent.of(connection, RING.address_hash("ada@reader.example"))) == 1


def test_a_link_ends_after_three_days(connection: Connection) -> None:
    token = token_of(ask(connection).notice)
    with pytest.raises(TokenError):
        confirm.confirm(connection, RING, token, ip="", now=NOW + timedelta(hours=72))
    assert signups.expire(connection, NOW + timedelta(hours=72)) == 1


def test_a_link_of_another_kind_confirms_nothing(connection: Connection) -> None:
    one = reader(connection)
    for purpose in (Purpose.UNSUBSCRIBE, Purpose.PREFERENCES, Purpose.MANAGE):
        with pytest.raises(TokenError):
            confirm.confirm(connection, RING, tokens.make(RING, purpose, one.id), ip="", now=NOW)


def test_a_reader_who_left_and_asks_again_is_back(connection: Connection) -> None:
    one = reader(connection)
    subscribers.unsubscribe(connection, one.id, NOW, method="page")
    later = NOW + timedelta(days=10)
    done = confirm.confirm(
        connection, RING, token_of(ask(connection, now=later).notice), ip="", now=later
    )
    assert done.reader is not None
    assert done.reader.id == one.id
    assert done.reader.state is SubscriberState.CONFIRMED


def test_a_double_click_leaves_the_browser_its_one_click(connection: Connection) -> None:
    first, second = ask(connection), ask(connection)
    assert (first.outcome, second.outcome) == ("mailed", "limit-address")
    token = token_of(first.notice)
    assert confirm.look(connection, RING, token, cookie=second.cookie, now=NOW).one_click
    other = ask(connection, "bo@reader.example")
    assert not confirm.look(connection, RING, token, cookie=other.cookie, now=NOW).one_click


LATER = NOW + timedelta(hours=2)
"""A sign-up's address may be asked again by then."""


def move(connection: Connection, who: Subscriber, address: str) -> Notice:
    notice = preferences.ask_address(connection, RING, who, address, base_url=BASE, now=LATER)
    assert notice is not None
    return notice


def leave(connection: Connection, one: Subscriber) -> None:
    subscribers.unsubscribe(connection, one.id, NOW, method="page")


def forget(connection: Connection, one: Subscriber) -> None:
    erase.erase(connection, RING, one, NOW, method="page")


@pytest.mark.parametrize("go", [leave, forget])
def test_a_reader_may_move_to_an_address_from_which_they_left_before(
    connection: Connection, go: Callable[[Connection, Subscriber], None]
) -> None:
    before, one = reader(connection), add(connection, "new@reader.example")
    go(connection, before)
    notice = move(connection, one, before.address)
    done = confirm.confirm(connection, RING, token_of(notice), ip="", now=LATER)
    assert done.changes_address
    moved = subscribers.find(connection, before.address)
    assert moved is not None
    assert (moved.id, moved.state) == (one.id, SubscriberState.CONFIRMED)
    assert suppressions.get(connection, RING.address_hash(before.address)) is None
    assert subscribers.get(connection, before.id).address == ""


def test_an_address_that_somebody_took_meanwhile_moves_nobody(connection: Connection) -> None:
    one = reader(connection)
    notice = move(connection, one, "new@reader.example")
    add(connection, "new@reader.example")
    done = confirm.confirm(connection, RING, token_of(notice), ip="", now=LATER)
    assert done.reader is None
    assert subscribers.get(connection, one.id).address == one.address


def test_a_changed_address_is_confirmed_at_the_new_one(connection: Connection) -> None:
    one = reader(connection)
    old = tokens.make(RING, Purpose.PREFERENCES, one.id, epoch=one.token_epoch)
    notice = preferences.ask_address(
        connection, RING, one, "New@reader.example", base_url="https://d.example", now=NOW
    )
    assert notice is not None
    assert (notice.name, notice.address) == ("change-address", "new@reader.example")
    assert subscribers.get(connection, one.id).address == "ada@reader.example"
    done = confirm.confirm(connection, RING, token_of(notice), ip="", now=NOW)
    assert done.changes_address
    assert not done.fresh
    moved = subscribers.get(connection, one.id)
    assert moved.address == "new@reader.example"
    claim = tokens.read(RING, Purpose.PREFERENCES, old, NOW)
    assert claim.epoch != moved.token_epoch, "links in the old mailbox end"
