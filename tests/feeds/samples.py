"""Documents and pages that several tests read."""

from __future__ import annotations

from datetime import UTC, datetime

from curator.feeds.read import read
from curator.model import Entry, Feed, Page, Source, SourceKind

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)
FEED = "https://blog.example/feed.xml"


def page(
    body: str | bytes,
    url: str = FEED,
    type_: str = "application/xml",
    headers: dict[str, str] | None = None,
) -> Page:
    """An answer of 200 with this body."""
    content = body.encode() if isinstance(body, str) else body
    return Page(url, url, 200, {"content-type": type_} | (headers or {}), content, NOW)


def feed_of(body: str | bytes, url: str = FEED, kind: SourceKind = SourceKind.FEED) -> Feed:
    """The feed that a source at ``url`` would give."""
    return read(Source(url, kind), page(body, url))


def channel(
    items: str, head: str = "<link>https://blog.example/</link>", attributes: str = ""
) -> str:
    """An RSS 2.0 document."""
    spaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:podcast="https://podcastindex.org/namespace/1.0" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
        'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
        'xmlns:atom="http://www.w3.org/2005/Atom"'
    )
    return f'<rss version="2.0" {spaces} {attributes}><channel><title>Blog</title>{head}{items}</channel></rss>'


def atom(entries: str, head: str = "") -> str:
    """An Atom 1.0 document."""
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title>{head}{entries}</feed>'


def item(inside: str, head: str = "<link>https://blog.example/</link>") -> Entry:
    """The entry of an RSS item."""
    (entry,) = feed_of(channel(f"<item>{inside}</item>", head)).entries
    return entry


def entry(inside: str, head: str = "") -> Entry:
    """The entry of an Atom entry."""
    (found,) = feed_of(atom(f"<entry>{inside}</entry>", head)).entries
    return found
