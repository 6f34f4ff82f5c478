"""Rows of resources as values: each with its sources, credits, categories and issue.

However many resources are read, the number of statements is small: one for the rows, and one per
:data:`~curator.storage.engine.rows.CHUNK` of them for each thing that hangs on them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from curator import urls
from curator.model import IssueState, Source, StoredResource
from curator.storage import schema
from curator.storage.engine.rows import chunks

_table = schema.resources
_pages = schema.resource_pages
_sightings = schema.sightings
_sources = schema.sources
_reading = schema.reading
_items = schema.issue_items
_issues = schema.issues

WEEKLY = "weekly"
"""The series of the digest itself; a resource is in at most one issue of a series."""

OUT = (IssueState.APPROVED, IssueState.SENDING, IssueState.PAUSED, IssueState.SENT)
"""States in which an issue's picks count as published."""


def read(
    connection: Connection, statement: Select[Any], *, text: bool = False
) -> list[StoredResource]:
    """The resources whose ids ``statement`` selects, in its order; ``text`` with their main text."""
    ids = list(connection.execute(statement).scalars())
    found = by_id(connection, ids, text=text)
    # One may have been merged into another since: a transaction that writes sees what others commit.
    return [found[one] for one in ids if one in found]


def by_id(
    connection: Connection, ids: Sequence[int], *, text: bool = False
) -> dict[int, StoredResource]:
    """The resources with these ids; unknown ids are left out."""
    found: dict[int, StoredResource] = {}
    for part in chunks(list(dict.fromkeys(ids))):
        rows = connection.execute(select(_table).where(_table.c.id.in_(part)))
        plain = {row.id: _plain(row) for row in rows}
        _add_text(connection, plain, part) if text else None
        _add_sightings(connection, plain, part)
        _add_given(connection, plain, part)
        _add_issue_numbers(connection, plain, part)
        found |= plain
    return found


def where(connection: Connection, condition: ColumnElement[bool]) -> StoredResource | None:
    """The one resource that meets ``condition``, with its text, or ``None``."""
    found = read(connection, select(_table.c.id).where(condition).limit(1), text=True)
    return found[0] if found else None


def _plain(row: Row[Any]) -> StoredResource:
    return StoredResource(
        id=row.id,
        resource=row.resource,
        tags=replace(row.tags, model_version=row.model_version),
        state=row.state,
        error=row.error,
        first_seen_at=row.first_seen_at,
        enriched_at=row.enriched_at,
        retry_at=row.retry_at,
        tries=row.tries,
        duplicate_of=row.duplicate_of,
        text_hash=row.text_hash,
    )


def _add_text(connection: Connection, found: dict[int, StoredResource], ids: Sequence[int]) -> None:
    statement = select(_pages.c.resource_id, _pages.c.text, _pages.c.markdown)
    for one, text, markdown in connection.execute(statement.where(_pages.c.resource_id.in_(ids))):
        resource = replace(found[one].resource, text=text, markdown=markdown)
        found[one] = replace(found[one], resource=resource)


def _add_sightings(
    connection: Connection, found: dict[int, StoredResource], ids: Sequence[int]
) -> None:
    """Where each was seen, and where what repeats it was seen."""
    sighted = (
        select(
            _sightings.c.id,
            _sightings.c.seen_at,
            _sightings.c.credit,
            _sightings.c.categories,
            _sources.c.source,
            _sources.c.state,
        )
        .select_from(_sightings)
        .outerjoin(_sources, _sources.c.id == _sightings.c.source_id)
    )
    itself = sighted.add_columns(_sightings.c.resource_id.label("owner"))
    repeated = sighted.join(_table, _table.c.id == _sightings.c.resource_id).add_columns(
        _table.c.duplicate_of.label("owner")
    )
    rows = [
        *connection.execute(itself.where(_sightings.c.resource_id.in_(ids))),
        *connection.execute(repeated.where(_table.c.duplicate_of.in_(ids))),
    ]
    by_owner: dict[int, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.seen_at, row.id)):
        by_owner[row.owner].append(row)
    for one, its in by_owner.items():
        found[one] = _sighted(found[one], its)


def _sighted(stored: StoredResource, rows: Sequence[Any]) -> StoredResource:
    seen = [row for row in rows if row.source is not None]
    sources: list[Source] = [row.source for row in seen]
    credits_ = [row.credit for row in rows] + [source.credit for source in sources]
    return replace(
        stored,
        mine=any(source.mine for source in sources),
        weight=max((source.weight for source in sources), default=1.0),
        sources=_distinct(
            row.source.name or row.state.title or urls.host(row.source.url) for row in seen
        ),
        source_urls=_distinct(source.url for source in sources),
        categories=_distinct(word for row in rows for word in row.categories),
        credits=_distinct(credits_),
    )


def _add_given(
    connection: Connection, found: dict[int, StoredResource], ids: Sequence[int]
) -> None:
    statement = select(_reading.c.resource_id, _reading.c.topics)
    for one, topics in connection.execute(statement.where(_reading.c.resource_id.in_(ids))):
        found[one] = replace(found[one], given=topics)


def _distinct(words: Iterable[str | None]) -> tuple[str, ...]:
    """The words that are not empty, each once, in order."""
    return tuple(dict.fromkeys(word for word in words if word))


def _add_issue_numbers(
    connection: Connection, found: dict[int, StoredResource], ids: Sequence[int]
) -> None:
    statement = (
        select(_items.c.resource_id, _issues.c.number)
        .join(_issues, _issues.c.id == _items.c.issue_id)
        .where(_items.c.resource_id.in_(ids), _items.c.series == WEEKLY, _issues.c.state.in_(OUT))
    )
    for one, number in connection.execute(statement):
        found[one] = replace(found[one], issue_number=number)
