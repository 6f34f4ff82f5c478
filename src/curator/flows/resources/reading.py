"""Links that the author adds by hand: the reading list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from curator import urls
from curator.errors import BadValue
from curator.flows.resources.enrich import enrich_one
from curator.flows.topics import tag
from curator.flows.topics.taxonomy import named
from curator.model import PageState, ReadingItem, ReadingStatus, StoredResource
from curator.resources import canonical, typed
from curator.sanitize import clean_text
from curator.storage import reading, resources

if TYPE_CHECKING:
    from curator.app import App

NOTE, CREDIT = 2000, 200
"""Characters kept of what the author types."""


class NotAnAddress(BadValue):
    """That is no address on the web; give one that starts with https:// or http://."""


@dataclass(frozen=True, slots=True)
class Added:
    """A link on the reading list, what it turned out to be, and how the look at it went."""

    item: ReadingItem
    stored: StoredResource
    state: PageState
    error: str | None = None
    again: bool = False
    """Whether it had been on the list before."""

    @property
    def trouble(self) -> str | None:
        """Why no issue may take it, in a sentence with what happens now; ``None`` if nothing."""
        if self.stored.issue_number is not None:
            return f"it was in issue {self.stored.issue_number} already; no issue takes it again"
        if not self.error:
            return None
        if self.state is PageState.GONE:
            return (
                f"its page is not there ({self.error}): no issue takes it; mend the address, or "
                "take it off the list at the desk"
            )
        return f"its page could not be read ({self.error}); it is tried again later"


def add(
    app: App,
    url: str,
    now: datetime,
    *,
    title: str = "",
    note: str = "",
    credit: str | None = None,
    topics: tuple[str, ...] = (),
) -> Added:
    """Queue ``url``, or what else stands for a link (:mod:`~curator.resources.typed`); look and tag.

    A page that cannot be read is queued all the same, under ``title`` or its address. Raises
    :class:`NotAnAddress`, :class:`~curator.errors.Forbidden` for a private address, which no reader
    could open, and :class:`~curator.errors.NotFound` for a topic that ``feeds.yaml`` does not have.
    """
    address = typed.address(url)
    if not urls.is_web(address):
        raise NotAnAddress(f"{url!r} is not a web address; give one that starts with https://")
    identity = canonical.identity(address)
    app.fetcher.check(identity.url)
    topics = named(app, topics)
    with app.database.begin() as connection:
        resource_id = resources.upsert(connection, canonical.unread(identity, title), now=now)
        resources.add_sighting(
            connection, resource_id, source_url=None, entry_id=None, now=now, credit=credit
        )
        again = bool(reading.listed(connection, [resource_id]))
        item = reading.add(
            connection, resource_id, now=now, note=note, credit=credit, topics=topics
        )
    look, tagger = enrich_one(app, resource_id, now), app.tagger()
    with app.database.begin() as connection:
        stored = resources.get(connection, identity.key)
        if stored.id != resource_id:  # it is something that was known under another address
            listed = reading.add(
                connection, stored.id, now=now, note=note, credit=credit, topics=topics
            )
            item, again = listed, again or listed.id != item.id
        stored = tag.one(connection, tagger, app.config, stored.id)
    return Added(item, stored, look.state, look.error, again)


def items(
    app: App,
    *,
    status: ReadingStatus | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[tuple[ReadingItem, StoredResource]]:
    """A page of the reading list, newest first; of one ``status`` or all."""
    statuses = (status,) if status else ()
    with app.database.read() as connection:
        listed = reading.newest(connection, statuses=statuses, limit=limit, offset=offset)
        found = resources.get_many(connection, [one.resource_id for one in listed])
    return [(one, found[one.resource_id]) for one in listed]


def set_status(app: App, item_id: int, status: ReadingStatus, now: datetime) -> ReadingItem:
    """Say what became of a link. Raises :class:`curator.errors.NotFound`."""
    with app.database.begin() as connection:
        return reading.set_status(connection, item_id, status, now)


def edit(app: App, item_id: int, *, note: str, credit: str) -> ReadingItem:
    """Change the author's words about a link."""
    with app.database.begin() as connection:
        return reading.edit(
            connection, item_id, note=note[:NOTE], credit=clean_text(credit, CREDIT) or ""
        )


def remove(app: App, item_id: int) -> None:
    """Take a link off the list."""
    with app.database.begin() as connection:
        reading.remove(connection, item_id)
