"""A page of links as a source."""

from __future__ import annotations

import pytest

from curator.errors import ParseError
from curator.feeds.read import read
from curator.model import Feed, Source, SourceKind
from tests.feeds.samples import page

URL = "https://course.example/lessons/"
PAGE = """<!doctype html><html lang="en"><head><title>Course</title></head><body>
<nav><a href="/about">About us</a></nav>
<main><ol>
<li class="lesson"><a href="1.html">Getting started</a> <time datetime="2026-01-05">5 Jan</time></li>
<li class="lesson"><a href="2.html#top"><img src="x.png" alt="Training a model"></a></li>
<li class="lesson"><h3>Convolutions</h3><a href="3.html">Read</a></li>
<li class="lesson"><a href="1.html">Again</a></li>
<li class="lesson"><a href="javascript:x()">No link</a></li>
<li><a href="https://elsewhere.example/">Elsewhere</a></li>
</ol></main></body></html>"""


def listed(selector: str | None = None, body: str = PAGE) -> Feed:
    return read(Source(URL, SourceKind.LISTING, selector=selector), page(body, URL, "text/html"))


def test_a_selector_names_the_links() -> None:
    feed = listed("li.lesson a")
    assert [(one.title, one.url) for one in feed.entries] == [
        ("Getting started", f"{URL}1.html"),
        ("Training a model", f"{URL}2.html"),
        ("Read", f"{URL}3.html"),
    ]
    assert (feed.format, feed.title, feed.language, feed.site_url) == (
        "listing",
        "Course",
        "en",
        URL,
    )


def test_a_selector_may_name_what_is_around_a_link() -> None:
    feed = listed("li.lesson")
    assert [one.title for one in feed.entries] == [
        "Getting started",
        "Training a model",
        "Convolutions",
    ]
    assert feed.entries[0].published is not None
    assert feed.entries[0].published.day == 5


def test_without_a_selector_the_main_part_counts() -> None:
    assert [one.url for one in listed().entries] == [f"{URL}1.html", f"{URL}3.html"]


def test_a_base_element_counts() -> None:
    body = (
        "<html><head><base href='/b/'></head><body><a class=x href='1'>Lesson one</a></body></html>"
    )
    assert listed("a.x", body).entries[0].url == "https://course.example/b/1"


@pytest.mark.parametrize(
    ("selector", "told"),
    [("li.nothing", "matches no links"), ("li..", "not valid CSS"), ("", "Elsewhere|no links|")],
)
def test_a_wrong_selector_is_told(selector: str, told: str) -> None:
    if selector:
        with pytest.raises(ParseError, match=told):
            listed(selector)
    else:
        assert listed(selector).entries


@pytest.mark.parametrize(
    "body", ["", "<html></html>", "plain", "<html><body><a>no address</a></body></html>"]
)
def test_a_page_without_links_is_a_parse_error(body: str) -> None:
    with pytest.raises(ParseError):
        listed("a", body)
