"""What is known of well-known sites."""

from __future__ import annotations

import pytest

from curator.errors import ParseError
from curator.feeds import sites
from curator.feeds.read import read
from curator.model import Source, SourceKind
from tests.feeds.samples import atom, page

YOUTUBE = "https://www.youtube.com/feeds/videos.xml"
CHANNEL = "UC" + "a" * 22


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        (
            "https://www.reddit.com/r/MachineLearning/",
            "https://www.reddit.com/r/MachineLearning/.rss",
        ),
        ("https://old.reddit.com/user/ada", "https://www.reddit.com/user/ada/.rss"),
        ("https://reddit.com/r/a+b/top/?t=week", "https://www.reddit.com/r/a+b/top/.rss?t=week"),
        ("https://www.reddit.com/r/x/comments/1/title/", "https://www.reddit.com/r/x/.rss"),
        ("https://www.reddit.com/", "https://www.reddit.com/.rss"),
        (f"https://www.youtube.com/channel/{CHANNEL}/videos", f"{YOUTUBE}?channel_id={CHANNEL}"),
        ("https://www.youtube.com/playlist?list=PL123", f"{YOUTUBE}?playlist_id=PL123"),
        ("https://youtube.com/user/ada", f"{YOUTUBE}?user=ada"),
        ("https://github.com/ada/engine", "https://github.com/ada/engine/releases.atom"),
        ("https://github.com/ada/engine/tags", "https://github.com/ada/engine/tags.atom"),
        (
            "https://github.com/ada/engine/commits/main",
            "https://github.com/ada/engine/commits/main.atom",
        ),
        ("https://github.com/ada", "https://github.com/ada.atom"),
        ("https://medium.com/@ada/some-post-123", "https://medium.com/feed/@ada"),
        ("https://ada.medium.com/", "https://ada.medium.com/feed"),
        (
            "https://medium.com/tag/deep-learning/latest",
            "https://medium.com/feed/tag/deep-learning",
        ),
        ("https://medium.com/ada-club/tagged/nets", "https://medium.com/feed/ada-club/tagged/nets"),
        ("https://ada.hashnode.dev/a-post", "https://ada.hashnode.dev/rss.xml"),
        ("https://ada.substack.com/p/post", "https://ada.substack.com/feed"),
        ("https://substack.com/@ada/posts", "https://ada.substack.com/feed"),
        (
            "https://bsky.app/profile/ada.bsky.social",
            "https://bsky.app/profile/ada.bsky.social/rss",
        ),
        ("https://mastodon.example/@ada", "https://mastodon.example/@ada.rss"),
        ("https://arxiv.org/list/cs.CV/recent", "https://rss.arxiv.org/rss/cs.CV"),
        ("https://dev.to/ada", "https://dev.to/feed/ada"),
        ("https://dev.to/t/python", "https://dev.to/feed/tag/python"),
    ],
)
def test_pages_of_known_sites_have_known_feeds(url: str, feed: str) -> None:
    assert sites.feed_addresses(url)[0] == feed


@pytest.mark.parametrize(
    "url", ["https://blog.example/", "https://www.youtube.com/@ada", "", "nonsense"]
)
def test_other_pages_have_none(url: str) -> None:
    assert sites.feed_addresses(url) == ()


OTHER = "UC" + "b" * 22


@pytest.mark.parametrize(
    "page",
    [
        f'..."externalId":"{CHANNEL}"...',
        f'"channelId":"{OTHER}" <link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">',
        f'<a href="/channel/{OTHER}"> ..."externalId": "{CHANNEL}"...',
        f'"channelId":"{OTHER}" <link type="application/rss+xml" href="{YOUTUBE}?channel_id={CHANNEL}">',
    ],
)
def test_a_channel_page_names_its_channel_among_others(page: str) -> None:
    assert sites.channel_feed(page) == f"{YOUTUBE}?channel_id={CHANNEL}"


def test_a_page_without_a_channel_has_no_channel_feed() -> None:
    assert sites.channel_feed("nothing") is None


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://export.arxiv.org/api/query?search_query=cat:cs.CV", SourceKind.ARXIV),
        (f"{YOUTUBE}?channel_id={CHANNEL}", SourceKind.YOUTUBE),
        ("https://github.com/ada/engine/releases.atom", SourceKind.GITHUB),
        ("https://blog.example/sitemap_index.xml", SourceKind.SITEMAP),
        ("https://blog.example/feeds.opml", SourceKind.OPML),
        ("https://blog.example/feed.xml", SourceKind.FEED),
    ],
)
def test_an_address_says_its_kind(url: str, kind: SourceKind) -> None:
    assert sites.kind_of(url) is kind


# --------------------------------------------------------------------------- shorts


def videos(*links: str) -> str:
    return atom(
        "".join(
            f'<entry><id>{link}</id><title>Video #shortsighted</title><link href="https://www.youtube.com{link}"/></entry>'
            for link in links
        )
    )


@pytest.mark.parametrize(("shorts", "count"), [(False, 1), (True, 2)])
def test_shorts_are_left_out_unless_wanted(shorts: bool, count: int) -> None:
    url = f"{YOUTUBE}?channel_id={CHANNEL}"
    source = Source(url, SourceKind.YOUTUBE, shorts=shorts)
    feed = read(source, page(videos("/watch?v=1", "/shorts/2"), url))
    assert len(feed.entries) == count


# --------------------------------------------------------------------------- arXiv

ARXIV = "https://export.arxiv.org/api/query?search_query=cat:cs.CV&start=0&max_results=2"


def papers(count: int) -> str:
    return atom("".join(f"<entry><id>http://arxiv.org/abs/{n}</id></entry>" for n in range(count)))


def test_an_error_of_arxiv_is_no_paper() -> None:
    body = atom(
        "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>"
        "<summary>incorrect id format for x</summary></entry>"
    )
    with pytest.raises(ParseError, match="incorrect id format for x"):
        read(Source(ARXIV, SourceKind.ARXIV), page(body, ARXIV))


def test_pages_of_arxiv_follow_until_one_is_not_full() -> None:
    source = Source(ARXIV, SourceKind.ARXIV)
    following = read(source, page(papers(2), ARXIV)).next_url
    assert following == ARXIV.replace("start=0", "start=2")
    assert read(source, page(papers(1), ARXIV)).next_url is None
    assert read(source, page(papers(0), ARXIV)).next_url is None


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/ada/engine/commits/main.atom",
        "https://www.reddit.com/r/x/.rss",
        f"{YOUTUBE}?channel_id={CHANNEL}",
        "https://medium.com/feed/@ada",
        "https://ada.substack.com/feed",
        "https://export.arxiv.org/api/query?search_query=x",
    ],
)
def test_a_feed_of_a_known_site_is_asked_as_it_is(url: str) -> None:
    assert sites.feed_addresses(url) == ()
