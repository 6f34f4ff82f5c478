"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import ParseError
from curator.model import Enclosure, Entry
from tests.feeds.samples import feed_of


def json_item(**fields: Any) -> Entry:
    version = "https://jsonfeed.org/version/1.1"
    (entry,) = feed_of(json.dumps({"version": version, "items": [fields]})).entries
    return entry


def test_an_item_in_full() -> None:
    entry = json_item(
        id="1",
        url="https://blog.example/1?utm_source=json",
        title="One",
        content_html="<p>Text <script>x</script></p>",
        summary="In short",
        date_published="2026-02-03T10:00:00+02:00",
        date_modified="2026-02-04T10:00:00Z",
        authors=[{"name": "Ada"}, {"name": "Alan"}],
        tags=["cnn", "vision"],
        language="en-gb",
        image="/i.png",
        attachments=[
            {
                "url": "/a.mp3",
                "mime_type": "audio/mpeg",
                "size_in_bytes": 5,
                "duration_in_seconds": 61.5,
            }
        ],
    )
    assert (entry.id, entry.url, entry.title) == ("1", "https://blog.example/1", "One")
    assert (entry.content, entry.summary) == ("<p>Text </p>", "In short")
    assert entry.published == datetime(2026, 2, 3, 8, tzinfo=UTC)
    assert entry.updated == datetime(2026, 2, 4, 10, tzinfo=UTC)
    assert (entry.authors, entry.categories) == (("Ada", "Alan"), ("cnn", "vision"))
    assert (entry.language, entry.image) == ("en-GB", "https://blog.example/i.png")
    assert entry.enclosures == (Enclosure("https://blog.example/a.mp3", "audio/mpeg", 5, 61),)


def test_what_is_not_quite_by_the_book_is_read() -> None:
    assert json_item(id=7, content_text="a < b").id == "7"
    assert json_item(id=7, content_text="a < b").content == "a &lt; b"
    assert json_item(id="1", author={"name": "Ada"}).authors == ("Ada",)
    assert json_item(id="1", author="Ada").authors == ("Ada",)
    assert json_item(external_url="https://other.example/").id == "https://other.example/"
    assert json_item(content_html="<p>Only text</p>").title == "Only text"


def test_the_feed_lends_its_authors_and_tells_of_itself() -> None:
    feed = feed_of(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1",
                "title": "Blog",
                "home_page_url": "https://blog.example/",
                "authors": [{"name": "Ada"}],
                "next_url": "/feed.json?page=2",
                "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
                "items": [{"id": "1"}, "not an item"],
            }
        )
    )
    assert (feed.format, feed.title, feed.site_url) == ("json10", "Blog", "https://blog.example/")
    assert [one.authors for one in feed.entries] == [("Ada",)]
    assert feed.next_url == "https://blog.example/feed.json?page=2"
    assert feed.hub == "https://hub.example/"
    assert any("not objects" in warning for warning in feed.warnings)


@pytest.mark.parametrize("text", ["{", '{"items": 3}', '{"version": "x"}', '["a"]', '{"items": [}'])
def test_other_json_is_a_parse_error(text: str) -> None:
    with pytest.raises(ParseError):
        feed_of(text)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
_FIELDS = [
    "id",
    "url",
    "title",
    "content_html",
    "authors",
    "author",
    "tags",
    "attachments",
    "date_published",
    "image",
]


@given(st.lists(st.dictionaries(st.sampled_from(_FIELDS), _JSON, max_size=6) | _JSON, max_size=4))
def test_any_items_are_survived(items: list[Any]) -> None:
    feed = feed_of(json.dumps({"items": items}))
    assert len(feed.entries) <= len(items)
