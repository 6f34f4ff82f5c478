"""What stays of a reader who wants to be forgotten."""

from __future__ import annotations

from datetime import timedelta

from curator.audience import erase
from curator.model import SubscriberState
from curator.storage import deliveries, signups, subscribers, suppressions
from curator.storage.database import Connection, Database
from tests.audience.examples import NOW, RING, add, ask, reader


def test_erasing_keeps_a_keyed_hash_and_nothing_else(connection: Connection) -> None:
    one = reader(connection)
    erase.erase(connection, RING, one, NOW, method="page")
    left = subscribers.get(connection, one.id)
    assert (left.address, left.name, left.state) == ("", "", SubscriberState.ERASED)
    suppression = suppressions.get(connection, RING.address_hash(one.address))
    assert suppression is not None
    assert one.address not in repr(suppression)


def test_a_sign_up_that_waits_is_forgotten_too(connection: Connection) -> None:
    one = reader(connection)
    subscribers.unsubscribe(connection, one.id, NOW, method="page")
    later = NOW + timedelta(hours=2)
    ask(connection, one.address, now=later)
    erase.erase(connection, RING, one, later, method="page")
    assert signups.find(connection, RING.address_hash(one.address), later) is None


def test_what_waits_to_be_mailed_stays_here(database: Database) -> None:
    from tests.mail.examples import freeze

    with database.begin() as connection:
        one = add(connection, "ada@reader.example")
    issue = freeze(database)
    with database.begin() as connection:
        erase.erase(connection, RING, one, NOW, method="page")
        (delivery,) = deliveries.list_(connection, issue)
    assert delivery.state.value == "cancelled"
    assert "ada" not in delivery.address
