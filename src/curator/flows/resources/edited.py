"""A source edits or deletes what it published: what is known of the resource is brought up to date.

An author mends a title on Tuesday, and Sunday's mail must have it; what he took down must not be in
it. What was in an issue stays as it was read there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curator.flows.resources.enrich import COMPLETE_KINDS, link_of, said
from curator.model import PageState, StoredResource
from curator.resources import canonical, enrich
from curator.storage import entries, resources
from curator.storage.resources import Filters

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection
    from curator.storage.entries import StoredEntry

APART = timedelta(hours=12)
"""Between two looks at a page of somebody else's; some feeds edit their entries every hour."""

OWN_APART, OWN_SOON = timedelta(hours=6), timedelta(minutes=10)
"""Between two looks at a post of the author's, and where an issue is about to be made of them."""
OWN_MOST = 20
"""Of the newest posts."""
OWN_SINCE = timedelta(days=28)
"""An older post is in no issue any more."""


def follow(
    app: App, entry_ids: Sequence[int], now: datetime, *, before_issue: bool = False
) -> None:
    """Take over what sources edited, and let what no feed tells of be looked for."""
    take_over(app, entry_ids, now)
    renew_own(app, now, OWN_SOON if before_issue else OWN_APART)


def renew_own(app: App, now: datetime, apart: timedelta = OWN_APART) -> None:
    """Let the author's posts that no issue had yet be read again: no feed tells what was deleted."""
    waiting = Filters(mine=True, picked=False, state=PageState.OK, since=now - OWN_SINCE)
    with app.database.begin() as connection:
        for post in resources.list_(connection, waiting, limit=OWN_MOST):
            read_at = post.enriched_at
            if post.retry_at is None and read_at is not None and read_at <= now - apart:
                resources.look_again(connection, post.id, now)


def take_over(app: App, entry_ids: Sequence[int], now: datetime) -> None:
    """Let resources follow the entries with these row ids, which their sources have edited.

    A page that was read is due to be read again; where the feed is all that is known, its new words
    replace the old ones.
    """
    if not entry_ids:
        return
    with app.database.begin() as connection:
        edited = [one for one in entries.get(connection, entry_ids) if one.resource_id is not None]
        known = resources.get_many(connection, [one.resource_id or 0 for one in edited])
        for entry in edited:
            stored = known.get(entry.resource_id or 0)
            if stored is not None and stored.issue_number is None:
                _follow(connection, stored, entry, now)


def _follow(
    connection: Connection, stored: StoredResource, entry: StoredEntry, now: datetime
) -> None:
    if stored.state is PageState.OK and entry.source.kind not in COMPLETE_KINDS:
        resources.look_again(connection, stored.id, _next_look(stored, entry, now))
    else:
        _reword(connection, stored, entry, now)


def _next_look(stored: StoredResource, entry: StoredEntry, now: datetime) -> datetime:
    if entry.source.mine or stored.enriched_at is None:
        return now
    return max(now, stored.enriched_at + APART)


def _reword(
    connection: Connection, stored: StoredResource, entry: StoredEntry, now: datetime
) -> None:
    """Take the feed's words, unless the entry leads to something else by now."""
    link = link_of(entry.entry)
    if link is None:
        return
    there = resources.find(connection, canonical.identity(link).key)
    if there is not None and there.id == stored.id:
        told = enrich.from_feed(said(entry), link, now=now)
        resources.upsert(connection, told, now=now, prefer_new=True)
