"""Which links are due for another look, and what the looks came to.

A link is looked at again while it may still be picked, while it waits on the reading list, and,
where that is wanted, as long as it stands in an issue that is out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, select, union

from curator.model import LinkCheck, PageState, StoredResource
from curator.storage import listing, reading, schema, stored
from curator.storage.engine.rows import change, chunks
from curator.storage.engine.rows import put as put_rows

_table = schema.link_checks
_resources = schema.resources
_items = schema.issue_items
_issues = schema.issues


@dataclass(frozen=True, slots=True)
class Ages:
    """How old the last look at a link must be for another one; ``None``: no such link is due."""

    offered: timedelta | None
    """Of what may be picked and what waits on the reading list."""
    published: timedelta | None
    """Of what stands in an issue that is out."""
    missing: timedelta
    """Of where nothing was found the last time."""


def due(
    connection: Connection, now: datetime, ages: Ages, *, since: datetime, limit: int
) -> list[StoredResource]:
    """The links to look at now, those first whose last look is the oldest; without their text.

    What may be picked is what is dated ``since`` or later. A page that was not read yet, or will
    be tried again, is none of them.
    """
    wanted = [_missing(now - ages.missing)]
    if ages.offered is not None:
        wanted += [_offered(since, now - ages.offered), _listed(now - ages.offered)]
    if ages.published is not None:
        wanted.append(_published(now - ages.published))
    every = union(*wanted).subquery()
    oldest = select(every.c.id).order_by(every.c.asked_at, every.c.id).limit(limit)
    return stored.read(connection, oldest)


def of(connection: Connection, resource_ids: Sequence[int]) -> dict[int, LinkCheck]:
    """What is known of links, by the resource; those that were never looked at again are left out."""
    found: dict[int, LinkCheck] = {}
    for part in chunks(resource_ids):
        rows = connection.execute(select(_table).where(_table.c.resource_id.in_(part)))
        found |= {row.resource_id: _check(row) for row in rows}
    return found


def put(connection: Connection, resource_id: int, check: LinkCheck) -> None:
    """Keep what a look came to; a dead link is no page any more, so that no issue picks it."""
    row = {
        "resource_id": resource_id,
        "asked_at": check.asked_at,
        "missing_since": check.missing_since,
        "dead": check.dead,
        "reason": check.reason,
    }
    put_rows(connection, _table, row, on=("resource_id",), change=tuple(row)[1:])
    if check.dead:
        gone = {"state": PageState.GONE, "error": check.reason}
        change(connection, _resources, resource_id, gone)


def forget(connection: Connection, resource_id: int) -> None:
    """The page was read again, so that earlier looks at its link say nothing."""
    connection.execute(delete(_table).where(_table.c.resource_id == resource_id))


def dead(connection: Connection, *, limit: int) -> list[tuple[StoredResource, LinkCheck]]:
    """Dead links that were chosen: on the reading list or in an issue; the newest death first."""
    chosen = reading.waits(_table.c.resource_id) | _in_issue(_table.c.resource_id)
    statement = (
        select(_table)
        .where(_table.c.missing_since.is_not(None), _table.c.dead, chosen)
        .order_by(_table.c.missing_since.desc(), _table.c.resource_id)
        .limit(limit)
    )
    checks = {row.resource_id: _check(row) for row in connection.execute(statement)}
    found = stored.by_id(connection, list(checks))
    return [(found[one], check) for one, check in checks.items()]


# --------------------------------------------------------------------------- what is due

_asked_at = func.coalesce(_table.c.asked_at, _resources.c.enriched_at)


def _rows(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Resources that were looked at before, with the instant of the last look."""
    joined = _resources.outerjoin(_table, _table.c.resource_id == _resources.c.id)
    looked = (_resources.c.enriched_at.is_not(None), _resources.c.retry_at.is_(None))
    columns: tuple[Any, ...] = (_resources.c.id, _asked_at.label("asked_at"))
    return select(*columns).select_from(joined).where(*looked, *conditions)


def _offered(since: datetime, asked_before: datetime) -> Select[Any]:
    return _rows(_resources.c.dated_at >= since, *listing.on_offer(), _asked_at <= asked_before)


def _listed(asked_before: datetime) -> Select[Any]:
    return _rows(_resources.c.id.in_(reading.waiting_ids()), _asked_at <= asked_before)


def _published(asked_before: datetime) -> Select[Any]:
    out = (
        select(_items.c.resource_id)
        .join(_issues, _issues.c.id == _items.c.issue_id)
        .where(_issues.c.state.in_(stored.OUT))
    )
    return _rows(_resources.c.id.in_(out), _asked_at <= asked_before)


def _missing(asked_before: datetime) -> Select[Any]:
    """Where nothing was found once; whether it is dead is to be seen."""
    once = (_table.c.missing_since.is_not(None), ~_table.c.dead)
    return _rows(*once, _table.c.asked_at <= asked_before)


def _in_issue(resource_id: Any) -> ColumnElement[bool]:
    return select(_items.c.issue_id).where(_items.c.resource_id == resource_id).exists()


def _check(row: Any) -> LinkCheck:
    return LinkCheck(row.asked_at, row.missing_since, row.dead, row.reason)
