"""Every document of the feed corpora: no exception escapes, and what is new is what is there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curator.errors import ParseError
from curator.feeds.discover import candidates
from curator.feeds.forms import document
from curator.feeds.forms.document import as_xml
from curator.feeds.forms.opml import read_opml
from curator.feeds.forms.split import Split, split
from curator.feeds.read import read, read_new
from curator.model import Feed, Page, Source, SourceKind
from tests.corpora import corpora_folder

pytestmark = pytest.mark.corpora

NOW = datetime(2026, 3, 1, tzinfo=UTC)
URL = "https://site.example/blog/feed.xml"
LEAST_READABLE = 3000
"""Documents of the corpora that are feeds."""
LARGEST = 400_000
"""Bytes of a document that is read three times over."""


def pages() -> Iterator[tuple[Path, Page]]:
    for path in sorted((corpora_folder() / "feeds").rglob("*")):
        if path.is_file():
            yield path, Page(URL, URL, 200, {}, path.read_bytes(), NOW)


def test_every_document_is_a_feed_or_a_parse_error() -> None:
    found: Counter[str] = Counter()
    for path, page in pages():
        for kind in (
            (SourceKind.FEED, SourceKind.LISTING) if path.suffix == ".html" else (SourceKind.FEED,)
        ):
            try:
                feed = read(Source(URL, kind), page)
            except ParseError:
                found["refused"] += 1
                continue
            found["read"] += 1
            assert sound(feed), path
    assert found["read"] >= LEAST_READABLE, found


def sound(feed: Feed) -> bool:
    """Whether identities are unique, titles there, addresses absolute and dates possible."""
    entries = feed.entries
    return (
        len({one.id for one in entries}) == len(entries)
        and all(one.title and "\n" not in one.title for one in entries)
        and all(one.url is None or one.url.startswith(("http://", "https://")) for one in entries)
        and all("<script" not in one.summary + one.content for one in entries)
        and all(1990 <= one.published.year <= NOW.year for one in entries if one.published)
    )


def test_every_document_may_be_searched_for_feeds_and_outlines() -> None:
    for path, page in pages():
        assert all(one.url.startswith("http") for one in candidates(page)), path
        try:
            lines = read_opml(page.body)
        except ParseError:
            continue
        assert all(line["url"] or line["name"] for line in lines), path  # else nobody could be told


@pytest.mark.parametrize(
    "name",
    [
        "kurtmckee-feedparser/tests-main-json/example.json",
        "lemon24-reader/data/full.json",
        "lemon24-reader/data/empty.json",
        "lemon24-reader/data/10.json",
        "feed-rs/fixture/jsonfeed/jsonfeed_elastic_1.1.json",
        "feed-rs/fixture/jsonfeed/jsonfeed_example_1.json",
        "feed-rs/fixture/jsonfeed/jsonfeed_spec_1.json",
        "fastfeedparser-integration/json_feed_sample.json",
    ],
)
def test_json_feeds_are_read_whole(name: str) -> None:
    body = (corpora_folder() / "feeds" / name).read_bytes()
    expected = len(json.loads(body)["items"])
    feed = read(Source(URL), Page(URL, URL, 200, {}, body, NOW))
    assert feed.format.startswith("json")
    assert len(feed.entries) == expected


def test_leaving_out_known_entries_gives_what_reading_everything_gives() -> None:
    """Every other entry is known; the rest must come out as from the whole document."""
    source = Source(URL)
    taken_apart = 0
    for path, page in pages():
        parts = pieces(page)
        if parts is None:
            continue
        taken_apart += 1
        half = frozenset(range(0, len(parts.pieces), 2))
        before = read_new(source, Page(URL, URL, 200, {}, parts.without(half), NOW), (), ())
        known = {one.id: one.hash for one in before.feed.entries}
        whole = read(source, page, known)
        part = read_new(source, page, known, before.fingerprints)
        fresh = {one.id: one for one in part.feed.entries}
        for entry in whole.entries:
            new = fresh.pop(entry.id, None)
            assert new == entry if new else known[entry.id] == entry.hash, path
        assert not fresh, path
    assert taken_apart > 380


def pieces(page: Page) -> Split | None:
    """The entries of a feed that can be taken apart; ``None`` for every other document."""
    if len(page.body) > LARGEST:
        return None
    try:
        found = document.read(page)
    except ParseError:
        return None
    is_feed = found.root in ("rss", "rdf", "feed")
    return split(as_xml(found.text).encode("utf-8", "replace")) if is_feed else None
