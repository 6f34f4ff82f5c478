"""Leaving."""

from __future__ import annotations

from datetime import timedelta

import pytest

from curator import tokens
from curator.audience import access, preferences, unsubscribe
from curator.errors import TokenError
from curator.model import Choices, SubscriberState
from curator.storage import consent, subscribers
from curator.storage.engine.database import Connection
from curator.tokens import Purpose
from tests.audience.examples import NOW, RING, add, reader


def leave(connection: Connection, token: str, days: int = 0) -> unsubscribe.Left:
    return unsubscribe.unsubscribe(
        connection, RING, token, method="one-click", now=NOW + timedelta(days=days), ip="192.0.2.9"
    )


def test_leaving_twice_is_leaving_once(connection: Connection) -> None:
    one = reader(connection)
    token = access.unsubscribe_token(RING, one)
    assert leave(connection, token).fresh
    assert not leave(connection, token).fresh
    assert subscribers.get(connection, one.id).state is SubscriberState.UNSUBSCRIBED
    events = consent.of(connection, RING.address_hash(one.address))
    assert [e.kind for e in events] == ["confirmed", "unsubscribed"]
    assert events[-1].method == "one-click"


def test_a_link_of_years_ago_works_also_after_a_change_of_address(connection: Connection) -> None:
    one = reader(connection)
    token = access.unsubscribe_token(RING, one)
    subscribers.raise_epoch(connection, one.id)
    assert leave(connection, token, days=4000).fresh


def test_one_readers_link_does_nothing_to_another(connection: Connection) -> None:
    one, two = reader(connection), add(connection, "two@reader.example")
    leave(connection, access.unsubscribe_token(RING, one))
    assert subscribers.get(connection, two.id).state is SubscriberState.CONFIRMED


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.PREFERENCES, Purpose.MANAGE])
def test_links_of_other_kinds_do_not_unsubscribe(connection: Connection, purpose: Purpose) -> None:
    one = reader(connection)
    with pytest.raises(TokenError):
        leave(connection, tokens.make(RING, purpose, one.id))
    with pytest.raises(TokenError):
        leave(connection, tokens.make(RING, Purpose.UNSUBSCRIBE, 10**6))


def test_leaving_keeps_the_choices_for_a_return(connection: Connection) -> None:
    one = reader(connection)
    preferences.change(connection, one, Choices(("cnn",)), NOW)
    leave(connection, access.unsubscribe_token(RING, one))
    assert subscribers.get(connection, one.id).topics == ("cnn",)
