"""Resources: one row per thing worth reading, however many addresses and sources lead to it.

A resource is found by any of its keys (``resource_keys``): the one it has, those it had before its
page told the canonical address, and the addresses that led to it. Two rows that turn out to be the
same thing are merged. What was seen where is a sighting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from curator.errors import NotFound
from curator.model import (
    Candidate,
    PageState,
    Provenance,
    Resource,
    StoredResource,
)
from curator.storage import filing, hosts, linkchecks, merging, naming, schema, stored
from curator.storage.engine.columns import indexable
from curator.storage.engine.rows import change
from curator.storage.hosts import HostFacts, host_facts
from curator.storage.listing import (
    Filters,
    candidates,
    count,
    issued_since,
    list_,
    list_ids,
    mine_posts,
    picks,
)
from curator.storage.naming import owners
from curator.storage.repeating import free_repeats, mark_duplicate, repeats
from curator.storage.tagged import categorised, save_tags, tag_again, tagged_alike, untagged
from curator.urls import host

# Lists, tags and the facts of a host have files of their own; to callers all of it is `resources`.
__all__ = [
    "Filters",
    "HostFacts",
    "add_sighting",
    "candidates",
    "categorised",
    "count",
    "find",
    "free_repeats",
    "get",
    "get_many",
    "host_facts",
    "issued_since",
    "list_",
    "list_ids",
    "look_again",
    "mark_duplicate",
    "mine_posts",
    "owners",
    "page_candidates",
    "picks",
    "repeats",
    "revise",
    "save_enriched",
    "save_tags",
    "tag_again",
    "tagged_alike",
    "to_enrich",
    "untagged",
    "upsert",
]

_table = schema.resources
_pages = schema.resource_pages
_topics = schema.resource_topics
_sightings = schema.sightings
_sources = schema.sources

# --------------------------------------------------------------------------- storing


def upsert(
    connection: Connection,
    resource: Resource,
    *,
    now: datetime,
    state: PageState = PageState.NEW,
    aliases: Sequence[str] = (),
    prefer_new: bool = False,
) -> int:
    """Store a resource, or find the one with its key or one of ``aliases``; gives its id.

    A known resource keeps what it has and gains what it lacked; with ``prefer_new`` what is given
    wins where it says anything (an entry was edited). One whose page only claims to be it gives way
    to the thing itself. A new one is due for enrichment at once if its state is ``new``.
    """
    keys = naming.names(resource, aliases)
    known = naming.owner(connection, keys)
    if known is None:
        resource_id = filing.insert(connection, resource, state, now)
    else:
        resource_id = known
        _gain(connection, known, resource, state, now, prefer_new=prefer_new)
    naming.claim(connection, resource_id, keys)
    return resource_id


def add_sighting(
    connection: Connection,
    resource_id: int,
    *,
    source_url: str | None,
    entry_id: str | None,
    now: datetime,
    credit: str | None = None,
) -> None:
    """Record that a source's entry, or with ``source_url=None`` the author, pointed here.

    Said twice it is still one sighting; a new credit replaces the old one.
    """
    source_id = None
    if source_url is not None:
        wanted = select(_sources.c.id).where(_sources.c.url == indexable(source_url))
        source_id = connection.execute(wanted).scalar()
        if source_id is None:
            raise NotFound(f"there is no source {source_url}")
    uid = indexable(entry_id or "")
    if not _credit_again(connection, resource_id, source_id, uid, credit):
        values = {"source_id": source_id, "uid": uid, "seen_at": now, "credit": credit}
        connection.execute(
            _sightings.insert().values(resource_id=resource_id, categories=(), **values)
        )


def _credit_again(
    connection: Connection, resource_id: int, source_id: int | None, uid: str, credit: str | None
) -> bool:
    """Whether the sighting is there already; it then has the credit too."""
    same_source = (
        _sightings.c.source_id.is_(None)
        if source_id is None
        else _sightings.c.source_id == source_id
    )
    known = select(_sightings.c.id).where(
        _sightings.c.resource_id == resource_id, same_source, _sightings.c.uid == uid
    )
    found = connection.execute(known).scalar()
    if found is not None and credit:
        connection.execute(update(_sightings).where(_sightings.c.id == found).values(credit=credit))
    return found is not None


def save_enriched(  # noqa: PLR0913 - one call tells all of one look at a page
    connection: Connection,
    resource_id: int,
    resource: Resource,
    *,
    state: PageState,
    now: datetime,
    error: str | None = None,
    retry_at: datetime | None = None,
    candidates: Sequence[Candidate] = (),
    aliases: Sequence[str] = (),
) -> int:
    """Store what a look at the page gave, whether it went well or not; gives the id that remains.

    ``resource`` replaces what was known. If its key belongs to another resource by now, the two
    are one and are merged; a page that only claims the key adds nothing but that it was seen.
    ``retry_at`` is when to look again, ``None`` never.
    """
    old = filing.filed(connection, resource_id)
    keys = naming.names(resource, aliases)
    other = naming.owner(connection, keys[:1])
    looked = {"state": state, "error": error, "retry_at": retry_at, "enriched_at": now}
    if other is not None and other != resource_id:
        theirs = filing.filed(connection, other)
        resource_id = merging.merge(connection, keep=other, gone=resource_id)
        old = filing.filed(connection, resource_id)
        if resource.claimed and not theirs.resource.claimed:
            filing.rewrite(connection, old, theirs.resource, _standing(theirs.state, now))
            return resource_id
        if theirs.state is PageState.OK and resource.claimed == theirs.resource.claimed:
            resource = _filled(theirs.resource, resource)
    filing.rewrite(connection, old, resource, looked | {"tries": old.tries + 1})
    if state is PageState.OK:
        linkchecks.forget(connection, resource_id)
    _save_page_candidates(connection, resource_id, resource, candidates)
    naming.claim(connection, resource_id, keys)
    return resource_id


def revise(connection: Connection, resource_id: int, resource: Resource) -> None:
    """Put what was chosen anew from the same look in place of what was chosen first."""
    filing.rewrite(connection, filing.filed(connection, resource_id), resource, {})


def look_again(connection: Connection, resource_id: int, at: datetime) -> None:
    """Let the page be looked at anew from ``at`` on; until then the resource stands as it is."""
    change(connection, _table, resource_id, {"retry_at": at, "tries": 0})


# --------------------------------------------------------------------------- finding


def get(connection: Connection, id_or_key: int | str) -> StoredResource:
    """A resource with its text, by id, key or any address that led to it.

    Raises :class:`~curator.errors.NotFound`.
    """
    if isinstance(id_or_key, str):
        found = find(connection, id_or_key)
    else:
        found = stored.where(connection, _table.c.id == id_or_key)
    if found is None:
        raise NotFound(f"there is no resource {id_or_key}")
    return found


def find(connection: Connection, key: str) -> StoredResource | None:
    """The resource with this key or alias, with its text, or ``None``."""
    known = naming.owner(connection, [indexable(key)])
    return None if known is None else stored.where(connection, _table.c.id == known)


def get_many(
    connection: Connection, ids: Sequence[int], *, text: bool = False
) -> dict[int, StoredResource]:
    """Resources by id; unknown ids are left out."""
    return stored.by_id(connection, ids, text=text)


def to_enrich(
    connection: Connection, now: datetime, *, since: datetime | None = None, limit: int = 500
) -> list[StoredResource]:
    """Resources whose page is to be looked at, newest first, with their text so far.

    With ``since`` those dated earlier are left out, unless they are on the reading list.
    """
    due = _table.c.retry_at.is_not(None) & (_table.c.retry_at <= now)
    if since is not None:
        listed = select(schema.reading.c.resource_id)
        due &= (_table.c.dated_at >= since) | _table.c.id.in_(listed)
    statement = (
        select(_table.c.id)
        .where(due)
        .order_by(_table.c.dated_at.desc(), _table.c.id.desc())
        .limit(limit)
    )
    return stored.read(connection, statement, text=True)


def page_candidates(connection: Connection, resource_id: int) -> tuple[Candidate, ...]:
    """Every value the resource's page offered, as stored by :func:`save_enriched`."""
    statement = select(_pages.c.candidates).where(_pages.c.resource_id == resource_id)
    return connection.execute(statement).scalar() or ()


# --------------------------------------------------------------------------- joining what is known


def _standing(state: PageState, now: datetime) -> dict[str, Any]:
    """How a page stands whose content was put in place without a look at it."""
    return {"state": state, "retry_at": None if state is PageState.OK else now, "tries": 0}


def _gain(
    connection: Connection,
    resource_id: int,
    resource: Resource,
    state: PageState,
    now: datetime,
    *,
    prefer_new: bool,
) -> None:
    old = filing.filed(connection, resource_id)
    if old.resource.claimed and not resource.claimed and old.resource.key == resource.key:
        filing.rewrite(connection, old, resource, _standing(state, now))
        return
    first, then = (resource, old.resource) if prefer_new else (old.resource, resource)
    merged = replace(_filled(first, then), key=old.resource.key, url=old.resource.url)
    if merged != old.resource:
        filing.rewrite(connection, old, merged, {})


def _filled(first: Resource, then: Resource) -> Resource:
    """``first`` with its empty fields taken from ``then``, and where they come from."""
    taken: dict[str, Any] = {
        field.name: getattr(then, field.name)
        for field in fields(Resource)
        if field.name != "provenance" and getattr(first, field.name) in (None, "", ())
    }
    if "summary" in taken:
        taken["summary_quoted"] = then.summary_quoted
    origins: Mapping[str, Provenance] = {
        name: origin for name, origin in then.provenance.items() if name in taken
    }
    return replace(first, **taken, provenance={**first.provenance, **origins})


def _save_page_candidates(
    connection: Connection, resource_id: int, resource: Resource, candidates: Sequence[Candidate]
) -> None:
    if not candidates:
        return
    mine = _pages.c.resource_id == resource_id
    connection.execute(update(_pages).where(mine).values(candidates=tuple(candidates)))
    hosts.put(connection, resource_id, host(resource.url), candidates)
