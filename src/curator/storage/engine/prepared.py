"""Statements made ready once for a driver: for the few that run thousands of times a minute.

Binding and running a statement in the usual way takes longer than SQLite needs to carry one out.
The delivery journal, on which every mail waits, cannot afford that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

Processor = Callable[[Any], Any]


class driver_cursor:  # noqa: N801 - used as a function; a generator would cost three times as much
    """A cursor of the driver itself inside the block; what it raises is raised as SQLAlchemy would."""

    __slots__ = ("_connection", "_cursor")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> DBAPICursor:
        try:
            self._cursor = self._connection.connection.cursor()
        except self._driver.Error as error:
            raise self._as_usual(error) from error
        return self._cursor

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._cursor.close()
        if error is not None and isinstance(error, self._driver.Error):
            raise self._as_usual(error) from error

    @property
    def _driver(self) -> Any:
        return self._connection.dialect.loaded_dbapi

    def _as_usual(self, error: BaseException) -> BaseException:
        return DBAPIError.instance(None, None, error, self._driver.Error)


class Prepared:
    """One statement in the words of one dialect; every value it needs is a named ``bindparam``."""

    def __init__(self, statement: UpdateBase, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        self._text = str(compiled)
        processors = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for bind, name in compiled.bind_names.items()
        }
        given = {name for bind, name in compiled.bind_names.items() if bind.required}
        self._names = compiled.positiontup or list(processors)
        """Of every value, in the order of the question marks."""
        self._named = compiled.positiontup is None
        """Whether the driver takes names instead."""
        self._constant = [
            None if name in given else _stored(compiled.params[name], processors[name])
            for name in self._names
        ]
        self._given = [
            (place, name, processors[name])
            for place, name in enumerate(self._names)
            if name in given
        ]
        """The places of what is not constant, and how each becomes what is stored."""

    def run(self, connection: Connection, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        """Carry it out once; gives the rows that it returns."""
        with driver_cursor(connection) as cursor:
            cursor.execute(self._text, self._bound(values))
            return list(cursor.fetchall())

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Carry it out for each of ``rows``; gives how many table rows it changed."""
        with driver_cursor(connection) as cursor:
            cursor.executemany(self._text, [self._bound(row) for row in rows])
            return cursor.rowcount

    def _bound(self, values: Mapping[str, Any]) -> Any:
        stored = self._constant.copy()
        for place, name, process in self._given:
            value = values[name]
            # What is stored as it is has no processor; nothing is stored as nothing by all of them.
            stored[place] = value if process is None or value is None else process(value)
        return dict(zip(self._names, stored, strict=True)) if self._named else tuple(stored)


def _stored(value: Any, process: Processor | None) -> Any:
    return value if process is None or value is None else process(value)
