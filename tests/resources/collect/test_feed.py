"""What a feed says of a link, and whether it says it whole."""

from __future__ import annotations

import pytest

from curator.model import Entry
from curator.resources.collect.feed import is_whole
from curator.resources.enrich import from_entry
from tests.resources.pages import NOW

URL = "https://weaver.example/loom"
LONG = "A loom comes back to the village. " * 40


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (LONG, True),
        ("A loom comes back.", False),
        (LONG + "And then…", False),
        (LONG + "And then [...]", False),
        (LONG + "Continue reading A loom comes back →", False),
        (LONG + "Read more about looms in my book, and weave. " + LONG, True),
    ],
)
def test_a_teaser_is_told_from_the_whole_text(text: str, whole: bool) -> None:
    assert is_whole(text) is whole


def test_how_long_a_teaser_takes_says_nothing_of_what_it_is_for() -> None:
    teaser = Entry("1", URL, "A loom", summary="A loom comes back.")
    whole = Entry("1", URL, "A loom", content=f"<p>{LONG}</p>")
    assert from_entry(teaser, URL, now=NOW).minutes is None
    assert from_entry(whole, URL, now=NOW).minutes == 1


def test_what_the_feed_calls_itself_names_the_site_where_the_host_agrees() -> None:
    entry = Entry("1", URL, "A loom")
    named = from_entry(entry, URL, now=NOW, source_title="The Weaver – tales of looms")
    assert named.site == "The Weaver"
    assert from_entry(entry, URL, now=NOW, source_title="World").site == "weaver.example"
