"""Statements made ready for a driver do what the usual way does, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import bindparam, update

from curator.errors import StorageError
from curator.model import Cadence
from curator.storage import schema, subscribers
from curator.storage.engine.database import Begin, Connection, Database
from curator.storage.engine.prepared import Prepared
from tests.storage.examples import NOW, reader

_table = schema.subscribers


def pausing(connection: Connection) -> Prepared:
    """Pauses a reader who wants every issue."""
    statement = (
        update(_table)
        .where(_table.c.id == bindparam("row_id"), _table.c.cadence == Cadence.EVERY)
        .values(paused_until=bindparam("until"), name=bindparam("said"))
        .returning(_table.c.id)
    )
    return Prepared(statement, connection.dialect)


def test_values_are_stored_as_their_columns_want_them(database: Database) -> None:
    until = NOW + timedelta(weeks=4)
    with database.begin() as connection:
        one = reader(connection)
        statement = pausing(connection)
        values = {"row_id": one, "until": until, "said": "A\x00da ö"}
        assert statement.run(connection, values) == [(one,)]
        found = subscribers.get(connection, one)
        assert (found.paused_until, found.name) == (until, "Ada ö")
        assert statement.run(connection, {**values, "row_id": 10**6}) == []


def test_many_rows_are_counted(database: Database) -> None:
    statement = update(_table).where(_table.c.id == bindparam("row_id")).values(name="x")
    with database.begin() as connection:
        one = reader(connection)
        prepared = Prepared(statement, connection.dialect)
        rows = [{"row_id": one}, {"row_id": 10**6}]
        assert prepared.run_many(connection, rows) == 1


def empty_state(database: Database) -> None:
    """Try to store what a column refuses."""
    statement = update(_table).where(_table.c.id == bindparam("row_id")).values(state=None)
    with database.begin() as connection:
        Prepared(statement, connection.dialect).run(connection, {"row_id": reader(connection)})


def test_errors_are_explained_as_every_error_of_storage_is(database: Database) -> None:
    with pytest.raises(StorageError, match="refuses the change"):
        empty_state(database)


def names(database: Database, number: int) -> str:
    """A reader's name, as another connection sees it."""
    with database.read() as connection:
        return subscribers.get(connection, number).name


def test_a_kept_connection_commits_each_write_by_itself(database: Database) -> None:
    with database.begin() as connection:
        one = reader(connection)
    with database.kept() as begin:
        for name in ("Ada", "Bo"):
            with begin() as connection:
                values = {"row_id": one, "until": NOW, "said": name}
                assert pausing(connection).run(connection, values) == [(one,)]
            assert names(database, one) == name


class Interrupted(Exception):
    """What ends a write."""


def interrupted_write(database: Database, begin: Begin, number: int) -> None:
    """Pause a reader, and be interrupted before that is kept."""
    with begin() as connection:
        values = {"row_id": number, "until": NOW, "said": "never"}
        pausing(connection).run(connection, values)
        raise Interrupted(names(database, number))


def test_a_kept_connection_forgets_a_write_that_failed_and_writes_again(database: Database) -> None:
    with database.begin() as connection:
        one = reader(connection)
    with database.kept() as begin:
        with pytest.raises(Interrupted, match=r"\A\Z"):
            interrupted_write(database, begin, one)
        assert names(database, one) == ""
        with database.begin() as connection:
            pausing(connection).run(connection, {"row_id": one, "until": NOW, "said": "Bo"})
        with begin() as connection:
            rows = pausing(connection).run(connection, {"row_id": one, "until": NOW, "said": "Cy"})
            assert rows == [(one,)]
        assert names(database, one) == "Cy"
