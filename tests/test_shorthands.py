"""What a line of sources stands for."""

from __future__ import annotations

import contextlib
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator import shorthands
from curator.errors import BadValue
from curator.model import SourceKind

CHANNEL = "UCabcdefghijklmnopqrstuv"
CHANNEL_FEED = f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"
PLAYLIST = "PLabcdefghijklmnop_-1"
PLAYLIST_FEED = f"https://www.youtube.com/feeds/videos.xml?playlist_id={PLAYLIST}"


@pytest.mark.parametrize(
    ("url", "normal", "kind"),
    [
        ("https://a.example", "https://a.example/", SourceKind.FEED),
        ("HTTPS://A.Example:443/Feed?x=Y#top", "https://a.example/Feed?x=Y", SourceKind.FEED),
        ("http://a.example:8080/", "http://a.example:8080/", SourceKind.FEED),
        ("http://[::1]:80/x", "http://[::1]/x", SourceKind.FEED),
        ("https://bücher.example/", "https://bücher.example/", SourceKind.FEED),
        ("https://a.example/sitemap.xml", "https://a.example/sitemap.xml", SourceKind.SITEMAP),
        ("https://a.example/sitemap-posts.xml.gz", "https://a.example/sitemap-posts.xml.gz",
         SourceKind.SITEMAP),
        ("https://a.example/blogs.opml", "https://a.example/blogs.opml", SourceKind.OPML),
        ("https://export.arxiv.org/api/query?search_query=cat:cs.CV",
         "https://export.arxiv.org/api/query?search_query=cat:cs.CV", SourceKind.ARXIV),
        ("https://rss.arxiv.org/rss/cs.LG", "https://rss.arxiv.org/rss/cs.LG", SourceKind.FEED),
        (CHANNEL_FEED, CHANNEL_FEED, SourceKind.YOUTUBE),
        (f"https://www.youtube.com/channel/{CHANNEL}", CHANNEL_FEED, SourceKind.YOUTUBE),
        (f"https://youtube.com/channel/{CHANNEL}/videos", CHANNEL_FEED, SourceKind.YOUTUBE),
        (f"https://www.youtube.com/playlist?list={PLAYLIST}", PLAYLIST_FEED, SourceKind.YOUTUBE),
        ("https://m.youtube.com/@some.name/videos", "https://www.youtube.com/@some.name",
         SourceKind.YOUTUBE),
        ("https://github.com/o/n", "https://github.com/o/n/releases.atom", SourceKind.GITHUB),
        ("https://github.com/o/n.git", "https://github.com/o/n/releases.atom", SourceKind.GITHUB),
        ("https://github.com/o/n/releases", "https://github.com/o/n/releases.atom",
         SourceKind.GITHUB),
        ("https://github.com/o/n/tags.atom", "https://github.com/o/n/tags.atom", SourceKind.GITHUB),
        ("https://github.com/o", "https://github.com/o", SourceKind.FEED),
        ("https://github.com/o.atom", "https://github.com/o.atom", SourceKind.FEED),
        ("https://github.com/o/n/issues", "https://github.com/o/n/issues", SourceKind.FEED),
    ],
)  # fmt: skip
def test_addresses(url: str, normal: str, kind: SourceKind) -> None:
    assert shorthands.plain(url) == (normal, kind)
    assert shorthands.plain(normal)[0] == normal


@pytest.mark.parametrize(
    "url",
    ["", "x", "//a.example", "ftp://a.example/", "feed://a.example/", "https://", "https:///x",
     "https://a b.example/", "https://a.example/x y", "https://a..example/", "https://-a.example",
     "https://a.example:99999/", "https://user:secret@a.example/", "https://a.example/\n",
     "javascript:alert(1)", "https://[::1", "https://" + "a" * 64 + ".example"],
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    if url.strip() != url:
        assert shorthands.address(url) == "https://a.example/"
        return
    with pytest.raises(BadValue):
        shorthands.address(url)


def test_a_password_does_not_stand_in_the_message() -> None:
    with pytest.raises(BadValue) as caught:
        shorthands.address("https://user:geheim@a.example/")
    assert "geheim" not in caught.value.message


@pytest.mark.parametrize(
    ("query", "limit", "parameter", "most"),
    [
        ("cat:cs.CV", None, "search_query=cat:cs.CV&", "50"),
        ("cs.LG", 10, "search_query=cat:cs.LG&", "10"),
        ("cond-mat.dis-nn", None, "search_query=cat:cond-mat.dis-nn&", "50"),
        ('ti:"deep  learning" ANDNOT (au:x OR au:y)', None,
         "search_query=ti:%22deep+learning%22+ANDNOT+%28au:x+OR+au:y%29&", "50"),
    ],
)  # fmt: skip
def test_arxiv(query: str, limit: int | None, parameter: str, most: str) -> None:
    url = shorthands.arxiv(query, limit)
    assert url.startswith("https://export.arxiv.org/api/query?")
    assert parameter in url
    given_back = parse_qs(urlsplit(url).query)
    assert given_back["sortBy"] == ["submittedDate"]
    assert given_back["max_results"] == [most]
    assert shorthands.plain(url) == (url, SourceKind.ARXIV)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("convolution", "name a field"),
        ("category:cs.CV", "not an arXiv field"),
        ("abss:x", "did you mean abs:?"),
        ('ti:"deep learning', "pairs"),
        ("(ti:x", "pairs"),
    ],
)
def test_arxiv_queries_that_would_fail(query: str, said: str) -> None:
    with pytest.raises(BadValue) as caught:
        shorthands.arxiv(query)
    assert said in caught.value.message


def test_youtube() -> None:
    assert shorthands.youtube(CHANNEL) == CHANNEL_FEED
    assert shorthands.youtube(PLAYLIST) == PLAYLIST_FEED
    assert shorthands.youtube("@name") == "https://www.youtube.com/@name"
    for wrong in ("name", "UCshort", "@", "@a b", "https://www.youtube.com/@name"):
        with pytest.raises(BadValue):
            shorthands.youtube(wrong)


def test_github() -> None:
    assert shorthands.github("o/n") == "https://github.com/o/n/releases.atom"
    assert shorthands.github("o/n tags") == "https://github.com/o/n/tags.atom"
    assert shorthands.github("o/n.js/commits") == "https://github.com/o/n.js/commits.atom"
    for wrong in ("o", "o/", "/n", "o/n/issues", "o/n/tags/x", "-o/n", "o /n"):
        with pytest.raises(BadValue):
            shorthands.github(wrong)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://a.example/x y", "https://a.example/x y"),
        (" www.fast.ai ", "https://www.fast.ai"),
        ("a.example:8080/feed?x=1", "https://a.example:8080/feed?x=1"),
        ("feed://a.example/rss", "https://a.example/rss"),
        ("feed:http://a.example/rss", "http://a.example/rss"),
        ("FEED:https://a.example/rss", "https://a.example/rss"),
        ("@name", "https://www.youtube.com/@name"),
        (CHANNEL, CHANNEL_FEED),
        ("fastai/fastai", "https://github.com/fastai/fastai/releases.atom"),
        ("cat:cs.CV", shorthands.arxiv("cat:cs.CV")),
        ("(ti:loom OR abs:loom)", shorthands.arxiv("(ti:loom OR abs:loom)")),
        ("ftp://a.example/", "ftp://a.example/"),
        ("feed:", "feed:"),
        ("my notes", "my notes"),
    ],
)
def test_what_somebody_types_for_a_source(written: str, address: str) -> None:
    assert shorthands.typed(written) == address


def test_what_a_kind_takes_is_read_by_its_shorthand() -> None:
    assert shorthands.typed("cs.CV", "arxiv") == shorthands.arxiv("cs.CV")
    assert shorthands.typed("https://a.example/list", "listing") == "https://a.example/list"
    with pytest.raises(BadValue, match="is not a channel"):
        shorthands.typed("someone", "youtube")


def test_the_same_source_is_recognised() -> None:
    same = ["http://A.example", "https://a.example/", "https://a.example:443#x"]
    assert len({shorthands.identity(url) for url in same}) == 1
    assert shorthands.identity("https://a.example/a") != shorthands.identity("https://a.example/A")


urlish = st.text(st.sampled_from(list("htps:/.@?#[]%a1é_- \x00\t&=")), max_size=30)


@given(st.one_of(st.text(), urlish, urlish.map("https://".__add__), urlish.map("https://github.com/".__add__),
                 urlish.map("https://youtube.com/".__add__)))  # fmt: skip
def test_any_text_is_read_or_refused_and_reading_twice_changes_nothing(text: str) -> None:
    for read in (shorthands.arxiv, shorthands.youtube, shorthands.github, shorthands.typed):
        with contextlib.suppress(BadValue):
            read(text)
    with contextlib.suppress(BadValue):
        url, kind = shorthands.plain(text)
        assert shorthands.plain(url) == (url, kind)
