"""Sitemaps and their indexes."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.feeds.samples import feed_of

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def test_pages_are_entries_newest_first() -> None:
    feed = feed_of(
        f"""<?xml version="1.0"?><urlset {SPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
        <url><loc> https://a.example/posts/why-cnns.html </loc><lastmod>2026-01-01</lastmod>
          <image:image><image:loc>https://a.example/i.png</image:loc><image:title>A picture</image:title>
          </image:image></url>
        <url><loc>https://a.example/posts/training_loops/</loc><lastmod>2026-02-01T10:00:00Z</lastmod></url>
        <url><loc></loc></url></urlset>"""
    )
    assert feed.format == "urlset"
    assert [(one.title, one.url) for one in feed.entries] == [
        ("training loops", "https://a.example/posts/training_loops/"),
        ("why cnns", "https://a.example/posts/why-cnns.html"),
    ]
    assert feed.entries[0].updated == datetime(2026, 2, 1, 10, tzinfo=UTC)


def test_a_news_sitemap_has_titles_and_dates() -> None:
    feed = feed_of(
        f"""<urlset {SPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
        <loc>https://a.example/1</loc><news:news><news:publication><news:name>A</news:name>
        <news:language>en</news:language></news:publication>
        <news:publication_date>2026-02-03</news:publication_date><news:title>Big news</news:title>
        </news:news></url></urlset>"""
    )
    (entry,) = feed.entries
    assert (entry.title, entry.language) == ("Big news", "en")
    assert entry.published == datetime(2026, 2, 3, tzinfo=UTC)


def test_an_index_lists_sitemaps() -> None:
    feed = feed_of(
        f"<sitemapindex {SPACE}><sitemap><loc>https://a.example/s1.xml</loc></sitemap></sitemapindex>"
    )
    assert feed.format == "sitemapindex"
    assert [one.url for one in feed.entries] == ["https://a.example/s1.xml"]


def test_entities_and_broken_ends_are_survived() -> None:
    assert (
        len(
            feed_of(
                f"<urlset {SPACE}><url><loc>https://a.example/?a=1&b=2</loc></url><url>"
            ).entries
        )
        == 1
    )
