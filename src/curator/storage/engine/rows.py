"""What the statements of every noun share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    Update,
    bindparam,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

CHUNK = 500
"""Values in one ``IN`` list; both databases allow far more, plans stay small."""
DIGITS = 18
"""Digits of a number that every database can hold."""


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An ``INSERT`` that knows ``ON CONFLICT``, which each dialect spells alike but by itself."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def put(
    connection: Connection,
    table: Table,
    rows: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    *,
    on: tuple[str, ...],
    change: tuple[str, ...] = (),
) -> None:
    """Insert rows; where one with the same ``on`` is there, replace its ``change``, if any."""
    connection.execute(_putting(connection.dialect.name, table, on, change), rows)


@cache
def _putting(
    dialect: str, table: Table, on: tuple[str, ...], change: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    """Made once, for making such a statement takes longer than carrying it out."""
    statement = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    if not change:
        return statement.on_conflict_do_nothing(index_elements=on)
    new = statement.excluded
    changes = {name: new[name] for name in change}
    return statement.on_conflict_do_update(index_elements=on, set_=changes)


def change(connection: Connection, table: Table, row_id: int, values: Mapping[str, Any]) -> bool:
    """Set columns of one row by its id; ``False`` if there is none."""
    bound = {f"new_{name}": value for name, value in values.items()}
    statement = _changing(table, tuple(values))
    return connection.execute(statement, {"row_id": row_id, **bound}).rowcount > 0


@cache
def _changing(table: Table, names: tuple[str, ...]) -> Update:
    new = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    return update(table).where(table.c.id == bindparam("row_id")).values(new)


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """``values`` in parts of at most ``size``."""
    return (values[start : start + size] for start in range(0, len(values), size))


def free(until: Column[datetime | None], now: datetime) -> ColumnElement[bool]:
    """Whether nobody holds the row: never leased, or the lease has run out."""
    return or_(until.is_(None), until <= now)


def lease(
    connection: Connection,
    table: Table,
    wanted: Select[int],
    *,
    owner: str,
    now: datetime,
    seconds: float,
) -> list[Any]:
    """Give the rows whose ids ``wanted`` selects to ``owner`` for a time; gives the rows.

    Two that ask at once get different rows: PostgreSQL skips those another is about to take,
    SQLite lets only one ask.
    """
    # A common table expression, for PostgreSQL may run a plain subquery again for every row, and
    # each time it would find, limited as it is, another one.
    chosen = wanted.with_for_update(skip_locked=True).cte("chosen")
    statement = (
        update(table)
        .where(table.c.id.in_(select(chosen.c.id)))
        .values(lease_owner=owner, lease_until=now + timedelta(seconds=seconds))
        .returning(*table.c)
    )
    return list(connection.execute(statement))
