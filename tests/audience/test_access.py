"""Which reader a link stands for, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from curator import tokens
from curator.audience import access, erase
from curator.errors import TokenError
from curator.storage import subscribers
from curator.storage.engine.database import Connection
from curator.tokens import Purpose
from tests.audience.examples import BASE, NOW, RING, add, reader


def test_a_link_opens_its_own_reader_only(connection: Connection) -> None:
    one, two = reader(connection), add(connection, "two@reader.example")
    token = access.preferences_token(RING, one)
    found = access.reader(connection, RING, Purpose.PREFERENCES, token, NOW)
    assert found.id == one.id != two.id
    for purpose in (Purpose.MANAGE, Purpose.UNSUBSCRIBE, Purpose.CONFIRM):
        with pytest.raises(TokenError):
            access.reader(connection, RING, purpose, token, NOW)


def test_the_link_that_can_erase_is_fresh_and_goes_to_the_reader(connection: Connection) -> None:
    one = reader(connection)
    notice = access.manage_notice(RING, one, NOW, BASE)
    token = notice.link.rpartition("/")[2]
    assert notice.address == one.address
    assert access.reader(connection, RING, Purpose.MANAGE, token, NOW).id == one.id
    with pytest.raises(TokenError):
        access.reader(connection, RING, Purpose.MANAGE, token, NOW + timedelta(hours=2))
    again = access.manage_notice(RING, one, NOW + timedelta(minutes=5), BASE)
    assert again.key == notice.key, "at most one such mail an hour"


def test_raising_the_epoch_ends_old_links(connection: Connection) -> None:
    one = reader(connection)
    token = access.preferences_token(RING, one)
    subscribers.raise_epoch(connection, one.id)
    with pytest.raises(TokenError):
        access.reader(connection, RING, Purpose.PREFERENCES, token, NOW)


def test_links_of_nobody_and_of_the_erased_are_refused_alike(connection: Connection) -> None:
    one = reader(connection)
    stranger = tokens.make(RING, Purpose.PREFERENCES, 10**6)
    erase.erase(connection, RING, one, NOW, method="page")
    erased = tokens.make(RING, Purpose.PREFERENCES, one.id, epoch=one.token_epoch + 1)
    messages = set()
    for token in (stranger, erased):
        with pytest.raises(TokenError) as refused:
            access.reader(connection, RING, Purpose.PREFERENCES, token, NOW)
        messages.add(refused.value.message)
    assert len(messages) == 1


def test_the_link_to_leave_outlives_a_withdrawn_epoch(connection: Connection) -> None:
    one = reader(connection)
    token = access.unsubscribe_token(RING, one)
    subscribers.raise_epoch(connection, one.id)
    assert (
        tokens.read(RING, Purpose.UNSUBSCRIBE, token, NOW + timedelta(days=3650)).number == one.id
    )
