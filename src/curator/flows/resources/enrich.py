"""New entries become resources, and each resource's page is looked at once."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from curator import urls
from curator.errors import BadStatus, CuratorError, FetchError, NotFound, ParseError, Wall
from curator.flows.resources.glance import either, looker
from curator.flows.resources.repeated import site_facts, tell_apart
from curator.flows.resources.written import written
from curator.flows.work import parts
from curator.flows.work.hostwise import PER_HOST, side_by_side, turns
from curator.flows.work.progress import Progress, Step, no_progress
from curator.model import Entry, Page, PageState, SourceKind, StoredResource
from curator.resources import canonical, enrich
from curator.resources.collect.feed import FeedSide
from curator.resources.found import SiteFacts
from curator.resources.standing import GONE, Standing
from curator.storage import entries, resources

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.entries import StoredEntry

logger = logging.getLogger("curator.pages")

PAGES = 5000
"""At most so many pages are looked at in one run."""
NEXT_TURN = timedelta(days=1)
TURN = f"more than {PER_HOST} new pages of this host at once; this one waits a day"
MAX_TRIES = 5
REFUSED = frozenset({401, 403, 407, 429, 451})
"""What servers answer to visitors they do not want, or not now."""
COMPLETE_KINDS = frozenset({SourceKind.ARXIV})
"""Sources whose entries already say all that their pages would."""


@dataclass(frozen=True, slots=True)
class EnrichReport:
    """How many entries became resources, and how the pages were."""

    adopted: int = 0
    pages: Mapping[str, int] | None = None
    """By page state."""
    unread: tuple[Unread, ...] = ()
    """The pages among them that could not be read, in order of their addresses."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A page that could not be read; what the feed said of it stands."""

    url: str
    reason: str
    again: bool = False
    """Whether an earlier look had failed too, and was told of then."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a resource's page gave."""

    stored: StoredResource
    state: PageState
    enriched: enrich.Enriched | None = None
    error: str | None = None

    @property
    def leaves(self) -> PageState:
        """How the page stands now: one that was read stands as it was read, unless it is gone."""
        failed = self.enriched is None and self.state is not PageState.GONE
        return PageState.OK if failed and self.stored.state is PageState.OK else self.state


# --------------------------------------------------------------------------- entries → resources


def adopt(
    app: App, now: datetime, *, since: datetime | None = None, most: int | None = None
) -> int:
    """Give entries that have none their resource, from what the feed said; the number adopted.

    With ``since`` the older entries of a new source wait (see :mod:`.backlog`); ``most`` is where
    to stop.
    """
    adopted = 0
    while most is None or adopted < most:
        with app.database.begin() as connection:
            batch = entries.unlinked(connection, since=since, limit=parts.room(adopted, most))
            for stored in batch:
                link = link_of(stored.entry)
                if link is None:
                    entries.ignore(connection, stored.id)
                    continue
                identity = canonical.identity(link)
                resource = enrich.from_feed(said(stored), link, now=now)
                state = PageState.OK if stored.source.kind in COMPLETE_KINDS else PageState.NEW
                resource_id = resources.upsert(
                    connection, resource, now=now, state=state, aliases=(identity.key,)
                )
                entries.link(connection, stored.id, resource_id)
        adopted += len(batch)
        if not batch:
            break
    return adopted


def said(stored: StoredEntry) -> FeedSide:
    """An entry with what its source says besides."""
    source = stored.source
    return FeedSide(stored.entry, source.kind, stored.source_title, source.mine)


def link_of(entry: Entry) -> str | None:
    """Where an entry leads: its link, else its first file."""
    if entry.url:
        return entry.url
    return next((enclosure.url for enclosure in entry.enclosures), None)


# --------------------------------------------------------------------------- pages → resources


def enrich_new(
    app: App,
    now: datetime,
    *,
    since: datetime | None = None,
    progress: Progress = no_progress,
    stop: threading.Event | None = None,
) -> EnrichReport:
    """Adopt new entries and look at the page of each resource not older than ``since``.

    What is on the reading list is looked at whatever its age. Where a page cannot be had, what the
    feed said stays and the look is repeated later. Once ``stop`` is set the rest waits for the
    next call.
    """
    adopted = adopt(app, now, since=since)
    with app.database.read() as connection:
        wanted = resources.to_enrich(connection, now, since=since, limit=PAGES)
        feed_side = {one.id: entries.of_resource(connection, one.id) for one in wanted}
        facts = site_facts(connection, [urls.host(one.resource.url) for one in wanted])
    states: Counter[str] = Counter()
    unread: list[Unread] = []
    read: list[int] = []
    by_host, later = turns(wanted)
    for stored in later:
        save(app, Look(stored, PageState.FAILED, error=TURN), now, retry=now + NEXT_TURN)
    total = sum(map(len, by_host.values()))
    stop = stop or threading.Event()

    def visit(host: str, stored: StoredResource) -> Look | None:
        found = look(app, stored, feed_side[stored.id], facts.get(host), now)
        # What was cut off by stopping is no fault of the page.
        return None if found.error and stop.is_set() else found

    for found in side_by_side(by_host, visit, stop, threads=app.settings.fetch_threads):
        resource_id = save(app, found, now)
        if found.enriched and resource_id is not None:
            read.append(resource_id)
        states[found.state] += 1
        logger.debug("%s: %s %s", found.stored.resource.url, found.state, found.error or "")
        if found.error:
            unread.append(_unread(found.stored, found.error))
        progress(Step("pages", states.total(), total, found.stored.resource.title))
    tell_apart(app, read, now)
    unread.sort(key=lambda one: one.url)
    return EnrichReport(adopted, dict(states), tuple(unread))


def _unread(stored: StoredResource, reason: str) -> Unread:
    told = stored.tries > 0 and stored.error != TURN
    return Unread(stored.resource.url, reason, again=told)


def enrich_one(app: App, resource_id: int, now: datetime) -> Look:
    """Look at one resource's page now and store what it gives. Raises :class:`NotFound`."""
    with app.database.read() as connection:
        stored = resources.get(connection, resource_id)
        feed_side = entries.of_resource(connection, resource_id)
        facts = site_facts(connection, [urls.host(stored.resource.url)])
    result = look(app, stored, feed_side, facts.get(urls.host(stored.resource.url)), now)
    save(app, result, now)
    return result


def look(
    app: App,
    stored: StoredResource,
    feed_side: Sequence[StoredEntry],
    facts: SiteFacts | None,
    now: datetime,
) -> Look:
    """Fetch and read one page; every failure is a value.

    Where the page cannot be had, what its site tells programs is taken, unless a better look was
    had before; that one then stands.
    """
    feed = said(feed_side[0]) if feed_side else None
    url = stored.resource.url
    try:
        enriched = read_page(app, url, now, feed=feed, facts=facts)
    except CuratorError as error:
        state = state_of(error)
        told = None
        if state is not PageState.GONE and stored.state is not PageState.OK:
            told = read_instead(app, url, now, feed=feed, facts=facts)
        return Look(stored, state, told, error.message)
    return Look(stored, PageState.OK, _written(app, _reachable(app, enriched), now))


def _reachable(app: App, enriched: enrich.Enriched) -> enrich.Enriched:
    """Under the address that answered, where the one that the page declares leads nowhere."""
    made, answered = enriched.resource, enriched.answered
    if answered is None or looker(app)(made.url).standing is not Standing.MISSING:
        return enriched
    return replace(enriched, resource=replace(made, key=answered.key, url=answered.url))


def _written(app: App, enriched: enrich.Enriched, now: datetime) -> enrich.Enriched:
    """With a written summary in place of a quotation, if the owner wants that."""
    return replace(enriched, resource=written(app, enriched.resource, now))


def state_of(error: CuratorError) -> PageState:
    """What a failed look says of the page."""
    if isinstance(error, Wall):
        return error.state
    if isinstance(error, BadStatus):
        if error.status in GONE:
            return PageState.GONE
        return PageState.BLOCKED if error.status in REFUSED else PageState.FAILED
    return PageState.FAILED


def read_page(
    app: App,
    url: str,
    now: datetime,
    *,
    feed: FeedSide | None = None,
    facts: SiteFacts | None = None,
    feeds: bool = False,
) -> enrich.Enriched:
    """Fetch the page behind a link and read it in a worker; raises :class:`CuratorError`.

    With ``feeds`` a feed is read for what it shows of itself too; else it is refused.
    """
    wanted = enrich.wanted(url)
    page = either(partial(app.fetcher.get, robots=True), wanted.url, url)
    if not feeds and enrich.is_feed(page):
        raise ParseError("it is a feed and no page; `curator sources add` follows it")
    extras = _fetched(app, wanted.extras)
    return app.workers.run(
        partial(enrich.read, page, extras=extras, feed=feed, site_facts=facts, now=now)
    )


def read_instead(
    app: App,
    url: str,
    now: datetime,
    *,
    feed: FeedSide | None = None,
    facts: SiteFacts | None = None,
) -> enrich.Enriched | None:
    """What the addresses that stand in for a page tell; ``None`` where there are none."""
    wanted = enrich.wanted(url)
    told = _fetched(app, (*wanted.extras, *wanted.instead))
    if not told:
        return None
    try:
        return app.workers.run(
            partial(enrich.read_instead, url, told, feed=feed, site_facts=facts, now=now)
        )
    except CuratorError:
        return None  # The look has failed already, and that is what is told.


def _fetched(app: App, addresses: Sequence[str]) -> dict[str, Page]:
    """The pages of those addresses that can be had."""
    found: dict[str, Page] = {}
    for address in addresses:
        try:
            found[address] = app.fetcher.get(address, robots=True)
        except FetchError:
            continue  # It only adds; the resource stands without it.
    return found


def save(app: App, look: Look, now: datetime, *, retry: datetime | None = None) -> int | None:
    """Store a look; gives the id of the resource that remains after joining equal ones.

    ``None`` where it was joined with another while it was looked at. The next look is at ``retry``, or when :func:`retry_at` says.
    """
    resource = look.enriched.resource if look.enriched else look.stored.resource
    candidates = look.enriched.candidates if look.enriched else ()
    try:
        with app.database.begin() as connection:
            return resources.save_enriched(
                connection,
                look.stored.id,
                resource,
                state=look.leaves,
                now=now,
                error=look.error,
                retry_at=retry or retry_at(look.state, look.stored.tries, now),
                candidates=candidates,
            )
    except NotFound:
        return None


def retry_at(state: PageState, tries: int, now: datetime) -> datetime | None:
    """When to look again: after 1, 4, 16 … hours, at most five times; never after a good look."""
    if state is PageState.OK or tries + 1 >= MAX_TRIES:
        return None
    return now + timedelta(hours=4.0**tries)
