"""Entries: what sources published, and which resource stands behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from curator.errors import NotFound
from curator.model import Entry, Source
from curator.storage import schema
from curator.storage.engine.columns import indexable
from curator.storage.engine.rows import change, chunks, put

_table = schema.entries
_sources = schema.sources
_sightings = schema.sightings

_LINKED = select(_table.c.source_id, _table.c.uid, _table.c.entry, _table.c.seen_at).where(
    _table.c.id == bindparam("row_id")
)


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry with its row id and where it came from."""

    id: int
    source: Source
    entry: Entry
    seen_at: datetime
    resource_id: int | None
    source_title: str = ""
    """What the source calls itself."""


def unlinked(
    connection: Connection, *, since: datetime | None = None, limit: int | None = 1000
) -> list[StoredEntry]:
    """Entries whose resource is not known yet, the longest published first.

    With ``since`` those published earlier are left for another time; an undated one counts from
    when it was seen.
    """
    waiting = _table.c.resource_id.is_(None) & ~_table.c.ignored
    if since is not None:
        waiting &= _table.c.published_at >= since
    order = (_table.c.published_at, _table.c.id)
    return _read(connection, waiting, order, limit)


def get(connection: Connection, ids: Sequence[int]) -> list[StoredEntry]:
    """The entries with these row ids; unknown ids are left out."""
    return [entry for part in chunks(ids) for entry in _read(connection, _table.c.id.in_(part))]


def of_resource(connection: Connection, resource_id: int) -> list[StoredEntry]:
    """Every entry that led to a resource, first seen first."""
    return _read(connection, _table.c.resource_id == resource_id)


def comments(connection: Connection, resource_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The pages of comments that entries name, by the resource behind them or behind what repeats it."""
    resources = schema.resources
    owner = func.coalesce(resources.c.duplicate_of, resources.c.id)
    wanted = (
        select(owner, _table.c.entry)
        .join(resources, resources.c.id == _table.c.resource_id)
        .order_by(_table.c.id)
    )
    found: dict[int, dict[str, None]] = {}
    for part in chunks(resource_ids):
        its = resources.c.id.in_(part) | resources.c.duplicate_of.in_(part)
        rows: Any = connection.execute(wanted.where(its))
        for resource_id, entry in rows:
            if entry.comments_url:
                found.setdefault(resource_id, {})[entry.comments_url] = None
    return {one: tuple(urls) for one, urls in found.items()}


def before_adding(connection: Connection, resource_ids: Sequence[int]) -> dict[int, datetime]:
    """Which resources the author's own sources had when each was first read, and since when those are known.

    Whether one of them is older than that, its own date tells. One that appeared in another of
    them later is left out.
    """
    first = (
        select(_table.c.source_id, func.min(_table.c.seen_at).label("seen_at"))
        .group_by(_table.c.source_id)
        .subquery()
    )
    wanted = (
        select(_table.c.resource_id, _table.c.seen_at == first.c.seen_at, _sources.c.added_at)
        .join(first, first.c.source_id == _table.c.source_id)
        .join(_sources, _sources.c.id == _table.c.source_id)
        .where(_sources.c.mine)
    )
    there: dict[int, datetime] = {}
    later: set[int] = set()
    for part in chunks(resource_ids):
        rows: Any = connection.execute(wanted.where(_table.c.resource_id.in_(part)))
        for resource_id, from_the_start, added_at in rows:
            if from_the_start:
                there[resource_id] = min(added_at, there.get(resource_id, added_at))
            else:
                later.add(resource_id)
    return {one: at for one, at in there.items() if one not in later}


def _read(
    connection: Connection,
    condition: ColumnElement[bool],
    order: tuple[ColumnElement[Any], ...] = (_table.c.id,),
    limit: int | None = None,
) -> list[StoredEntry]:
    statement = (
        select(
            _table.c.id,
            _sources.c.source,
            _table.c.entry,
            _table.c.seen_at,
            _table.c.resource_id,
            _sources.c.state,
        )
        .join(_sources, _sources.c.id == _table.c.source_id)
        .where(condition)
        .order_by(*order)
        .limit(limit)
    )
    return [StoredEntry(*row[:-1], row.state.title) for row in connection.execute(statement)]


def link(connection: Connection, entry_row_id: int, resource_id: int) -> None:
    """Say which resource stands behind an entry; the resource has then been sighted there.

    A resource that gains a sighting is tagged again, for categories count. Raises
    :class:`~curator.errors.NotFound` for an unknown entry.
    """
    found = connection.execute(_LINKED, {"row_id": entry_row_id}).one_or_none()
    if found is None:
        raise NotFound(f"there is no entry {entry_row_id}")
    source_id, uid, entry, seen_at = found
    change(connection, _table, entry_row_id, {"resource_id": resource_id})
    sighting = {
        "resource_id": resource_id,
        "source_id": source_id,
        "uid": uid,
        "seen_at": seen_at,
        "categories": entry.categories,
    }
    identity = ("resource_id", "source_id", "uid")
    put(connection, _sightings, sighting, on=identity, change=("categories",))
    change(connection, schema.resources, resource_id, {"model_version": ""})


def ignore(connection: Connection, entry_row_id: int) -> None:
    """Never offer an entry again: nothing to read stands behind it."""
    change(connection, _table, entry_row_id, {"ignored": True})


def history(connection: Connection, source_url: str, since: datetime) -> list[datetime]:
    """When a source published since then, newest first; an undated entry counts from when it was seen."""
    statement = (
        select(_table.c.published_at)
        .join(_sources, _sources.c.id == _table.c.source_id)
        .where(_sources.c.url == indexable(source_url), _table.c.published_at >= since)
        .order_by(_table.c.published_at.desc())
    )
    return list(connection.execute(statement).scalars())
