"""What stays of a reader who wants to be forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from curator.audience import erase, preferences
from curator.mail.deliver import deliver
from curator.model import SubscriberState, Suppression, SuppressionReason
from curator.storage import deliveries, outbox, schema, signups, subscribers, suppressions
from curator.storage.engine.database import Connection, Database
from tests.audience.examples import NOW, RING, add, ask, reader
from tests.mail import sink
from tests.mail.examples import freeze, plan


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


def test_so_is_one_that_nobody_confirmed_in_time(connection: Connection) -> None:
    one = reader(connection)
    subscribers.unsubscribe(connection, one.id, NOW, method="page")
    later = NOW + timedelta(hours=2)
    ask(connection, one.address, now=later)
    erase.erase(connection, RING, one, later + timedelta(days=4), method="page")
    assert connection.execute(select(schema.signups)).all() == []


def test_what_waits_to_be_mailed_stays_here(database: Database) -> None:
    with database.begin() as connection:
        one = add(connection, "ada@reader.example")
    issue = freeze(database)
    with database.begin() as connection:
        erase.erase(connection, RING, one, NOW, method="page")
        (delivery,) = deliveries.list_(connection, issue)
    assert delivery.state.value == "cancelled"
    assert "ada" not in delivery.address


def test_the_address_is_in_no_table_any_more(database: Database) -> None:
    """After all that can happen to a reader, their mail and their bounces."""
    address = "ada@reader.example"
    with database.begin() as connection:
        one = reader(connection, address)
        outbox.put(connection, "confirm", address, f"To: {address}".encode(), now=NOW, key="c")
        outbox.put(connection, "welcome", address, b"Hi", now=NOW, key="w", subscriber_id=one.id)
    issue = freeze(database)
    quoting = sink.Script(rcpt=lambda to, _: f"550 5.1.1 <{to}>: no such user\r\n".encode())
    with sink.running(quoting) as server:
        deliver(database, issue, plan(database, issue, server.port))
    assert tables_with(database, "ada@reader") >= {"subscribers", "deliveries", "bounces", "outbox"}
    with database.begin() as connection:
        ask(connection, "other@reader.example", ip="203.0.113.9")
        erase.erase(connection, RING, one, NOW, method="page")
        mark = RING.address_hash(address)
        assert suppressions.get(connection, mark) == Suppression(
            mark, SuppressionReason.HARD_BOUNCE, NOW
        )
    assert tables_with(database, "ada@reader") == set()


def test_neither_is_an_address_that_was_given_up_nor_one_that_was_only_asked_for(
    database: Database,
) -> None:
    first, second, third = (f"ada{number}@reader.example" for number in range(3))
    with database.begin() as connection:
        one = reader(connection, first)
        outbox.put(connection, "confirm", first, f"To: {first}".encode(), now=NOW, key="c")
        mark = RING.address_hash(second)
        subscribers.change_address(connection, one.id, second, address_hash=mark, now=NOW)
        one = subscribers.get(connection, one.id)
        asked = preferences.ask_address(
            connection, RING, one, third, base_url="https://digest.example.org", now=NOW
        )
        assert asked
        assert asked.subscriber_id == one.id
        outbox.put(
            connection,
            asked.name,
            third,
            b"Hi",
            now=NOW,
            key="m",
            subscriber_id=asked.subscriber_id,
        )
    assert tables_with(database, "@reader.example") == {"subscribers", "signups", "outbox"}
    with database.begin() as connection:
        erase.erase(connection, RING, one, NOW, method="page")
    assert tables_with(database, "@reader.example") == set()


def tables_with(database: Database, words: str) -> set[str]:
    """The tables of which some value holds ``words``."""
    with database.read() as connection:
        return {
            table.name
            for table in schema.metadata.sorted_tables
            for row in connection.execute(select(table))
            if words in repr(tuple(row))
        }
