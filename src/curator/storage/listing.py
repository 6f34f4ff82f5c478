"""Many resources at once: lists for people, candidates for an issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from curator.model import (
    Kind,
    PageState,
    ReadingStatus,
    StoredResource,
    Track,
)
from curator.storage import schema, stored
from curator.storage.engine.columns import indexable

_table = schema.resources
_topics = schema.resource_topics
_sightings = schema.sightings
_sources = schema.sources
_items = schema.issue_items
_issues = schema.issues
_reading = schema.reading


@dataclass(frozen=True, slots=True)
class Filters:
    """Which resources to list; what is ``None`` does not matter."""

    topics: tuple[str, ...] = ()
    """Any of these; empty for all."""
    track: Track | None = None
    kind: Kind | None = None
    state: PageState | None = None
    host: str | None = None
    source_url: str | None = None
    mine: bool | None = None
    picked: bool | None = None
    """Whether it was in an issue that is approved or out."""
    since: datetime | None = None
    until: datetime | None = None
    """Dated from ``since`` up to but not including ``until``."""
    include_duplicates: bool = False


def list_(
    connection: Connection,
    filters: Filters = Filters(),
    *,
    limit: int | None = 50,
    offset: int = 0,
    text: bool = False,
) -> list[StoredResource]:
    """Resources, the newest first; ``text`` with their main text."""
    return stored.read(connection, _newest(filters).limit(limit).offset(offset), text=text)


def list_ids(connection: Connection, filters: Filters, *, limit: int) -> list[int]:
    """The ids of what :func:`list_` gives, for whoever reads many of them part by part."""
    return list(connection.execute(_newest(filters).limit(limit)).scalars())


def _newest(filters: Filters) -> Select[Any]:
    statement = _filtered(filters, select(_table.c.id))
    newest = (_table.c.dated_at, _table.c.id)
    if len(filters.topics) == 1:
        newest = (_topics.c.dated_at, _topics.c.resource_id)
    return statement.order_by(*(column.desc() for column in newest))


def picks(
    connection: Connection, topics: tuple[str, ...] = (), *, limit: int, offset: int = 0
) -> list[StoredResource]:
    """What issues of the digest had that are out, in their order, that of the last to leave first.

    ``topics``: of any of these; empty for all.
    """
    statement = (
        select(_table.c.id)
        .join(_items, _items.c.resource_id == _table.c.id)
        .join(_issues, _issues.c.id == _items.c.issue_id)
        .where(_items.c.series == stored.WEEKLY, _issues.c.frozen_at.is_not(None))
        .where(_issues.c.state.in_(stored.OUT))
        .order_by(_issues.c.frozen_at.desc(), _issues.c.id.desc(), _items.c.position)
    )
    if topics:
        statement = statement.where(_has_any(topics))
    return stored.read(connection, statement.limit(limit).offset(offset))


def count(connection: Connection, filters: Filters = Filters()) -> int:
    """How many resources :func:`list_` would give without a limit."""
    statement = _filtered(filters, select(func.count(_table.c.id)))
    return int(connection.execute(statement).scalar_one())


def _filtered(filters: Filters, statement: Select[Any]) -> Select[Any]:
    if len(filters.topics) == 1:
        # The date is repeated beside the topic, so that one index finds and sorts.
        statement = statement.join(_topics, _topics.c.resource_id == _table.c.id)
        statement = statement.where(_topics.c.slug == filters.topics[0])
    elif filters.topics:
        statement = statement.where(_has_any(filters.topics))
    return statement.where(*_conditions(filters))


def _has_any(topics: tuple[str, ...]) -> ColumnElement[bool]:
    tagged = select(_topics.c.resource_id).where(_topics.c.resource_id == _table.c.id)
    return tagged.where(_topics.c.slug.in_(topics)).exists()


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if not filters.include_duplicates:
        yield _table.c.duplicate_of.is_(None)
    for column, wanted in (
        (_table.c.track, filters.track),
        (_table.c.kind, filters.kind),
        (_table.c.state, filters.state),
        (_table.c.host, filters.host),
    ):
        if wanted is not None:
            yield column == wanted
    if filters.source_url is not None:
        yield _seen_in(_sources.c.url == indexable(filters.source_url))
    if filters.mine is not None:
        yield _seen_in(_sources.c.mine) if filters.mine else ~_seen_in(_sources.c.mine)
    if filters.picked is not None:
        yield _picked() if filters.picked else ~_picked()
    yield from _dated(filters)


def _dated(filters: Filters) -> Iterator[ColumnElement[bool]]:
    column = _topics.c.dated_at if len(filters.topics) == 1 else _table.c.dated_at
    if filters.since is not None:
        yield column >= filters.since
    if filters.until is not None:
        yield column < filters.until


# --------------------------------------------------------------------------- for an issue


def candidates(
    connection: Connection,
    since: datetime,
    until: datetime,
    *,
    undated_until: datetime | None = None,
    for_issue: int | None = None,
    limit: int = 5000,
    text: bool = True,
) -> list[StoredResource]:
    """What an issue may pick from: dated in the window, newest first.

    Left out are the author's own posts, duplicates, pages that are gone, links the author
    dropped, and whatever is in another weekly issue, be it a draft. What has no date counts from
    when it was first seen; ``undated_until`` adds what was first seen from ``until`` up to then.
    """
    offered = [_table.c.state != PageState.GONE, *on_offer(for_issue)]
    chosen = select(_table.c.id).where(
        _table.c.dated_at >= since, _table.c.dated_at < until, *offered
    )
    statement = chosen.order_by(_table.c.dated_at.desc(), _table.c.id.desc()).limit(limit)
    found = stored.read(connection, statement, text=text)
    if undated_until is None:
        return found
    seen = _table.c.first_seen_at
    undated = select(_table.c.id).where(
        ~_table.c.dated, seen >= until, seen < undated_until, *offered
    )
    more = undated.order_by(seen.desc(), _table.c.id.desc()).limit(limit)
    return found + stored.read(connection, more, text=text)


def mine_posts(
    connection: Connection, since: datetime, until: datetime, *, for_issue: int | None = None
) -> list[StoredResource]:
    """The author's own posts of the window that are there and in no other weekly issue, newest first."""
    statement = select(_table.c.id).where(
        _table.c.dated_at >= since,
        _table.c.dated_at < until,
        _table.c.duplicate_of.is_(None),
        _table.c.state != PageState.GONE,
        _seen_in(_sources.c.mine),
        ~_in_another_issue(for_issue),
    )
    ordered = statement.order_by(_table.c.dated_at.desc(), _table.c.id.desc())
    return stored.read(connection, ordered, text=True)


def issued_since(connection: Connection, instant: datetime) -> list[StoredResource]:
    """What weekly issues created since ``instant`` had, oldest issue first; drafts do not count."""
    statement = (
        select(_items.c.resource_id)
        .join(_issues, _issues.c.id == _items.c.issue_id)
        .where(
            _issues.c.series == stored.WEEKLY,
            _issues.c.state.in_(stored.OUT),
            _issues.c.created_at >= instant,
        )
        .order_by(_issues.c.number, _items.c.position)
    )
    return stored.read(connection, statement, text=True)


def on_offer(for_issue: int | None = None) -> list[ColumnElement[bool]]:
    """What holds of a resource that an issue may pick, but for the state of its page and its date."""
    dropped = select(_reading.c.id).where(
        _reading.c.resource_id == _table.c.id, _reading.c.status == ReadingStatus.DROPPED
    )
    return [
        _table.c.duplicate_of.is_(None),
        ~_seen_in(_sources.c.mine),
        ~_in_another_issue(for_issue),
        ~dropped.exists(),
    ]


def _seen_in(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a source that meets ``condition`` had the resource."""
    seen = select(_sightings.c.id).join(_sources, _sources.c.id == _sightings.c.source_id)
    return seen.where(_sightings.c.resource_id == _table.c.id, condition).exists()


def _in_another_issue(issue_id: int | None) -> ColumnElement[bool]:
    items = select(_items.c.issue_id).where(
        _items.c.resource_id == _table.c.id, _items.c.series == stored.WEEKLY
    )
    return (items if issue_id is None else items.where(_items.c.issue_id != issue_id)).exists()


def _picked() -> ColumnElement[bool]:
    items = select(_items.c.issue_id).join(_issues, _issues.c.id == _items.c.issue_id)
    return items.where(
        _items.c.resource_id == _table.c.id, _issues.c.state.in_(stored.OUT)
    ).exists()
