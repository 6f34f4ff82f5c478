"""What a feed says of a link, and whether it says it whole."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from curator.model import Enclosure, Entry, Kind, Page, Resource, SourceKind
from curator.resources.collect.feed import FeedSide, is_whole
from curator.resources.enrich import from_feed, read
from tests.resources.pages import NOW

URL = "https://weaver.example/loom"
PLAIN = Entry("1", URL, "A loom")
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
    assert from_feed(FeedSide(teaser), URL, now=NOW).minutes is None
    assert from_feed(FeedSide(whole), URL, now=NOW).minutes == 1


def test_what_a_feed_gives_keeps_headings_links_code_and_emphasis() -> None:
    content = """<h2>Warp</h2><p>Pull <b>hard</b>, as <a href="/ann">Ann</a> says.</p>
    <pre>x = 1</pre>"""
    found = _told(Entry("1", URL, "A loom", content=content))
    assert found.markdown == (
        "## Warp\n\nPull **hard**, as [Ann](https://weaver.example/ann) says.\n\n```\nx = 1\n```"
    )
    assert found.text == "Warp\n\nPull hard, as Ann says.\n\nx = 1"


@pytest.mark.parametrize("summary", ["No tags & no signs", "<!-- -->", ""])
def test_a_teaser_without_markup_is_its_words(summary: str) -> None:
    found = _told(Entry("1", URL, "A loom", summary=summary))
    assert found.text == ("No tags & no signs" if "No" in summary else "")


def test_the_transcript_of_an_episode_is_kept_on_the_web_or_not_at_all() -> None:
    def transcript(url: str) -> str | None:
        episode = Entry("1", URL, "A loom", transcript_url=url)
        return from_feed(FeedSide(episode), URL, now=NOW).transcript_url

    assert transcript("https://weaver.example/loom.vtt") == "https://weaver.example/loom.vtt"
    assert transcript("javascript:alert(1)") is None


def test_the_authors_own_post_is_read_as_the_feed_gives_it_whole() -> None:
    around = "<p>Six weavers liked this story and want to hear more about it every week.</p>"
    body = f"<html><title>A loom</title><article><p>{LONG}</p>{around}</article></html>"
    page = Page(URL, URL, 200, {"content-type": "text/html"}, body.encode(), NOW)
    own = Entry("1", URL, "A loom", content=f"<p>{LONG}</p><p>The <i>end</i>.</p>")
    kept = read(page, now=NOW, feed=FeedSide(own, mine=True)).resource
    assert kept.markdown.endswith("The *end*.")
    assert "Six weavers" not in kept.text
    for other in (FeedSide(own), FeedSide(Entry("1", URL, "A loom", content="Short."), mine=True)):
        assert "The *end*." not in read(page, now=NOW, feed=other).resource.markdown


def test_a_short_post_of_the_authors_is_whole_in_the_feed_if_both_end_alike() -> None:
    first = (
        "<p>I warped the loom on Monday, and by the evening every thread had found its place.</p>"
    )
    rest = (
        "<p>Then I wove.</p><pre><code>x = 1</code></pre>"
        "<table><thead><tr><th>Warp</th><th>Weft</th></tr></thead>"
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
        "<p>And here is the cloth that came of it in the end.</p>"
    )
    body = f"<html><title>A loom</title><body><article>{first}{rest}</article></body></html>"
    page = Page(URL, URL, 200, {"content-type": "text/html"}, body.encode(), NOW)
    for content, of_feed in ((f"{first}{rest}", True), (first, False)):
        own = FeedSide(Entry("1", URL, "A loom", content=content), mine=True)
        kept = read(page, now=NOW, feed=own).resource
        assert kept.markdown.endswith("that came of it in the end.")
        assert ("| Warp | Weft |" in kept.markdown) == of_feed


def test_what_the_feed_calls_itself_names_the_site_where_the_host_agrees() -> None:
    assert _told(title="The Weaver – tales of looms").site == "The Weaver"
    assert _told(title="World").site == "weaver.example"


def test_a_place_on_somebodys_host_is_named_by_its_feed_and_titles_go_without_that_name() -> None:
    url = "https://the-weavers-loom.example.net/warp"
    side = FeedSide(Entry("1", url, "The Weaver's Loom — How to warp"), title="The-Weavers-Loom")
    found = from_feed(side, url, now=NOW)
    assert (found.site, found.title) == ("The-Weavers-Loom", "How to warp")
    other = from_feed(side, "https://elsewhere.example.net/warp", now=NOW)
    assert other.site == "elsewhere.example.net"


def _told(entry: Entry = PLAIN, **side: Any) -> Resource:
    """The resource by a feed alone."""
    return from_feed(FeedSide(entry, **side), URL, now=NOW)


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
    found = _told(entry)
    assert (found.kind, found.minutes) == (kind, 30 if kind is Kind.PODCAST else 1)


def test_the_kind_of_a_source_is_that_of_its_entries_where_nothing_else_tells() -> None:
    assert _told(kind=SourceKind.GITHUB).kind is Kind.RELEASE
    assert _told(kind=SourceKind.FEED).kind is Kind.ARTICLE


def test_the_day_on_which_a_competition_closes_is_read_from_its_entry() -> None:
    entry = Entry("1", URL, "Looms", summary="Weave the fastest. Deadline: 2026-03-01.")
    contest = from_feed(FeedSide(entry), "https://www.kaggle.com/competitions/looms", now=NOW)
    assert contest.kind is Kind.COMPETITION
    assert contest.deadline == datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    assert _told(entry).deadline is None, "no competition"


def test_what_the_author_writes_is_a_post() -> None:
    assert _told(mine=True).kind is Kind.POST
    assert _told(mine=True, kind=SourceKind.PODCAST).kind is Kind.PODCAST


def test_an_episode_is_of_the_show_wherever_its_page_stands() -> None:
    shown = [_told(kind=kind, title="Loom Talk").site for kind in (SourceKind.PODCAST, None)]
    assert shown == ["Loom Talk", "weaver.example"]
