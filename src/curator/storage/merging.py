"""Two rows turn out to be one resource: everything that hangs on one moves to the other."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Table, delete, select, update

from curator.storage import forms, schema, search

_table = schema.resources
_items = schema.issue_items


def merge(connection: Connection, *, keep: int, gone: int) -> int:
    """Make ``gone`` part of ``keep``; gives the id that remains.

    A resource that was in an issue is never removed: if only ``gone`` was, it is the one that
    stays; if both were, ``gone`` becomes a duplicate of ``keep``.
    """
    in_issue = _in_issues(connection, (keep, gone))
    if in_issue == {gone}:
        keep, gone = gone, keep
    if gone in in_issue:
        _point(connection, schema.resource_keys, schema.resource_keys.c.resource_id, gone, keep)
        connection.execute(update(_table).where(_table.c.id == gone).values(duplicate_of=keep))
        return keep
    _move(connection, gone, keep)
    search.remove(connection, gone)
    forms.remove(connection, gone)
    connection.execute(delete(_table).where(_table.c.id == gone))
    return keep


def _in_issues(connection: Connection, ids: tuple[int, ...]) -> set[int]:
    found = select(_items.c.resource_id).where(_items.c.resource_id.in_(ids))
    return set(connection.execute(found).scalars())


def _move(connection: Connection, gone: int, keep: int) -> None:
    for table in (schema.resource_keys, schema.entries, schema.feedback):
        _point(connection, table, table.c.resource_id, gone, keep)
    _point(connection, _table, _table.c.duplicate_of, gone, keep)
    _move_unless_there(connection, schema.reading, gone, keep)
    _move_unless_there(connection, schema.corrections, gone, keep, "subject")
    _move_unless_there(connection, schema.sightings, gone, keep, "source_id", "uid")


def _point(connection: Connection, table: Table, column: Column[Any], gone: int, keep: int) -> None:
    connection.execute(update(table).where(column == gone).values({column: keep}))


def _move_unless_there(
    connection: Connection, table: Table, gone: int, keep: int, *identity: str
) -> None:
    """Move rows that ``keep`` has no counterpart of; the others go with the resource."""
    theirs = table.alias()
    same = [theirs.c[name].is_not_distinct_from(table.c[name]) for name in identity]
    counterpart = select(theirs.c.resource_id).where(theirs.c.resource_id == keep, *same).exists()
    connection.execute(
        update(table).where(table.c.resource_id == gone, ~counterpart).values(resource_id=keep)
    )
