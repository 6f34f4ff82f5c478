"""Every kind of document becomes a feed, or a ParseError."""

from __future__ import annotations

import gzip
import pickle
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import ParseError
from curator.feeds.discover import candidates
from curator.feeds.read import NotAFeed, read, read_new
from curator.model import Source, SourceKind
from tests.feeds.samples import FEED, atom, channel, feed_of, page

ITEM = "<item><title>One</title><link>https://blog.example/1</link></item>"


@pytest.mark.parametrize(
    ("document", "format_"),
    [
        (channel(ITEM), "rss20"),
        (f'<rss version="0.91"><channel><title>x</title>{ITEM}</channel></rss>', "rss091u"),
        (f'<rss version="0.92"><channel>{ITEM}</channel></rss>', "rss092"),
        (f"<rss><channel>{ITEM}</channel></rss>", "rss"),
        (
            (
                '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
                f'<channel rdf:about="https://blog.example/"><title>x</title></channel>{ITEM}</rdf:RDF>'
            ),
            "rss10",
        ),
        (
            (
                '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
                f'xmlns="http://my.netscape.com/rdf/simple/0.9/">{ITEM}</rdf:RDF>'
            ),
            "rss090",
        ),
        (atom('<entry><title>One</title><link href="https://blog.example/1"/></entry>'), "atom10"),
        (
            (
                '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>One</title>'
                '<link rel="alternate" type="text/html" href="https://blog.example/1"/></entry></feed>'
            ),
            "atom03",
        ),
        (
            (
                '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>One</a:title>'
                '<a:link href="https://blog.example/1"/></a:entry></a:feed>'
            ),
            "atom10",
        ),
        (
            (
                '<channel href="https://blog.example/"><title>CDF</title>'
                '<item href="https://blog.example/1"><title>One</title></item></channel>'
            ),
            "cdf",
        ),
        (
            (
                '{"version": "https://jsonfeed.org/version/1.1", "items": '
                '[{"id": "1", "title": "One", "url": "https://blog.example/1"}]}'
            ),
            "json11",
        ),
    ],
)
def test_every_format_is_read(document: str, format_: str) -> None:
    feed = feed_of(document)
    assert feed.format == format_
    assert [(one.title, one.url) for one in feed.entries] == [("One", "https://blog.example/1")]


def test_an_empty_feed_is_a_feed() -> None:
    assert feed_of(channel("")).entries == ()


@pytest.mark.parametrize(
    "body", ["", "  ", "plain words", "<note>hello</note>", "\x00\x01", "{}", "[1]", "{bad"]
)
def test_what_is_no_feed_is_a_parse_error(body: str) -> None:
    with pytest.raises(ParseError):
        feed_of(body)


@pytest.mark.parametrize(
    "body", ["<!doctype html><title>Hi</title>", "<html><body>404</body></html>"]
)
def test_a_page_is_told_apart(body: str) -> None:
    with pytest.raises(NotAFeed):
        feed_of(body)


def test_errors_survive_the_way_back_from_a_worker() -> None:
    assert isinstance(pickle.loads(pickle.dumps(NotAFeed())), NotAFeed)


def test_one_broken_entry_does_not_drop_the_others() -> None:
    broken = "<item><title>Bad <b>markup</title><pubDate>never</pubDate></item>"
    titles = [one.title for one in feed_of(channel(broken + ITEM)).entries]
    assert "One" in titles
    assert len(titles) == 2


def test_a_feed_without_well_formed_xml_is_read_with_a_warning() -> None:
    feed = feed_of(channel(ITEM + "<item><title>Two</title>"))
    assert [one.title for one in feed.entries] == ["One", "Two"]
    assert "not quite XML" in feed.warnings[0]


def test_a_prefix_that_was_never_declared_is_left_out() -> None:
    document = "<?xml?xml ??><rss rss:version=2.0><rss:channel><rss:item><rss:title>One</rss:title></rss:item></rss:channel></rss>"
    assert [one.title for one in feed_of(document).entries] == ["One"]


def test_entities_do_not_swell_a_feed() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    document = f'<!DOCTYPE rss [<!ENTITY l0 "boom">{levels}]>' + channel(
        "<item><title>&l8;</title></item>"
    )
    assert len(feed_of(document).entries[0].title) <= 500


def test_external_entities_are_not_read() -> None:
    document = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + channel(
        "<item><title>a&x;b</title></item>"
    )
    assert feed_of(document).entries[0].title == "a&x;b"


def test_an_impossible_character_is_survived() -> None:
    assert (
        feed_of(channel("<item><title>a&#1114112;b</title></item>")).entries[0].title == "a\ufffdb"
    )


def test_deep_nesting_is_survived() -> None:
    body = channel(f"<item><description>{'&lt;b&gt;' * 5000}deep</description></item>")
    assert "deep" in feed_of(body).entries[0].summary


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_a_parse_error(body: bytes) -> None:
    for kind in (SourceKind.FEED, SourceKind.LISTING):
        with suppress(ParseError):
            read(Source(FEED, kind), page(body))


_TAGS = [
    "rss",
    "channel",
    "item",
    "title",
    "link",
    "guid",
    "description",
    "pubDate",
    "feed",
    "entry",
    "id",
    "content",
    "rdf:RDF",
    "dc:date",
    "media:content",
    "enclosure",
    "html",
    "body",
    "urlset",
    "url",
    "loc",
]
_MARKUP = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS]),
    st.sampled_from(
        [
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<?xml ?>",
            "<!DOCTYPE x [",
            "]>",
            "&amp;",
            "&#x1f;",
            "&",
            "<link href='x'/>",
            "{",
            "}",
            '"items": []',
        ]
    ),
    st.text(max_size=8),
)


@given(st.lists(_MARKUP, max_size=40).map("".join))
def test_any_mixture_of_markup_is_a_feed_or_a_parse_error(body: str) -> None:
    try:
        feed = feed_of(body)
    except ParseError:
        return
    assert len({one.id for one in feed.entries}) == len(feed.entries)
    assert all(one.title for one in feed.entries)


def test_limit_keeps_the_newest() -> None:
    items = "".join(
        f"<item><guid>{day}</guid><pubDate>2026-01-{day:02}</pubDate></item>"
        for day in (3, 9, 1, 7)
    )
    feed = read(Source(FEED, limit=2), page(channel(items)))
    assert [one.id for one in feed.entries] == ["9", "7"]


def test_reading_what_is_new_gives_fingerprints_and_all_dates() -> None:
    items = "".join(
        f"<item><guid>{day}</guid><pubDate>2026-01-{day:02}</pubDate></item>" for day in (1, 2, 3)
    )
    first = read_new(Source(FEED), page(channel(items)), (), ())
    assert (len(first.feed.entries), len(first.fingerprints), first.left_out) == (3, 3, 0)
    again = read_new(Source(FEED), page(channel(items)), ("1", "2", "3"), first.fingerprints)
    assert (len(again.feed.entries), len(again.dates), again.left_out) == (0, 3, 3)
    assert again.fingerprints == first.fingerprints


def test_what_only_its_entries_show_to_be_a_feed_is_read_again_whole() -> None:
    document = (
        '<rdf:RDF xmlns="http://purl.org/rss/1." xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<item rdf:about="https://a.example/1"><title>Warp</title></item></rdf:RDF>'
    )
    first = read_new(Source(FEED), page(document), (), ())
    again = read_new(Source(FEED), page(document), (), first.fingerprints)
    assert [one.title for one in again.feed.entries] == ["Warp"]


def test_a_file_that_is_compressed_itself_is_read() -> None:
    body = gzip.compress(b"<urlset><url><loc>https://a.example/x</loc></url></urlset>")
    assert feed_of(body).entries[0].url == "https://a.example/x"


def test_a_compressed_file_that_is_broken_is_a_parse_error() -> None:
    body = gzip.compress(b"<urlset/>" * 99)
    for broken in (body[:-9], body[:12] + b"junk" + body[16:], b"\x1f\x8b"):
        with pytest.raises(ParseError):
            feed_of(broken)
        assert candidates(page(broken)) == ()


def test_a_list_of_feeds_is_a_source_too() -> None:
    feed = feed_of('<opml><body><outline text="A" xmlUrl="https://a.example/feed"/></body></opml>')
    assert [(one.title, one.url) for one in feed.entries] == [("A", "https://a.example/feed")]


def test_a_page_that_mentions_feeds_is_a_page() -> None:
    with pytest.raises(NotAFeed):
        feed_of("<!doctype html><script>x = '<rss version=2>'</script>")


@pytest.mark.parametrize(
    ("header", "language"),
    [("de", "de"), ("en-us", "en-US"), ("de, en", None), ("", None), ("nonsense!", None)],
)
def test_a_document_that_names_no_language_has_that_of_its_answer(
    header: str, language: str | None
) -> None:
    answer = page(channel(ITEM), headers={"content-language": header})
    feed = read(Source(FEED), answer)
    assert (feed.language, feed.entries[0].language) == (language, language)


def test_a_language_in_the_document_counts_more_than_that_of_the_answer() -> None:
    answer = page(channel(ITEM, "<language>fr</language>"), headers={"content-language": "en"})
    assert read(Source(FEED), answer).entries[0].language == "fr"
