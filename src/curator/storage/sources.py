"""Sources: the lines of ``feeds.yaml``, what is remembered of each, and who fetches it now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, true, update

from curator.errors import NotFound
from curator.model import Entry, FetchState, Source, Validators
from curator.storage import schema
from curator.storage.engine.columns import indexable
from curator.storage.engine.rows import change, chunks, free, lease, put

_table = schema.sources
_entries = schema.entries
_waits = schema.domain_waits


@dataclass(frozen=True, slots=True)
class DueSource:
    """A source to fetch now, with what deciding needs."""

    source: Source
    state: FetchState
    known: Mapping[str, str]
    """Entry id → hash of all it ever had."""


@dataclass(frozen=True, slots=True)
class SavedEntries:
    """Row ids of what one fetch brought."""

    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source as the desk and ``curator sources list`` show it."""

    source: Source
    state: FetchState
    active: bool
    """Whether it is in ``feeds.yaml``."""
    entries: int = 0
    newest_at: datetime | None = None


# --------------------------------------------------------------------------- feeds.yaml


def sync(connection: Connection, sources: Sequence[Source], now: datetime) -> None:
    """Make the rows match ``feeds.yaml``; sources that left it stay, inactive.

    A source that is now read differently (kind, selector …) is fetched afresh.
    """
    wanted = {indexable(source.url): source for source in sources}
    rows = connection.execute(select(_table.c.url, _table.c.source, _table.c.state)).all()
    for url, old, state in rows:
        if url in wanted and _reads_differently(old, wanted[url]):
            _save_state(connection, url, _forgotten(state))
    _put(connection, list(wanted.items()), now)
    gone = [url for url, _, _ in rows if url not in wanted]
    for part in chunks(gone):
        connection.execute(update(_table).where(_table.c.url.in_(part)).values(active=False))


def _put(connection: Connection, wanted: list[tuple[str, Source]], now: datetime) -> None:
    if not wanted:
        return
    rows = [
        {
            "url": url,
            "source": source,
            "state": FetchState(),
            "position": position,
            "mine": source.mine,
            "active": True,
            "added_at": now,
        }
        for position, (url, source) in enumerate(wanted)
    ]
    put(connection, _table, rows, on=("url",), change=("source", "position", "mine", "active"))


def _reads_differently(old: Source, new: Source) -> bool:
    """Whether the same document would now give other entries."""
    return _reading(old) != _reading(new)


def _reading(source: Source) -> tuple[object, ...]:
    """What decides which entries a document gives."""
    return (
        source.kind,
        source.selector,
        source.limit,
        source.shorts,
        source.only,
        source.exclude,
    )


def _forgotten(state: FetchState) -> FetchState:
    return replace(state, validators=Validators(), body_hash=None, next_fetch_at=None)


# --------------------------------------------------------------------------- what is due


def due(
    connection: Connection, now: datetime, *, force: bool = False, limit: int | None = None
) -> list[DueSource]:
    """Active sources whose time has come, in the order of ``feeds.yaml``; claims nothing.

    ``force`` gives those too whose time has not come, but none that is disabled.
    """
    statement = select(_table).where(_is_due(now, force=force)).order_by(_table.c.position)
    rows = list(connection.execute(statement.limit(limit)))
    return _with_known(connection, rows)


def claim_due(
    connection: Connection,
    now: datetime,
    *,
    owner: str,
    lease_seconds: float = 900,
    force: bool = False,
    limit: int | None = None,
) -> list[DueSource]:
    """As :func:`due`, and nobody else gets them until saved, released or the lease runs out.

    With ``force`` they are taken from whoever has them: that may be a process that was killed, and
    an issue must not go out without its sources. Where it lives, both fetch, and nothing is lost.
    """
    wanted = _is_due(now, force=force)
    if not force:
        wanted &= free(_table.c.lease_until, now)
    chosen = select(_table.c.id).where(wanted).order_by(_table.c.position).limit(limit)
    rows = lease(connection, _table, chosen, owner=owner, now=now, seconds=lease_seconds)
    rows.sort(key=lambda row: row.position)
    return _with_known(connection, rows)


def release(connection: Connection, owner: str) -> int:
    """Give back every source that ``owner`` has claimed; gives their number."""
    freed = update(_table).where(_table.c.lease_owner == owner)
    return connection.execute(freed.values(lease_owner=None, lease_until=None)).rowcount


def _is_due(now: datetime, *, force: bool) -> ColumnElement[bool]:
    alive = and_(_table.c.active, _table.c.disabled_at.is_(None))
    if force:
        return alive
    return and_(alive, or_(_table.c.next_fetch_at.is_(None), _table.c.next_fetch_at <= now))


def retry(connection: Connection, source_url: str) -> None:
    """Make a source due at once and forget its failures, so that a disabled one is asked again.

    Raises :class:`~curator.errors.NotFound` for an address that is not a source.
    """
    state = get(connection, source_url).state
    fresh = replace(
        state, next_fetch_at=None, disabled_at=None, failing_since=None, failures=0, error=None
    )
    _save_state(connection, indexable(source_url), fresh)


def _with_known(connection: Connection, rows: Sequence[Any]) -> list[DueSource]:
    known: dict[int, dict[str, str]] = defaultdict(dict)
    for part in chunks([row.id for row in rows]):
        found = select(_entries.c.source_id, _entries.c.uid, _entries.c.hash)
        for source_id, uid, fingerprint in connection.execute(
            found.where(_entries.c.source_id.in_(part))
        ):
            known[source_id][uid] = fingerprint
    return [DueSource(row.source, row.state, known[row.id]) for row in rows]


# --------------------------------------------------------------------------- what a fetch brought


def save_outcome(
    connection: Connection,
    source_url: str,
    state: FetchState,
    entries: Sequence[Entry],
    now: datetime,
) -> SavedEntries:
    """Store what one fetch brought, validators and entries together, and end the claim.

    Entries are told apart by their id; one whose hash differs is changed. Raises
    :class:`~curator.errors.NotFound` for an address that is not a source.
    """
    url = indexable(source_url)
    source_id = connection.execute(select(_table.c.id).where(_table.c.url == url)).scalar()
    if source_id is None:
        raise NotFound(f"there is no source {source_url}")
    _save_state(connection, url, state)
    # Newest first is the order of a feed: of two entries with one id the first is the newer.
    by_uid = {indexable(entry.id): entry for entry in reversed(entries)}
    known = _known_rows(connection, source_id, list(by_uid))
    fresh = {uid: entry for uid, entry in reversed(by_uid.items()) if uid not in known}
    changed = {
        known[uid][0]: entry
        for uid, entry in by_uid.items()
        if uid in known and known[uid][1] != entry.hash
    }
    new = _insert_entries(connection, source_id, fresh, now)
    _update_entries(connection, changed, now)
    return SavedEntries(new, tuple(changed))


def _save_state(connection: Connection, url: str, state: FetchState) -> None:
    connection.execute(
        update(_table)
        .where(_table.c.url == url)
        .values(
            state=state,
            next_fetch_at=state.next_fetch_at,
            disabled_at=state.disabled_at,
            lease_owner=None,
            lease_until=None,
        )
    )


def _known_rows(
    connection: Connection, source_id: int, uids: Sequence[str]
) -> dict[str, tuple[int, str]]:
    known: dict[str, tuple[int, str]] = {}
    for part in chunks(uids):
        found = select(_entries.c.uid, _entries.c.id, _entries.c.hash).where(
            _entries.c.source_id == source_id, _entries.c.uid.in_(part)
        )
        known |= {
            uid: (row_id, fingerprint) for uid, row_id, fingerprint in connection.execute(found)
        }
    return known


def _insert_entries(
    connection: Connection, source_id: int, fresh: Mapping[str, Entry], now: datetime
) -> tuple[int, ...]:
    if not fresh:
        return ()
    rows = [
        {
            "source_id": source_id,
            "uid": uid,
            "seen_at": now,
            "ignored": False,
            **_values(entry, now),
        }
        for uid, entry in fresh.items()
    ]
    statement = _entries.insert().returning(_entries.c.id, sort_by_parameter_order=True)
    return tuple(connection.execute(statement, rows).scalars())


def _update_entries(connection: Connection, changed: Mapping[int, Entry], now: datetime) -> None:
    for row_id, entry in changed.items():
        change(connection, _entries, row_id, _values(entry, now))


def _values(entry: Entry, now: datetime) -> dict[str, object]:
    return {
        "entry": entry,
        "hash": entry.hash,
        "published_at": entry.published or entry.updated or now,
        "changed_at": now,
    }


# --------------------------------------------------------------------------- looking


def states(connection: Connection) -> dict[str, FetchState]:
    """What is remembered of each active source, by its address."""
    rows = connection.execute(select(_table.c.url, _table.c.state).where(_table.c.active))
    return {url: state for url, state in rows}  # noqa: C416 - rows are not pairs to the checker


def statuses(connection: Connection, *, active: bool = True) -> list[SourceStatus]:
    """Every source with its health, in the order of ``feeds.yaml``; ``active=False``: all."""
    return _statuses(connection, _table.c.active if active else true())


def get(connection: Connection, source_url: str) -> SourceStatus:
    """One source with its health; raises :class:`~curator.errors.NotFound`."""
    found = _statuses(connection, _table.c.url == indexable(source_url))
    if not found:
        raise NotFound(f"there is no source {source_url}")
    return found[0]


def _statuses(connection: Connection, condition: ColumnElement[bool]) -> list[SourceStatus]:
    counts = (
        select(
            _entries.c.source_id,
            func.count().label("entries"),
            func.max(_entries.c.published_at).label("newest_at"),
        )
        .group_by(_entries.c.source_id)
        .subquery()
    )
    statement = (
        select(
            _table.c.source, _table.c.state, _table.c.active, counts.c.entries, counts.c.newest_at
        )
        .outerjoin(counts, counts.c.source_id == _table.c.id)
        .where(condition)
        .order_by(_table.c.position, _table.c.id)
    )
    return [
        SourceStatus(source, state, active, number or 0, newest_at)
        for source, state, active, number, newest_at in connection.execute(statement)
    ]


# --------------------------------------------------------------------------- hosts that asked to wait


def wait_for(connection: Connection, domain: str, until: datetime) -> None:
    """Remember that a registrable domain asked for quiet (Retry-After, RFC 9110 §10.2.3)."""
    put(connection, _waits, {"domain": domain, "until": until}, on=("domain",), change=("until",))


def waits(connection: Connection, now: datetime) -> dict[str, datetime]:
    """Domains that must be left alone, and until when."""
    rows = connection.execute(select(_waits.c.domain, _waits.c.until).where(_waits.c.until > now))
    return {domain: until for domain, until in rows}  # noqa: C416


def forget_waits(connection: Connection, now: datetime) -> int:
    """Remove waits that are over; gives their number."""
    return connection.execute(delete(_waits).where(_waits.c.until <= now)).rowcount
