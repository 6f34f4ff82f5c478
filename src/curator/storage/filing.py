"""How a resource is filed: its row, its page's row and its line in the index, written together.

What the columns say beside the resource itself is worked out here: its day, its host, and a hash
of what tagging reads, by which an untagged resource is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from curator.errors import NotFound
from curator.model import PageState, Precision, Resource, Tags, When
from curator.storage import schema, search
from curator.storage.engine.columns import indexable
from curator.storage.engine.rows import change, put
from curator.urls import host

_table = schema.resources
_pages = schema.resource_pages
_topics = schema.resource_topics

_INSERT = _table.insert().returning(_table.c.id)


def insert(connection: Connection, resource: Resource, state: PageState, now: datetime) -> int:
    """File a resource that is in no row yet; gives its id. A ``new`` one is due for a look at once."""
    values = {
        **_columns(resource, now),
        "tags": Tags(),
        "state": state,
        "first_seen_at": now,
        "retry_at": now if state is PageState.NEW else None,
        "enriched_at": None if state is PageState.NEW else now,
        "tries": 0,
        "model_version": "",
    }
    resource_id: int = connection.execute(_INSERT, values).scalar_one()
    _save_page(connection, resource_id, resource)
    search.add(connection, resource_id, resource, resource.text)
    return resource_id


@dataclass(frozen=True, slots=True)
class Filed:
    """What is on file of a resource that is about to change; ``resource`` with its text."""

    id: int
    resource: Resource
    state: PageState
    first_seen_at: datetime
    tries: int
    text_hash: str


_OLD = (
    select(
        _table.c.resource,
        _table.c.state,
        _table.c.first_seen_at,
        _table.c.tries,
        _table.c.text_hash,
        _pages.c.text,
        _pages.c.markdown,
    )
    .join(_pages, _pages.c.resource_id == _table.c.id)
    .where(_table.c.id == bindparam("row_id"))
)


def filed(connection: Connection, resource_id: int) -> Filed:
    """What is on file. Raises :class:`~curator.errors.NotFound`."""
    row = connection.execute(_OLD, {"row_id": resource_id}).one_or_none()
    if row is None:
        raise NotFound(f"there is no resource {resource_id}")
    slim, state, first_seen_at, tries, text_hash, text, markdown = row
    whole = replace(slim, text=text, markdown=markdown)
    return Filed(resource_id, whole, state, first_seen_at, tries, text_hash)


def rewrite(
    connection: Connection, old: Filed, resource: Resource, values: Mapping[str, Any]
) -> None:
    """Replace a resource and other values; a change of what tagging reads makes it untagged."""
    columns = {**_columns(resource, old.first_seen_at), **values}
    if columns["text_hash"] != old.text_hash:
        columns["model_version"] = ""
    change(connection, _table, old.id, columns)
    if resource.published != old.resource.published:
        mine = update(_topics).where(_topics.c.resource_id == old.id)
        connection.execute(mine.values(dated_at=columns["dated_at"]))
    _save_page(connection, old.id, resource)
    search.put(connection, old.id, resource, resource.text)


def _columns(resource: Resource, first_seen_at: datetime) -> dict[str, Any]:
    return {
        "key": indexable(resource.key),
        "resource": replace(resource, text="", markdown=""),
        "title": resource.title,
        "site": resource.site,
        "host": host(resource.url),
        "kind": resource.kind,
        "dated": resource.published is not None,
        "dated_at": _dated_at(resource.published, first_seen_at),
        "text_hash": _text_hash(resource),
    }


def _dated_at(published: When | None, first_seen_at: datetime) -> datetime:
    """When a resource became news: published, or seen if that is unknown or lies ahead.

    Of a month or a year the end is taken: no sooner can it be said to be old.
    """
    if published is None:
        return first_seen_at
    days = {Precision.YEAR: 365, Precision.MONTH: 28}.get(published.precision, 0)
    if published.instant >= first_seen_at - timedelta(days=days):
        return first_seen_at
    return published.instant + timedelta(days=days)


def _text_hash(resource: Resource) -> str:
    """Of all that tagging reads of the resource itself."""
    parts = (resource.title, resource.summary, resource.text, resource.url, resource.kind.value)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def _save_page(connection: Connection, resource_id: int, resource: Resource) -> None:
    texts = {"text": resource.text, "markdown": resource.markdown}
    row = {"resource_id": resource_id, "candidates": (), **texts}
    put(connection, _pages, row, on=("resource_id",), change=tuple(texts))
