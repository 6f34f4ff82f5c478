"""Statements made ready once for a driver: for the few that run thousands of times a minute.

Binding and running a statement in the usual way takes longer than SQLite needs to carry one out.
The delivery journal, on which every mail waits, cannot afford that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

Processor = Callable[[Any], Any]


class Prepared:
    """One statement in the words of one dialect; every value it needs is a named ``bindparam``."""

    def __init__(self, statement: UpdateBase, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        self._text = str(compiled)
        self._processors = {
            name: processor
            for name, bind in compiled.binds.items()
            if (processor := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        given = {name for name, bind in compiled.binds.items() if bind.required}
        constant = {name: value for name, value in compiled.params.items() if name not in given}
        self._constant = {name: self._stored(name, value) for name, value in constant.items()}
        self._order = compiled.positiontup
        """The names in the order of the question marks; ``None`` where the driver takes names."""

    def run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Carry it out once."""
        return connection.exec_driver_sql(self._text, self._bound(values))

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Carry it out for each of ``rows``; gives how many table rows it changed."""
        return connection.exec_driver_sql(self._text, [self._bound(row) for row in rows]).rowcount

    def _bound(self, values: Mapping[str, Any]) -> Any:
        bound = dict(self._constant)
        for name, value in values.items():
            bound[name] = self._stored(name, value)
        return bound if self._order is None else tuple([bound[name] for name in self._order])

    def _stored(self, name: str, value: Any) -> Any:
        # What is stored as it is has no processor; nothing is stored as nothing by all of them.
        processor = self._processors.get(name) if value is not None else None
        return value if processor is None else processor(value)
