"""Sources, what is remembered of them, and what they published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """What stands behind a source's address and so how it is read."""

    FEED = "feed"
    LISTING = "listing"
    SITEMAP = "sitemap"
    ARXIV = "arxiv"
    YOUTUBE = "youtube"
    GITHUB = "github"
    PODCAST = "podcast"
    OPML = "opml"


@dataclass(frozen=True, slots=True)
class Source:
    """A line of ``feeds.yaml``: what to read and how much it counts."""

    url: str
    """The address that is fetched; shorthands are already expanded. It identifies the source."""
    kind: SourceKind = SourceKind.FEED
    name: str | None = None
    topics: tuple[str, ...] = ()
    """Slugs that every entry of this source carries."""
    weight: float = 1.0
    limit: int | None = None
    """At most so many of the newest entries are taken from one fetch."""
    mine: bool = False
    """The author's own posts."""
    credit: str | None = None
    """Who pointed the author to this source."""
    selector: str | None = None
    """For listings: the CSS selector of the links."""
    shorts: bool = False
    """For YouTube: keep shorts too."""
    only: tuple[str, ...] = ()
    """Words of which an entry's title or categories must have one, or patterns, as aliases are."""
    exclude: tuple[str, ...] = ()
    """Words of which they must have none."""
    private: bool = False
    """Left out of what the public sees of the sources."""

    @property
    def label(self) -> str:
        """The name people see: the given one, else the address."""
        return self.name or self.url


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed?": opaque, kept byte for byte (RFC 9110 §13.1)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Skips:
    """When a feed asks to be left alone (RSS 2.0 ``skipHours`` and ``skipDays``)."""

    hours: tuple[int, ...] = ()
    """Of the day in UTC, 0 to 23."""
    days: tuple[int, ...] = ()
    """Of the week, Monday is 0."""


@dataclass(frozen=True, slots=True)
class FetchState:
    """What is remembered of a source between two fetches."""

    validators: Validators = Validators()
    body_hash: str | None = None
    """SHA-256 of the last body that was parsed and committed, in hexadecimal."""
    title: str | None = None
    """The title the source gives itself."""
    site_url: str | None = None
    last_try_at: datetime | None = None
    last_good_at: datetime | None = None
    next_fetch_at: datetime | None = None
    """Due from this instant on; ``None`` means at once."""
    status: int | None = None
    """The last HTTP status; ``None`` where no answer came."""
    error: str | None = None
    """Why the last fetch failed, in a sentence for the author; ``None`` after a good one."""
    failures: int = 0
    """Failures in a row."""
    failing_since: datetime | None = None
    interval_seconds: int | None = None
    """The adaptive pause between two fetches."""
    posts_per_week: float | None = None
    newest_at: datetime | None = None
    """The date of its newest post."""
    ttl_seconds: int | None = None
    """The freshness that its last document asked for, which a 304 does not repeat."""
    skips: Skips = Skips()
    """The hours and days in which its last document asked not to be read."""
    moved_to: str | None = None
    """Where a chain of permanent redirects leads; asked directly once it was seen often enough."""
    moved_seen: int = 0
    moved_since: datetime | None = None
    feed_url: str | None = None
    """The feed that was discovered where the source's address turned out to be a page."""
    fingerprints: tuple[str, ...] = ()
    """Of the bytes of each entry of the last committed body, so that known ones are not read again."""
    rewrites: tuple[tuple[str, int], ...] = ()
    """Entries that were rewritten again and again, by id, and how often; some never stop."""
    disabled_at: datetime | None = None
    """Set where the source said 410 Gone or failed for too long."""
    websub_hub: str | None = None


@dataclass(frozen=True, slots=True)
class BadDocument:
    """A document that came and could not be read, kept for the author to look at."""

    url: str
    """The address that answered."""
    fetched_at: datetime
    content_type: str
    """As the server named it, parameters and all."""
    error: str
    """Why it could not be read."""
    size: int
    """Bytes that came."""
    body: bytes
    """What came, or its beginning if it was long."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with an entry (RSS 2.0 ``enclosure``, Atom ``rel=enclosure``)."""

    url: str
    type: str | None = None
    length: int | None = None
    """Bytes."""
    duration: int | None = None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a source published it, normalised; markup has passed the sanitiser."""

    id: str
    """Unique within its source: GUID, else link, else a hash."""
    url: str | None
    title: str
    """Plain text."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    """Sanitised HTML."""
    content: str = ""
    """Sanitised HTML."""
    categories: tuple[str, ...] = ()
    language: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    image: str | None = None
    comments_url: str | None = None
    transcript_url: str | None = None
    chapters_url: str | None = None
    hash: str = ""
    """Changes when anything a reader sees has changed."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What one document of a source said: about itself, and its entries, newest first."""

    format: str
    """``rss20``, ``atom10``, ``json11``, ``listing``, ``sitemap``, …; ``""`` where unknown."""
    title: str = ""
    site_url: str | None = None
    description: str = ""
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()
    """What was odd but survivable, a sentence each."""
    ttl_seconds: int | None = None
    """The freshness the document asks for (RSS ``ttl``, ``sy:update*``)."""
    skips: Skips = Skips()
    hub: str | None = None
    next_url: str | None = None
    """Where the next page of the same list is (RFC 5005, arXiv paging)."""
