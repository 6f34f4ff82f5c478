"""Resources that repeat another one: which, of what, and until when."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from curator.model import PageState, StoredResource
from curator.storage import schema, stored
from curator.storage.engine.rows import change

_table = schema.resources
_items = schema.issue_items


def mark_duplicate(connection: Connection, resource_id: int, of: int | None) -> None:
    """Say that a resource repeats another one and is not to be picked; ``None`` takes it back."""
    change(connection, _table, resource_id, {"duplicate_of": of})


def free_repeats(connection: Connection) -> int:
    """Let what repeats a dead link that was in no issue stand by itself again; gives how many."""
    dead = select(_table.c.id).where(
        _table.c.state == PageState.GONE, _table.c.id.not_in(select(_items.c.resource_id))
    )
    of_dead = update(_table).where(_table.c.duplicate_of.in_(dead))
    return connection.execute(of_dead.values(duplicate_of=None)).rowcount


def repeats(connection: Connection, resource_id: int) -> list[StoredResource]:
    """What was taken to be the same as a resource, the oldest first."""
    mine = _table.c.duplicate_of == resource_id
    return stored.read(connection, select(_table.c.id).where(mine).order_by(_table.c.id))
