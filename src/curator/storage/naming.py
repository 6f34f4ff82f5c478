"""The names of a resource: its key, the keys it had before, the addresses that led to it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from curator.model import Resource
from curator.storage import schema
from curator.storage.engine.columns import indexable
from curator.storage.engine.rows import chunks, put

_table = schema.resource_keys

_OWNERS = select(_table.c.key, _table.c.resource_id).where(
    _table.c.key.in_(bindparam("names", expanding=True))
)


def names(resource: Resource, aliases: Sequence[str]) -> list[str]:
    """The resource's key first, then every other name it goes by."""
    known = (resource.key, resource.url, *aliases)
    return list(dict.fromkeys(indexable(name) for name in known if name))


def owner(connection: Connection, names: Sequence[str]) -> int | None:
    """The resource that has the first of ``names`` that any has."""
    found = connection.execute(_OWNERS, {"names": list(names)})
    owners = {name: resource_id for name, resource_id in found}  # noqa: C416
    return next((owners[name] for name in names if name in owners), None)


def owners(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """The resource of each of ``names`` that any has, by the name as it was given."""
    found: dict[str, int] = {}
    for part in chunks(names):
        stored = {indexable(name): name for name in part}
        rows = connection.execute(_OWNERS, {"names": list(stored)})
        found |= {stored[name]: resource_id for name, resource_id in rows}
    return found


def claim(connection: Connection, resource_id: int, names: Sequence[str]) -> None:
    """Let the resource be found by ``names``; one that belongs to another stays there."""
    rows = [{"key": name, "resource_id": resource_id} for name in names]
    put(connection, _table, rows, on=("key",))
