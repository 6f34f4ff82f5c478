"""Small facts the service keeps about itself: instance id, clone guard, cursors."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from curator.storage import schema
from curator.storage.engine.rows import put as put_row

_table = schema.kv


def get(connection: Connection, name: str) -> str | None:
    """The value, or ``None``."""
    return connection.execute(select(_table.c.value).where(_table.c.name == name)).scalar()


def names(connection: Connection, prefix: str) -> list[str]:
    """The names that begin with ``prefix``, in order."""
    begins = _table.c.name.startswith(prefix, autoescape=True)
    return list(
        connection.execute(select(_table.c.name).where(begins).order_by(_table.c.name)).scalars()
    )


def put(connection: Connection, name: str, value: str, now: datetime) -> None:
    """Set the value."""
    row = {"name": name, "value": value, "changed_at": now}
    put_row(connection, _table, row, on=("name",), change=("value", "changed_at"))


def put_once(connection: Connection, name: str, value: str, now: datetime) -> str:
    """Set the value unless there is one; gives the one that stands."""
    row = {"name": name, "value": value, "changed_at": now}
    put_row(connection, _table, row, on=("name",))
    return get(connection, name) or value


def remove(connection: Connection, name: str) -> bool:
    """Forget the value; ``False`` if there was none."""
    return connection.execute(delete(_table).where(_table.c.name == name)).rowcount > 0
