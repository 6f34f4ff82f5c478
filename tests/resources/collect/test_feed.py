"""What a feed says of a link, and whether it says it whole."""

from __future__ import annotations

import pytest

from curator.model import Enclosure, Entry, Kind, SourceKind
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


@pytest.mark.parametrize(
    ("enclosure", "kind"),
    [
        (Enclosure("https://weaver.example/1.mp3", "audio/mpeg", duration=1800), Kind.PODCAST),
        (Enclosure("https://weaver.example/1.mp3", "audio/mpeg"), Kind.ARTICLE),
        (Enclosure("https://weaver.example/1.png", "image/png", duration=3), Kind.ARTICLE),
    ],
)
def test_an_entry_with_audio_of_a_told_length_is_an_episode(
    enclosure: Enclosure, kind: Kind
) -> None:
    entry = Entry("1", URL, "A loom", content=f"<p>{LONG}</p>", enclosures=(enclosure,))
    found = from_entry(entry, URL, now=NOW)
    assert (found.kind, found.minutes) == (kind, 30 if kind is Kind.PODCAST else 1)


def test_the_kind_of_a_source_is_that_of_its_entries_where_nothing_else_tells() -> None:
    entry = Entry("1", URL, "Loom 2.4.0")
    assert from_entry(entry, URL, now=NOW, source_hint=SourceKind.GITHUB).kind is Kind.RELEASE
    assert from_entry(entry, URL, now=NOW, source_hint=SourceKind.FEED).kind is Kind.ARTICLE
