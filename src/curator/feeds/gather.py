"""One source becomes one feed: fetched, read in a worker, followed where it has more than one page.

The edge between the network and the pure stages; ``refresh`` runs it for many sources at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from curator.errors import CuratorError, ParseError, Unreadable
from curator.feeds import decide, sites
from curator.feeds.discover import Candidate, candidates, discover, looks_like_feed
from curator.feeds.fetching.fetch import Fetcher
from curator.feeds.read import NotAFeed, Reading, read, read_new
from curator.model import Feed, FetchState, Page, Source, SourceKind
from curator.workers import Workers

MOST_PAGES = 10
"""Pages of one list that are read in one go."""
MOST_SITEMAPS = 5
"""Newest sitemaps of an index that are read in one go."""


_NO_FEED = (
    "the address shows a web page that names no feed; give the feed's own address, or a selector"
    " for a listing"
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What an address gave. ``feed`` is ``None`` where nothing has changed."""

    page: Page
    feed: Feed | None = None
    fingerprints: tuple[str, ...] = ()
    dates: tuple[datetime, ...] = ()
    """Of all entries of the document, those not read again too."""
    feed_url: str | None = None
    """Where the feed was found, if the address turned out to be a page."""


class Gatherer:
    """Fetches with ``fetcher``, reads in ``workers``."""

    def __init__(self, fetcher: Fetcher, workers: Workers) -> None:
        self._fetcher = fetcher
        self._workers = workers

    def gather(
        self, source: Source, state: FetchState, known: Mapping[str, str], now: datetime
    ) -> Gathered:
        """What ``source`` has to say now. Raises :class:`CuratorError` if it cannot be had."""
        asked = decide.address(source, state, now)
        if asked == source.url and sites.feed_addresses(asked):
            return self._discovered(source, None, frozenset(known))
        page = self._fetcher.get(asked, validators=state.validators)
        if page.status == 304 or decide.body_hash(page) == state.body_hash:  # noqa: PLR2004
            return Gathered(page)
        ids = frozenset(known)
        try:
            found = self._workers.run(read_new, source, page, ids, state.fingerprints)
        except NotAFeed:
            return self._discovered(source, page, ids)
        except CuratorError as error:
            raise Unreadable(page, error.message) from error
        feed = found.feed if found.left_out else self._followed(source, page, found.feed, known)
        return Gathered(page, feed, found.fingerprints, found.dates)

    def read(self, source: Source, page: Page) -> Feed:
        """``page`` read whole, in a worker."""
        return self._workers.run(read, source, page)

    def _find(self, page: Page) -> tuple[Candidate, ...]:
        return self._workers.run(candidates, page)

    def _discovered(self, source: Source, page: Page | None, ids: frozenset[str]) -> Gathered:
        """The feed that the page at the source's address leads to; known sites need no look at it.

        A page in a feed's own place is an outage; nothing is guessed then, day after day.
        """
        address = page.final_url if page else source.url
        guess = not looks_like_feed(source.url)
        found = discover(
            address, self._fetcher.get, read=self.read, find=self._find, page=page, guess=guess
        )
        if found.choice is None or found.page is None:
            if page is None:
                raise ParseError(_NO_FEED)
            raise Unreadable(page, _NO_FEED)
        reading: Reading = self._workers.run(read_new, source, found.page, ids, ())
        feed = replace(reading.feed, warnings=(*reading.feed.warnings, found.told))
        return Gathered(
            found.page, feed, reading.fingerprints, reading.dates, feed_url=found.choice.url
        )

    # ----------------------------------------------------------------------- more than one page

    def _followed(self, source: Source, page: Page, feed: Feed, known: Mapping[str, str]) -> Feed:
        """The feed with its further pages, or with what its sitemaps list."""
        if feed.format == "sitemapindex":
            return self._sitemaps(source, feed)
        pages = 1
        whole = feed
        while feed.next_url and pages < MOST_PAGES and self._wants_more(source, whole, known):
            try:
                page = self._fetcher.get(feed.next_url)
                feed = self._workers.run(read, source, page)
            except CuratorError as error:
                return _warned(whole, f"page {pages + 1} could not be read: {error}")
            pages += 1
            if not feed.entries:
                break
            whole = merged(whole, feed, source.limit)
        return whole

    def _wants_more(self, source: Source, feed: Feed, known: Mapping[str, str]) -> bool:
        """Whether the limit asks for more, or entries since the last visit may be missing.

        Where a source is new and has no limit, its first page is enough.
        """
        if source.limit is not None:
            return len(feed.entries) < source.limit and source.kind is SourceKind.ARXIV
        return bool(known) and not any(entry.id in known for entry in feed.entries)

    def _sitemaps(self, source: Source, index: Feed) -> Feed:
        """The pages of the newest sitemaps that an index lists."""
        whole = replace(index, entries=())
        for entry in index.entries[:MOST_SITEMAPS]:
            try:
                page = self._fetcher.get(entry.url or entry.id)
                child = self._workers.run(read, source, page)
            except CuratorError as error:
                whole = _warned(whole, f"a sitemap of the index could not be read: {error}")
                continue
            if child.format != index.format:
                whole = merged(whole, child, source.limit)
        if not whole.entries and whole.warnings:
            raise ParseError(whole.warnings[0])
        return whole


def merged(one: Feed, more: Feed, limit: int | None) -> Feed:
    """``one`` and the entries of ``more`` that it has not, newest first as far as known."""
    have = {entry.id for entry in one.entries}
    entries = one.entries + tuple(entry for entry in more.entries if entry.id not in have)
    return replace(one, entries=entries[:limit], warnings=one.warnings + more.warnings)


def _warned(feed: Feed, warning: str) -> Feed:
    return replace(feed, warnings=(*feed.warnings, warning))
