"""The column types that behave alike on SQLite and PostgreSQL."""

# ruff: noqa: ARG002 - SQLAlchemy passes the dialect to every type

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from curator.storage import codec

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

INDEXABLE_BYTES = 900
"""PostgreSQL refuses index rows over 2,704 bytes; identifiers from outside are cut well below."""

Id = BigInteger().with_variant(Integer, "sqlite")
"""A row id; SQLite numbers rows itself only in a column that is exactly INTEGER."""


class Words(TypeDecorator[str]):
    """Text from anywhere: NUL and lone surrogates, which databases refuse, are taken out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The storable form of ``value``."""
        return None if value is None else clean(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """None: what was stored is what is read."""


class Instant(TypeDecorator[datetime]):
    """An instant in UTC: ``timestamptz``, or on SQLite text of fixed width that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, which has no type for instants."""
        wanted = String(27) if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(wanted)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """``value`` for the driver; a naive one is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        if dialect.name != "sqlite":
            return utc
        return utc.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The instant as an aware value in UTC."""
        return _instant(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """The same without the detours of a type that stands for another; most reads need it."""
        return _instant


class Choice(TypeDecorator[E], Generic[E]):
    """A member of an enumeration, stored as its word."""

    impl = String(20)
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """The word."""
        return None if value is None else str(value.value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """The member."""
        return None if value is None else self.kind(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """The same without the detours."""
        return partial(self.process_result_value, dialect=dialect)


class Stored(TypeDecorator[T], Generic[T]):
    """A value of the model as JSON text (:mod:`curator.storage.codec`).

    Text and not ``jsonb``: it comes back byte for byte, and nothing is asked of its inside; what
    statements ask for has a column of its own beside it.
    """

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[T]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:
        """The JSON text."""
        return None if value is None else codec.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> T | None:
        """The value."""
        return None if value is None else codec.loads(self.kind, value)


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


def clean(text: str) -> str:
    """``text`` without NUL and with a question mark for each lone surrogate."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def indexable(identifier: str) -> str:
    """``identifier``, or for an overlong one its beginning and a hash: unique and fit for an index."""
    identifier = clean(identifier)
    raw = identifier.encode()
    if len(raw) <= INDEXABLE_BYTES:
        return identifier
    start = raw[: INDEXABLE_BYTES - 73].decode("utf-8", "ignore")
    return f"{start}…sha256:{hashlib.sha256(raw).hexdigest()}"
