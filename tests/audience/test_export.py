"""Readers out: the list for other programs, the ledger, and one reader's own data."""

from __future__ import annotations

import csv
import io
import json

import pytest

from curator.audience import erase, export
from curator.audience.importers.read import read
from curator.audience.importers.standing import Standing
from curator.errors import CuratorError
from curator.storage import consent, outbox, subscribers
from curator.storage.engine.database import Connection
from tests.audience.examples import NOW, RING, add, ask, reader
from tests.audience.test_importers import standings


@pytest.mark.parametrize("form", list(export.FORMATS))
def test_lists_go_out_and_come_back(connection: Connection, form: str) -> None:
    add(connection, "ada@reader.example")
    left = add(connection, "left@reader.example")
    subscribers.unsubscribe(connection, left.id, NOW, method="page")
    file = io.StringIO()
    assert export.write_csv(file, subscribers.list_(connection), form) == 2
    listing = read(file.getvalue().encode())
    assert listing.shape.name == form
    assert standings(listing) == {"ada": Standing.ACTIVE, "left": Standing.LEFT}


def test_a_name_cannot_become_a_formula(connection: Connection) -> None:
    address = "ada@reader.example"
    subscribers.add(
        connection, address, address_hash=RING.address_hash(address), now=NOW, name="=HYPERLINK(1)"
    )
    file = io.StringIO()
    export.write_csv(file, subscribers.list_(connection))
    assert "'=HYPERLINK" in file.getvalue()
    assert [one.name for one in read(file.getvalue().encode()).persons] == ["=HYPERLINK(1)"]


def test_nor_can_an_address(connection: Connection) -> None:
    add(connection, "=cmd|'/c'!a1@reader.example")
    file = io.StringIO()
    export.write_csv(file, subscribers.list_(connection))
    assert "\n'=cmd" in file.getvalue()
    (person,) = read(file.getvalue().encode()).persons
    assert person.address == "=cmd|'/c'!a1@reader.example"


def test_an_unknown_format_is_refused(connection: Connection) -> None:
    with pytest.raises(CuratorError, match="plain"):
        export.write_csv(io.StringIO(), [], "xlsx")


def test_the_ledger_of_consent_goes_out_without_addresses(connection: Connection) -> None:
    one = add(connection, "ada@reader.example")
    subscribers.unsubscribe(connection, one.id, NOW, method="one-click")
    erase.erase(connection, RING, one, NOW, method="page")
    file = io.StringIO()
    assert export.write_consent(file, consent.ledger(connection)) == 3
    rows = list(csv.DictReader(io.StringIO(file.getvalue())))
    assert [row["kind"] for row in rows] == ["vouched", "unsubscribed", "erased"]
    assert {row["address_hash"] for row in rows} == {RING.address_hash("ada@reader.example")}
    assert rows[1]["at"] == "2026-02-22T08:00:00Z"
    assert "ada@" not in file.getvalue()


def test_who_never_confirmed_or_was_erased_is_not_in_the_list(connection: Connection) -> None:
    ask(connection, "pending@reader.example")
    erase.erase(connection, RING, add(connection, "gone@reader.example"), NOW, method="page")
    file = io.StringIO()
    assert export.write_csv(file, subscribers.list_(connection)) == 0
    assert file.getvalue().count("\n") == 1, "only the names of the columns"


def test_a_reader_may_take_everything_with_them(connection: Connection) -> None:
    one = reader(connection)
    outbox.put(connection, "welcome", one.address, b"Hi", now=NOW, subscriber_id=one.id)
    data = json.loads(json.dumps(export.everything(connection, RING, one)))
    assert data["reader"]["address"] == "ada@reader.example"
    assert data["consent"][0]["kind"] == "confirmed"
    assert (data["mails"], data["came_back"]) == ([], [])
    (welcome,) = data["single_mails"]
    assert (welcome["what"], welcome["at"]) == ("welcome", "2026-02-22T08:00:00Z")
