"""Named leases: one process at a time does a thing, and a dead one does not block it for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_, select

from curator.storage import schema
from curator.storage.engine.rows import insert

_table = schema.leases


def acquire(connection: Connection, name: str, owner: str, now: datetime, seconds: float) -> bool:
    """Take the lease, or renew one's own, for ``seconds``; ``False`` while another holds it."""
    until = now + timedelta(seconds=seconds)
    statement = insert(connection, _table).values(name=name, owner=owner, until=until)
    claimed = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={"owner": owner, "until": until},
        where=or_(_table.c.owner == owner, _table.c.until <= now),
    ).returning(_table.c.owner)
    return connection.execute(claimed).scalar() == owner


def release(connection: Connection, name: str, owner: str) -> bool:
    """Give the lease back; ``False`` if it was not held."""
    mine = delete(_table).where(_table.c.name == name, _table.c.owner == owner)
    return connection.execute(mine).rowcount > 0


def holder(connection: Connection, name: str, now: datetime) -> str | None:
    """Who holds the lease now."""
    held = select(_table.c.owner).where(_table.c.name == name, _table.c.until > now)
    return connection.execute(held).scalar()
