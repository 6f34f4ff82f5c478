"""Looking at a source without storing anything."""

from __future__ import annotations

import json

from curator.feeds.fetching.fetch import Fetcher
from curator.feeds.inspect import as_json, inspect
from curator.workers import Workers
from tests.feeds.site import Answer, Site, rss

KEYS = {
    "url",
    "final_url",
    "status",
    "kind",
    "format",
    "title",
    "site_url",
    "error",
    "entries",
    "discovered",
    "warnings",
}
ENTRY_KEYS = {
    "id",
    "url",
    "title",
    "authors",
    "published",
    "updated",
    "summary",
    "content",
    "categories",
    "language",
    "enclosures",
    "image",
}


def test_a_feed_in_full(site: Site, fetcher: Fetcher, workers: Workers) -> None:
    site.routes = {
        "/old": Answer(status=301, headers={"Location": "/feed"}),
        "/feed": Answer(rss("One")),
    }
    found = as_json(inspect(site.url("/old"), fetcher, workers))
    assert set(found) == KEYS
    assert (found["url"], found["final_url"]) == (site.url("/old"), site.url("/feed"))
    assert (found["status"], found["kind"], found["format"]) == (200, "feed", "rss20")
    (entry,) = found["entries"]
    assert set(entry) == ENTRY_KEYS
    assert entry["published"] == "2026-02-01T10:00:00Z"
    assert json.loads(json.dumps(found)) == found


def test_errors_are_told_and_never_raised(site: Site, fetcher: Fetcher, workers: Workers) -> None:
    site.routes = {"/page": Answer(b"<html></html>"), "/odd": Answer(b"<odd/>")}
    for url, status in (
        (site.url("/missing"), 404),
        (site.url("/page"), 200),
        (site.url("/odd"), 200),
        ("http://10.0.0.1/", None),
        ("no address", None),
    ):
        found = as_json(inspect(url, fetcher, workers))
        assert found["status"] == status
        assert found["error"]
        assert found["entries"] == []


def test_a_page_leads_to_its_feed(site: Site, fetcher: Fetcher, workers: Workers) -> None:
    head = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed">'
    site.routes = {"/": Answer(head), "/feed": Answer(rss("One"))}
    found = as_json(inspect(site.url("/"), fetcher, workers))
    assert (found["final_url"], found["error"]) == (site.url("/feed"), None)
    assert site.url("/feed") in found["discovered"]


def test_podcasts_and_sitemaps_are_recognised(
    site: Site, fetcher: Fetcher, workers: Workers
) -> None:
    sound = '<enclosure url="https://cdn.example/1.mp3" type="audio/mpeg"/>'
    site.routes = {
        "/cast": Answer(rss("One").replace(b"</item>", f"{sound}</item>".encode())),
        "/map": Answer(b"<urlset><url><loc>https://a.example/x</loc></url></urlset>"),
    }
    assert inspect(site.url("/cast"), fetcher, workers).kind.value == "podcast"
    assert inspect(site.url("/map"), fetcher, workers).kind.value == "sitemap"


def test_a_selector_is_tried_before_it_stands_in_the_file(
    site: Site, fetcher: Fetcher, workers: Workers
) -> None:
    site.routes = {
        "/course": Answer(b'<main><a class="lesson" href="/1">One</a><a href="/x">X</a>')
    }
    found = as_json(inspect(site.url("/course"), fetcher, workers, selector="a.lesson"))
    assert [(one["url"], one["title"]) for one in found["entries"]] == [(site.url("/1"), "One")]
    wrong = as_json(inspect(site.url("/course"), fetcher, workers, selector="a["))
    assert "not valid CSS" in wrong["error"]
