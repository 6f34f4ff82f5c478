"""The reading list: links the author queued by hand, each a resource with a status and a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, select, update

from curator.errors import NotFound
from curator.model import PageState, ReadingItem, ReadingStatus, StoredResource
from curator.storage import schema, stored
from curator.storage.engine.rows import chunks, insert
from curator.storage.tagged import tag_again

_table = schema.reading
_items = schema.issue_items
_resources = schema.resources

_WANTED = (ReadingStatus.QUEUED, ReadingStatus.READING)


def add(
    connection: Connection,
    resource_id: int,
    *,
    now: datetime,
    note: str = "",
    credit: str | None = None,
    topics: tuple[str, ...] = (),
) -> ReadingItem:
    """Queue a resource; one that is there is queued again and gains what is said now.

    One that is given topics is tagged again.
    """
    statement = insert(connection, _table).values(
        resource_id=resource_id,
        status=ReadingStatus.QUEUED,
        added_at=now,
        changed_at=now,
        note=note,
        credit=credit,
        topics=topics,
    )
    said = {"note": note, "credit": credit, "topics": topics}
    changes = {"status": ReadingStatus.QUEUED, "changed_at": now}
    changes |= {name: value for name, value in said.items() if value}
    row = connection.execute(
        statement.on_conflict_do_update(index_elements=["resource_id"], set_=changes).returning(
            *_table.c
        )
    ).one()
    if topics:
        tag_again(connection, {resource_id})
    return _item(row)


def get(connection: Connection, item_id: int) -> ReadingItem:
    """One item; raises :class:`~curator.errors.NotFound`."""
    row = connection.execute(select(_table).where(_table.c.id == item_id)).one_or_none()
    return _required(row, item_id)


def list_(connection: Connection, *, status: ReadingStatus | None = None) -> list[ReadingItem]:
    """Items of one status or all, oldest first."""
    statement = select(_table).order_by(_table.c.added_at, _table.c.id)
    if status is not None:
        statement = statement.where(_table.c.status == status)
    return [_item(row) for row in connection.execute(statement)]


def newest(
    connection: Connection,
    *,
    statuses: Sequence[ReadingStatus] = (),
    limit: int | None = None,
    offset: int = 0,
) -> list[ReadingItem]:
    """A page of the list, the newest first; of some ``statuses`` or all."""
    statement = select(_table).order_by(_table.c.added_at.desc(), _table.c.id.desc())
    if statuses:
        statement = statement.where(_table.c.status.in_(statuses))
    return [_item(row) for row in connection.execute(statement.limit(limit).offset(offset))]


def listed(connection: Connection, resource_ids: Sequence[int]) -> set[int]:
    """Those of ``resource_ids`` that are on the list, whatever became of them."""
    found: set[int] = set()
    for part in chunks(resource_ids):
        wanted = select(_table.c.resource_id).where(_table.c.resource_id.in_(part))
        found.update(connection.execute(wanted).scalars())
    return found


def queued(
    connection: Connection, *, for_issue: int | None = None, limit: int | None = None
) -> list[tuple[ReadingItem, StoredResource]]:
    """What is queued or being read, still there and in no weekly issue but ``for_issue``.

    Oldest first; with ``limit`` only the newest of it.
    """
    statement = (
        select(_table)
        .where(*_queued(for_issue))
        .order_by(_table.c.added_at.desc(), _table.c.id.desc())
        .limit(limit)
    )
    items = [_item(row) for row in connection.execute(statement)][::-1]
    found = stored.by_id(connection, [item.resource_id for item in items], text=True)
    return [(item, found[item.resource_id]) for item in items]


def count_queued(connection: Connection) -> int:
    """How many :func:`queued` gives, whatever they say."""
    statement = select(func.count()).select_from(_table).where(*_queued())
    return connection.execute(statement).scalar_one()


def waiting_ids() -> Select[Any]:
    """A statement for the ids of the resources that are queued or being read and in no issue."""
    return select(_table.c.resource_id).where(*_waiting())


def waits(resource_id: Any) -> ColumnElement[bool]:
    """Whether the resource of a row is among :func:`waiting_ids`."""
    return waiting_ids().where(_table.c.resource_id == resource_id).exists()


def _waiting(for_issue: int | None = None) -> tuple[ColumnElement[bool], ...]:
    elsewhere = select(_items.c.issue_id).where(
        _items.c.resource_id == _table.c.resource_id, _items.c.series == stored.WEEKLY
    )
    if for_issue is not None:
        elsewhere = elsewhere.where(_items.c.issue_id != for_issue)
    return (_table.c.status.in_(_WANTED), ~elsewhere.exists())


def _queued(for_issue: int | None = None) -> tuple[ColumnElement[bool], ...]:
    gone = select(_resources.c.id).where(
        _resources.c.id == _table.c.resource_id, _resources.c.state == PageState.GONE
    )
    return (*_waiting(for_issue), ~gone.exists())


def set_status(
    connection: Connection, item_id: int, status: ReadingStatus, now: datetime
) -> ReadingItem:
    """Say what became of an item; raises :class:`~curator.errors.NotFound`."""
    return _change(connection, item_id, {"status": status, "changed_at": now})


def edit(
    connection: Connection,
    item_id: int,
    *,
    note: str | None = None,
    credit: str | None = None,
) -> ReadingItem:
    """Replace what is not ``None``; an empty credit takes it away."""
    said = {"note": note, "credit": credit}
    return _change(connection, item_id, {k: v for k, v in said.items() if v is not None})


def remove(connection: Connection, item_id: int) -> None:
    """Take an item off the list; the resource stays, without the topics that came with the link."""
    gone = delete(_table).where(_table.c.id == item_id).returning(*_table.c)
    item = _required(connection.execute(gone).one_or_none(), item_id)
    if item.topics:
        tag_again(connection, {item.resource_id})


def _change(connection: Connection, item_id: int, values: dict[str, Any]) -> ReadingItem:
    if not values:
        return get(connection, item_id)
    statement = update(_table).where(_table.c.id == item_id).values(**values)
    return _required(connection.execute(statement.returning(*_table.c)).one_or_none(), item_id)


def _required(row: Any, item_id: int) -> ReadingItem:
    if row is None:
        raise NotFound(f"there is no reading item {item_id}")
    return _item(row)


def _item(row: Any) -> ReadingItem:
    return ReadingItem(
        id=row.id,
        resource_id=row.resource_id,
        status=row.status,
        added_at=row.added_at,
        note=row.note,
        credit=row.credit or None,
        topics=row.topics,
    )
