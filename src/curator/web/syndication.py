"""Atom (RFC 4287) and JSON Feed 1.1 of whatever the site publishes. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from curator.sanitize import clean_source, clean_text

ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself."""

    title: str
    page: str
    """Absolute address of the page it is about."""
    atom: str
    json: str
    """Absolute addresses of the feed in both forms."""
    author: str
    author_link: str | None = None
    subtitle: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry."""

    id: str
    """An address that never changes."""
    url: str
    """The page that opens: what was picked, or the issue."""
    title: str
    html: str
    at: datetime
    summary: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    said_at: str | None = None
    """The page of ours that speaks of it, where ``url`` is somebody else's."""


def atom(channel: Channel, pieces: Sequence[Piece]) -> bytes:
    """The feed as an Atom document."""
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": channel.language})
    _text(feed, "id", channel.atom)
    _text(feed, "title", channel.title)
    if channel.subtitle:
        _text(feed, "subtitle", channel.subtitle)
    _text(feed, "updated", _instant(max((piece.at for piece in pieces), default=_NEVER)))
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=channel.atom)
    SubElement(feed, "link", rel="alternate", type="text/html", href=channel.page)
    author = SubElement(feed, "author")
    _text(author, "name", channel.author)
    if channel.author_link:
        _text(author, "uri", channel.author_link)
    _text(feed, "generator", "Curator")
    for piece in pieces:
        _entry(feed, piece)
    body: str = tostring(feed, encoding="unicode")
    return (_DECLARATION + body).encode()


def _entry(feed: Element, piece: Piece) -> None:
    entry = SubElement(feed, "entry")
    _text(entry, "id", piece.id)
    _text(entry, "title", piece.title)
    _text(entry, "updated", _instant(piece.at))
    _text(entry, "published", _instant(piece.at))
    SubElement(entry, "link", rel="alternate", type="text/html", href=piece.url)
    if piece.said_at:
        SubElement(entry, "link", rel="related", href=piece.said_at)
    for name in piece.authors:
        _text(SubElement(entry, "author"), "name", name)
    for tag in piece.tags:
        SubElement(entry, "category", term=clean_text(tag))
    if piece.summary:
        _text(entry, "summary", piece.summary)
    content = SubElement(entry, "content", type="html")
    content.text = clean_source(piece.html)


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = clean_text(words)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def json_feed(channel: Channel, pieces: Sequence[Piece]) -> bytes:
    """The feed as a JSON Feed document (jsonfeed.org/version/1.1)."""
    author = {
        "name": channel.author,
        **({"url": channel.author_link} if channel.author_link else {}),
    }
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean_text(channel.title),
        "home_page_url": channel.page,
        "feed_url": channel.json,
        "language": channel.language,
        "authors": [author],
        "items": [_item(piece) for piece in pieces],
    }
    if channel.subtitle:
        feed["description"] = clean_text(channel.subtitle)
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _item(piece: Piece) -> dict[str, Any]:
    """An item; what is said of a page elsewhere has its own ``url``, and that page the external."""
    item: dict[str, Any] = {
        "id": piece.id,
        "url": piece.said_at or piece.url,
        "title": clean_text(piece.title),
        "content_html": clean_source(piece.html),
        "date_published": _instant(piece.at),
    }
    optional = {
        "summary": clean_text(piece.summary),
        "external_url": piece.url if piece.said_at else None,
        "tags": [clean_text(tag) for tag in piece.tags],
        "authors": [{"name": clean_text(name)} for name in piece.authors],
    }
    return item | {name: value for name, value in optional.items() if value}
