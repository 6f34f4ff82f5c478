"""What the statements of every noun share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Table, or_
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

CHUNK = 500
"""Values in one ``IN`` list; both databases allow far more, plans stay small."""


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An ``INSERT`` that knows ``ON CONFLICT``, which each dialect spells alike but by itself."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """``values`` in parts of at most ``size``."""
    return (values[start : start + size] for start in range(0, len(values), size))


def free(until: Column[datetime | None], now: datetime) -> ColumnElement[bool]:
    """Whether nobody holds the row: never leased, or the lease has run out."""
    return or_(until.is_(None), until <= now)
