"""Autodiscovery beside reader's: every feed that reader finds in a page, and more."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
from reader.discover import from_http_response

from curator.feeds.discover import candidates
from curator.model import Page
from curator.urls import absolute
from tests.corpora import corpora_folder

NOW = datetime(2026, 3, 1, tzinfo=UTC)
URL = "https://site.example/posts/one.html"
FEED = "https://site.example/posts/feed.xml"
EVERY = 25
"""One in so many of the captured pages, for time's sake."""

SHAPES = {
    "plain": '<link rel="alternate" type="application/atom+xml" href="feed.xml">',
    "rel in capitals": '<link rel="ALTERNATE" type="application/atom+xml" href="feed.xml">',
    "type in capitals": '<link rel="alternate" type="APPLICATION/ATOM+XML" href="feed.xml">',
    "several rels": '<link rel="home alternate" type="application/atom+xml" href="feed.xml">',
    "blanks around rel": '<link rel=" alternate " type="application/atom+xml" href="feed.xml">',
    "blanks around type": '<link rel="alternate" type=" application/atom+xml " href="feed.xml">',
    "blanks around href": '<link rel="alternate" type="application/atom+xml" href=" feed.xml ">',
    "parameters": '<link rel="alternate" type="application/atom+xml;charset=utf-8" href="feed.xml">',
    "no quotes": "<link rel=alternate type=application/atom+xml href=feed.xml>",
    "single quotes": "<link rel='alternate' type='application/atom+xml' href='feed.xml'>",
    "entities": '<link rel="alternate" type="application/atom+xml" href="&#102;eed.xml">',
    "order": '<link href="feed.xml" type="application/atom+xml" rel="alternate">',
    "line breaks": '<link\nrel="alternate"\n\ttype="application/atom+xml"\nhref="feed.xml"\n>',
    "base": '<base href="/posts/"><link rel="alternate" type="application/rss+xml" href="feed.xml">',
    "base elsewhere": '<base href="https://x.example/"><link rel="alternate" type="application/rss+xml" href="'
    + FEED
    + '">',
    "rel feed": '<link rel="feed" href="feed.xml">',
    "rdf": '<link rel="alternate" type="application/rdf+xml" href="feed.xml">',
    "text/xml": '<link rel="alternate" type="text/xml" href="feed.xml">',
    "a comment before": '<!-- <link rel="alternate" type="application/rss+xml" href="no.xml"> -->'
    '<link rel="alternate" type="application/atom+xml" href="feed.xml">',
    "a script before": "<script>'<link rel=alternate type=application/rss+xml href=no.xml>'</script>"
    '<link rel="alternate" type="application/atom+xml" href="feed.xml">',
    "another rel before": '<link rel="foo" type="application/atom+xml" href="no.xml">'
    '<link rel="alternate" type="application/atom+xml" href="feed.xml">',
    "a style sheet before": '<link rel="alternate stylesheet" type="text/css" href="no.css">'
    '<link rel="alternate" type="application/atom+xml" href="feed.xml">',
    "in the body": '<body><link rel="alternate" type="application/atom+xml" href="feed.xml">',
    "only a link": '<body><a href="feed.xml">Feed</a>',
}
"""Ways in which pages name their feed, among them those of Pilgrim's test suite."""


def mine(body: bytes) -> list[str]:
    page = Page(URL, URL, 200, {"content-type": "text/html"}, body, NOW)
    return [one.url for one in candidates(page)]


def readers(body: bytes) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = from_http_response(URL, body, {"content-type": "text/html"})
    return [link.href for link in found]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_feed_is_the_first_candidate(shape: str) -> None:
    assert mine(f"<html><head>{SHAPES[shape]}</head></html>".encode())[:1] == [FEED]


def test_reader_finds_fewer_of_the_shapes() -> None:
    theirs = sum(
        readers(f"<html><head>{text}</head></html>".encode())[:1] == [FEED]
        for text in SHAPES.values()
    )
    assert theirs < len(SHAPES)


def pages() -> list[Path]:
    return sorted((corpora_folder() / "pages").rglob("*.html"))[::EVERY]


@pytest.mark.corpora
def test_every_feed_that_reader_finds_in_captured_pages_and_more() -> None:
    more = 0
    missed = []
    for path in pages():
        body = path.read_bytes()
        found = mine(body)
        if b"<base" in body.lower():  # which reader does not heed
            continue
        wanted = {whole for url in readers(body) if (whole := absolute(url, URL))}
        missed += [(path.name, url) for url in wanted - set(found)]
        more += bool(found) and not wanted
    assert missed == []
    assert more > 0
