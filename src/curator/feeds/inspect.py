"""What stands behind an address, without storing anything: for people and for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from curator.errors import BadStatus, CuratorError, ParseError
from curator.feeds import sites
from curator.feeds.discover import Candidate, candidates, discover
from curator.feeds.fetching.fetch import Fetcher
from curator.feeds.read import NotAFeed, read
from curator.model import Entry, Feed, Page, Source, SourceKind
from curator.workers import Workers


@dataclass(frozen=True, slots=True)
class Inspection:
    """One address and what it holds; ``error`` says why there is nothing."""

    url: str
    kind: SourceKind
    final_url: str | None = None
    status: int | None = None
    feed: Feed | None = None
    error: str | None = None
    discovered: str | None = None
    """How the feed was found, where the address is a page."""


def inspect(
    url: str, fetcher: Fetcher, workers: Workers, *, selector: str | None = None
) -> Inspection:
    """Fetch and read ``url`` as a source would be, with ``selector`` as a page of links; never raises."""
    kind = SourceKind.LISTING if selector else sites.kind_of(url)
    source = Source(url, kind, selector=selector)
    try:
        page = fetcher.get(url)
    except BadStatus as error:
        return Inspection(url, source.kind, url, error.status, error=str(error))
    except CuratorError as error:
        return Inspection(url, source.kind, error=str(error))
    try:
        return _told(source, page, workers.run(read, source, page))
    except NotAFeed:
        return _discovered(source, page, fetcher, workers)
    except CuratorError as error:
        return Inspection(url, source.kind, page.final_url, page.status, error=str(error))


def _told(source: Source, page: Page, feed: Feed, discovered: str | None = None) -> Inspection:
    kinds = {"urlset": SourceKind.SITEMAP, "sitemapindex": SourceKind.SITEMAP}
    kind = kinds.get(feed.format, source.kind)
    if kind is SourceKind.FEED and _is_podcast(feed):
        kind = SourceKind.PODCAST
    return Inspection(source.url, kind, page.final_url, page.status, feed, discovered=discovered)


def _is_podcast(feed: Feed) -> bool:
    """Whether most entries come with sound."""
    heard = sum(
        any((one.type or "").startswith("audio/") for one in entry.enclosures)
        for entry in feed.entries
    )
    return heard * 2 > len(feed.entries)


def _discovered(source: Source, page: Page, fetcher: Fetcher, workers: Workers) -> Inspection:
    def read_in_worker(candidate: Source, answer: Page) -> Feed:
        return workers.run(read, candidate, answer)

    def find_in_worker(answer: Page) -> tuple[Candidate, ...]:
        return workers.run(candidates, answer)

    try:
        found = discover(
            page.final_url, fetcher.get, read=read_in_worker, find=find_in_worker, page=page
        )
        if found.page is None or found.feed is None:
            raise ParseError("the address shows a web page that names no feed")
    except CuratorError as error:
        return Inspection(source.url, source.kind, page.final_url, page.status, error=str(error))
    return _told(source, found.page, found.feed, found.told)


# --------------------------------------------------------------------------- JSON


def as_json(found: Inspection) -> dict[str, Any]:
    """The keys that ``curator sources inspect --json`` prints."""
    feed = found.feed
    return {
        "url": found.url,
        "final_url": found.final_url,
        "status": found.status,
        "kind": found.kind.value,
        "format": feed.format if feed else None,
        "title": feed.title if feed else None,
        "site_url": feed.site_url if feed else None,
        "error": found.error,
        "entries": [_entry(one) for one in feed.entries] if feed else [],
        "discovered": found.discovered,
        "warnings": list(feed.warnings) if feed else [],
    }


def _entry(entry: Entry) -> Mapping[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "authors": list(entry.authors),
        "published": rfc3339(entry.published),
        "updated": rfc3339(entry.updated),
        "summary": entry.summary,
        "content": entry.content,
        "categories": list(entry.categories),
        "language": entry.language,
        "enclosures": [
            {"url": one.url, "type": one.type, "length": one.length, "duration": one.duration}
            for one in entry.enclosures
        ],
        "image": entry.image,
    }


def rfc3339(instant: datetime | None) -> str | None:
    """``2026-02-18T09:30:00Z``, or ``None``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if instant else None
