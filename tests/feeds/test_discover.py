"""The feed behind a page."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import BadStatus, FetchError
from curator.feeds.discover import Candidate, candidates, discover
from curator.model import Page
from tests.feeds.samples import channel, page

HOME = "https://blog.example/posts/"
RSS = channel("<item><title>One</title><guid>1</guid></item>")
LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'


class Web:
    """A few pages, and what was asked."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def __call__(self, url: str) -> Page:
        self.asked.append(url)
        if url not in self.pages:
            raise BadStatus(url, 404)
        return page(self.pages[url], url, "")


def html(head: str = "", body: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def chosen(pages: Mapping[str, str], url: str = HOME) -> Candidate:
    found = discover(url, Web(pages))
    assert found.choice is not None, found
    return found.choice


def test_a_feed_is_its_own_choice() -> None:
    web = Web({HOME: RSS})
    found = discover(HOME, web)
    assert found.choice is not None
    assert (found.choice.url, found.choice.origin, found.choice.format) == (
        HOME,
        "address",
        "rss20",
    )
    assert web.asked == [HOME]


@pytest.mark.parametrize(
    "link",
    [
        LINK.format("/feed.xml"),
        '<LINK REL=" Alternate  Home " TYPE=" Application/RSS+XML ; charset=utf-8" HREF=" /feed.xml ">',
        "<link href='/feed.xml' type='application/atom+xml' rel='nofollow alternate'/>",
        '<link rel="feed" href="/feed.xml">',
        '<link rel="alternate" href="/feed.xml">',
        LINK.format("feed://blog.example/feed.xml"),
        LINK.format("feed:https://blog.example/feed.xml"),
        '<base href="/"><link rel="alternate" type="application/feed+json" href="feed.xml">',
        '<link rel="alternate" type="application/rss+xml" href="/missing.xml">'
        + LINK.format("/feed.xml"),
        '<link rel="alternate stylesheet" type="text/xml" href="/s.xml">'
        + LINK.format("/feed.xml"),
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments.xml">'
        + LINK.format("/feed.xml"),
        "<!-- " + LINK.format("/commented.xml") + " -->" + LINK.format("/feed.xml"),
        "<![endif]--><![CDAT[ x ]>" + LINK.format("/feed.xml"),
        "<script>'" + LINK.format("/script.xml") + "'</script>" + LINK.format("/feed.xml"),
    ],
)
def test_link_elements(link: str) -> None:
    others = ["missing", "s", "comments", "commented", "script"]
    pages = {f"https://blog.example/{name}.xml": RSS for name in others[1:]}
    choice = chosen({HOME: html(link), "https://blog.example/feed.xml": RSS} | pages)
    assert (choice.url, choice.origin) == ("https://blog.example/feed.xml", "link")


def test_a_base_after_the_link_is_tried_without_too() -> None:
    head = '<link rel=alternate type="application/rss+xml" href="f.xml"><base href="https://elsewhere.example/">'
    assert chosen({HOME: html(head), f"{HOME}f.xml": RSS}).url == f"{HOME}f.xml"


def test_a_feed_with_entries_is_better_than_an_empty_one() -> None:
    pages = {
        HOME: html(LINK.format("/empty.xml") + LINK.format("/full.xml")),
        "https://blog.example/empty.xml": channel(""),
        "https://blog.example/full.xml": RSS,
    }
    assert chosen(pages).url.endswith("/full.xml")
    del pages["https://blog.example/full.xml"]
    assert chosen(pages).url.endswith("/empty.xml")


def test_links_in_the_text_that_look_like_feeds() -> None:
    body = "<a href='https://other.example/feed'>x</a><a href='/about'>y</a><a href='/posts/index.xml'>RSS</a>"
    choice = chosen(
        {HOME: html(body=body), f"{HOME}index.xml": RSS, "https://other.example/feed": RSS}
    )
    assert (choice.url, choice.origin) == (f"{HOME}index.xml", "text")


@pytest.mark.parametrize(
    "link",
    [
        '<a href="feed:https://blog.example/posts.rss">RSS</a>',
        '<a href="/posts.rss#top">RSS</a>',
        '<a href="/posts.rss">x</a><a href="/about">About</a>',
    ],
)
def test_links_to_feeds_are_known_by_their_address(link: str) -> None:
    choice = chosen({HOME: html(body=link), "https://blog.example/posts.rss": RSS})
    assert (choice.url, choice.origin) == ("https://blog.example/posts.rss", "text")


def test_a_link_of_a_feed_s_type_may_have_any_address() -> None:
    link = '<a type="application/atom+xml" href="/syndicate">x</a>'
    assert chosen({HOME: html(body=link), "https://blog.example/syndicate": RSS}).origin == "text"


def test_well_known_places() -> None:
    choice = chosen({HOME: html(), "https://blog.example/atom.xml": RSS})
    assert (choice.url, choice.origin) == ("https://blog.example/atom.xml", "well-known")


def test_a_feed_beside_the_page_is_found() -> None:
    tag = "https://forum.example/tags/nets"
    choice = chosen({tag: html(), f"{tag}.rss": RSS}, tag)
    assert (choice.url, choice.origin) == (f"{tag}.rss", "well-known")


def test_known_sites_are_asked_before_the_page() -> None:
    web = Web({"https://ada.substack.com/feed": RSS})
    found = discover("https://ada.substack.com/p/post", web)
    assert found.choice is not None
    assert (found.choice.origin, web.asked) == ("site", ["https://ada.substack.com/feed"])


def test_a_youtube_handle_leads_to_its_channel() -> None:
    channel_id = "UC" + "x" * 22
    feed = f"https://www.youtube.com/feeds/videos.xml?channel_id={channel_id}"
    handle = "https://www.youtube.com/@ada"
    choice = chosen({handle: html(body=f'"externalId":"{channel_id}"'), feed: RSS}, handle)
    assert choice.url == feed


def test_the_canonical_page_of_a_known_site_counts() -> None:
    pages = {
        HOME: html('<link rel="canonical" href="https://medium.com/@ada/post">'),
        "https://medium.com/feed/@ada": RSS,
    }
    assert chosen(pages).origin == "canonical"


def test_no_feed_is_an_answer_and_the_search_is_short() -> None:
    links = "".join(f"<a href='/{n}.xml'>x</a>" for n in range(500))
    web = Web({HOME: html(body=links)})
    found = discover(HOME, web)
    assert found.choice is None
    assert "no feed" in found.told
    assert len(web.asked) < 30


def test_the_address_itself_must_answer() -> None:
    with pytest.raises(FetchError):
        discover(HOME, Web({}))


def test_the_choice_is_told_with_the_others() -> None:
    head = LINK.format("/a.xml") + LINK.format("/b.xml")
    found = discover(HOME, Web({HOME: html(head), "https://blog.example/a.xml": RSS}))
    assert found.told == (
        "the page's feed is https://blog.example/a.xml, as the page says;"
        " others: https://blog.example/b.xml"
    )
    assert found.reason == "it is a web page"


def test_what_an_address_is_itself_is_told_too() -> None:
    sitemap = "<urlset><url><loc>https://blog.example/1</loc></url></urlset>"
    assert discover(HOME, Web({HOME: RSS})).told == f"{HOME} is a feed itself"
    assert discover(HOME, Web({HOME: sitemap})).told == f"{HOME} is a sitemap itself"
    odd = discover(HOME, Web({HOME: "<nonsense/>"}))
    assert (odd.choice, odd.reason) == (None, "the document is not a feed that Curator knows")


def test_what_the_feed_holds_is_told() -> None:
    dated = (
        "<item><title>One</title><pubDate>2026-02-17</pubDate></item><item><title>2</title></item>"
    )
    assert discover(HOME, Web({HOME: channel(dated)})).content == (
        "Blog: 2 entries, the newest of 2026-02-17"
    )
    empty = discover(HOME, Web({HOME: "<rss version='2.0'><channel/></rss>"}))
    assert empty.content == "untitled: 0 entries"
    assert discover(HOME, Web({HOME: html()})).content == ""


_PIECES = st.sampled_from(
    [
        "<link ",
        "<a ",
        "rel=alternate ",
        'type="application/rss+xml" ',
        "href='/x' ",
        ">",
        "<!--",
        "-->",
        "<script>",
        "</",
        "<base href='http://[' ",
        "\x00",
        "&#x;",
        "<![CDATA[",
    ]
)


@given(st.lists(_PIECES, max_size=20).map("".join))
def test_any_page_is_survived(text: str) -> None:
    for one in candidates(page(f"<html>{text}", HOME, "text/html")):
        assert one.url.startswith("http")
