"""Addresses that must get no mail, known only by their keyed hash."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select, update

from curator.model import Suppression, SuppressionReason
from curator.storage import deliveries, schema
from curator.storage.engine.rows import insert

_table = schema.suppressions
_readers = schema.subscribers


def add(connection: Connection, suppression: Suppression) -> bool:
    """Suppress an address and cancel what waits for it; ``False`` if it was suppressed already.

    The first reason stays.
    """
    statement = insert(connection, _table).values(
        address_hash=suppression.address_hash,
        reason=suppression.reason,
        at=suppression.at,
        detail=suppression.detail,
    )
    added = statement.on_conflict_do_nothing().returning(_table.c.address_hash)
    is_new = connection.execute(added).scalar() is not None
    same = _readers.c.address_hash == suppression.address_hash
    reader = connection.execute(select(_readers.c.id).where(same)).scalar()
    if reader is not None:
        deliveries.cancel_waiting(connection, reader, suppression.at)
    return is_new


def forget_detail(connection: Connection, address_hash: str) -> None:
    """Keep only that and why an address is suppressed; what a server said may quote it."""
    mine = update(_table).where(_table.c.address_hash == address_hash)
    connection.execute(mine.values(detail=""))


def remove(connection: Connection, address_hash: str) -> bool:
    """Allow mail again; ``False`` if it was allowed."""
    mine = delete(_table).where(_table.c.address_hash == address_hash)
    return connection.execute(mine).rowcount > 0


def get(connection: Connection, address_hash: str) -> Suppression | None:
    """Why an address is suppressed, or ``None``."""
    statement = select(_table.c.address_hash, _table.c.reason, _table.c.at, _table.c.detail)
    row = connection.execute(statement.where(_table.c.address_hash == address_hash)).one_or_none()
    return None if row is None else Suppression(*row)


def closed(connection: Connection, address_hash: str) -> Suppression | None:
    """Why an address may not even be asked; one that was only erased may, by its owner's wish."""
    found = get(connection, address_hash)
    return None if found is None or found.reason is SuppressionReason.ERASED else found


def list_(connection: Connection, *, limit: int | None = None) -> list[Suppression]:
    """All suppressions, the newest first."""
    statement = select(_table.c.address_hash, _table.c.reason, _table.c.at, _table.c.detail)
    ordered = statement.order_by(_table.c.at.desc(), _table.c.address_hash).limit(limit)
    return [Suppression(*row) for row in connection.execute(ordered)]


def count(connection: Connection) -> int:
    """How many addresses get no mail."""
    return connection.execute(select(func.count()).select_from(_table)).scalar_one()
