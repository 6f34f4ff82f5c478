"""Damaged feeds: at least as many entries are recovered as feedparser itself recovers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import feedparser
import pytest

from curator.errors import ParseError
from curator.feeds.read import read
from curator.model import Page, Source
from tests.corpora import corpora_folder

pytestmark = pytest.mark.corpora

NOW = datetime(2026, 3, 1, tzinfo=UTC)
URL = "https://site.example/feed.xml"
LARGEST = 100_000
EVERY = 3
"""Only so large documents, and only every third of them, for time's sake."""

_TITLE = re.compile(rb"<title[^>]*>(?!<!\[CDATA\[)[^<]+")


def in_third_title(inserted: bytes) -> Callable[[bytes], bytes]:
    """Put something into an entry's title, so that one entry is damaged and the others are not."""

    def mutate(body: bytes) -> bytes:
        titles = list(_TITLE.finditer(body))
        if len(titles) < 3:
            return body
        return body[: titles[2].end()] + inserted + body[titles[2].end() :]

    return mutate


MUTATIONS: dict[str, Callable[[bytes], bytes]] = {
    "truncated at 60 %": lambda body: body[: len(body) * 6 // 10],
    "bare & in a title": in_third_title(b" R & D "),
    "&nbsp; in a title": in_third_title(b"&nbsp;"),
    "control character": in_third_title(b"\x0b"),
    "latin-1 byte in utf-8": in_third_title(b"\xe9"),
    "unclosed <b> in a title": in_third_title(b"<b>"),
    "blank lines before the declaration": lambda body: b"\n\n" + body,
    "junk after the end": lambda body: body + b"\n<script>x</script>junk",
}


def documents() -> list[bytes]:
    folder = corpora_folder() / "feeds" / "smallweb"
    bodies = [path.read_bytes() for path in sorted(folder.iterdir())]
    return [body for body in bodies if len(body) <= LARGEST][::EVERY]


def recovered(body: bytes) -> int:
    try:
        return len(read(Source(URL), Page(URL, URL, 200, {}, body, NOW)).entries)
    except ParseError:
        return 0


def recovered_by_feedparser(body: bytes) -> int:
    options = {"sanitize_html": False, "resolve_relative_uris": False}
    return len(feedparser.parse(io.BytesIO(body), **options).entries)


@pytest.mark.parametrize("name", MUTATIONS)
def test_as_many_entries_as_feedparser(name: str) -> None:
    mine = theirs = 0
    for body in documents():
        damaged = MUTATIONS[name](body)
        mine += recovered(damaged)
        theirs += recovered_by_feedparser(damaged)
    assert mine >= theirs > 0
