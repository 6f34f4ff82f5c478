"""Leaving out known entries changes nothing but the time it takes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.feeds.forms.document import as_xml
from curator.feeds.forms.split import LONG, MARK, split
from curator.feeds.read import read, read_new
from curator.model import Source
from tests.feeds.samples import FEED, NOW, atom, channel, page


def parts(document: str) -> int | None:
    found = split(as_xml(document).encode())
    return len(found.pieces) if found else None


def numbered(*numbers: int, tag: str = "guid") -> str:
    return "".join(f"<item><{tag}>{n}</{tag}><title>{n}</title></item>" for n in numbers)


def test_entries_with_identities_of_their_own_are_told_apart() -> None:
    assert parts(channel(numbered(1, 2, 3))) == 3
    assert parts(channel(numbered(1, 2, tag="link"))) == 2
    assert parts(atom("<entry><id>1</id></entry><entry><id>2</id></entry>")) == 2


@pytest.mark.parametrize(
    "document",
    [
        channel(""),
        channel(numbered(1) + "<item><guid>1</guid><title>other</title></item>"),
        channel(numbered(1, 2) + "<item><title>no guid</title></item>"),
        channel("<item><guid>1</guid><guid>2</guid></item>"),
        channel("<item><guid>1</guid><item><guid>2</guid></item></item>"),
        channel("<item/>" + numbered(1)),
        channel("<image><item><guid>1</guid></item></image>"),
        channel(numbered(1, 2))[:-10],
        channel("<item><guid>1</guid><undeclared:x/></item>"),
        channel("<item><link>/1</link></item><item><link>/1</link><title>2</title></item>"),
        channel("<item><title>x</title></item>"),
        channel(
            '<item><guid>1</guid><feed xmlns="http://purl.org/atom/ns#"/></item>' + numbered(2)
        ),
        "<item><guid>1</guid></item>",
    ],
)
def test_whatever_is_unsure_is_read_whole(document: str) -> None:
    assert parts(document) is None


def test_a_changed_envelope_makes_everything_new_but_its_dates_do_not() -> None:
    def marks(head: str) -> list[str]:
        found = split(channel(numbered(1, 2), head).encode())
        assert found
        return found.marks("")

    plain = marks("<language>en</language>")
    dated = "<language>en</language><lastBuildDate>{}</lastBuildDate><!-- made in {} ms -->"
    assert marks(dated.format("Mon", 1)) == marks(dated.format("Tue", 2))
    assert plain != marks("<language>de</language>")
    assert len(set(plain)) == 2


def test_long_texts_are_put_back_as_they_were() -> None:
    long = "<p>Grüße &amp; “quotes” — and more. </p>" * 10
    escaped = long.replace("&", "&amp;").replace("<", "&lt;")
    document = channel(
        f"<item><guid>1</guid><description>  {escaped} </description>"
        f"<content:encoded><![CDATA[{long}]]> tail</content:encoded></item>"
    )
    assert len(long) > LONG
    whole = read(Source(FEED), page(document))
    assert read_new(Source(FEED), page(document), (), ()).feed == whole
    assert "“quotes”" in whole.entries[0].content


def test_a_document_that_holds_the_mark_itself_is_not_hollowed() -> None:
    text = f"{MARK}0. " + "words " * 100
    document = channel(f"<item><guid>1</guid><description>{text}</description></item>")
    assert read_new(Source(FEED), page(document), (), ()).feed == read(Source(FEED), page(document))


# --------------------------------------------------------------------------- the property

_TEXT = st.sampled_from(
    [
        "",
        "plain",
        "<![CDATA[<p>x</p>]]>",
        "&lt;b&gt;b&lt;/b&gt;",
        "é" * 150,
        "caf\u00c3\u00a9 " * 40,
        "<i>inline</i>",
        "a &amp;amp; b " * 30,
    ]
)
_DATE = st.one_of(
    st.just(""),
    st.sampled_from(["<pubDate>soon</pubDate>", "<dc:date>2026-01-07</dc:date>"]),
    st.integers(1, 28).map(lambda day: f"<pubDate>{day} Jan 2026 10:00 GMT</pubDate>"),
)
_ITEM = st.tuples(
    st.integers(0, 30),
    st.sampled_from(["guid", "link", "both", "permalink", "about", "none"]),
    _TEXT,
    _TEXT,
    _DATE,
)


def written(item: tuple[int, str, str, str, str]) -> str:
    number, named, title, text, date = item
    names = {
        "guid": f"<guid>{number}</guid>",
        "link": f"<link>https://blog.example/{number}</link>",
        "both": f"<guid>{number}</guid><link>/{number}</link>",
        "permalink": f"<guid>https://blog.example/{number}</guid><link>/{number}</link>",
        "about": f"<guid>about-{number}</guid><link>/{number % 5}</link>",
        "none": "",
    }
    return (
        f"<item>{names[named]}<title>{title}</title><description>{text}</description>{date}</item>"
    )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(_ITEM, max_size=8),
    st.lists(_ITEM, max_size=8),
    st.sampled_from([None, 1, 3]),
)
def test_what_is_new_is_what_reading_everything_would_find(
    before: list[tuple[int, str, str, str, str]],
    added: list[tuple[int, str, str, str, str]],
    limit: int | None,
) -> None:
    source = Source(FEED, limit=limit)
    first = read_new(source, page(channel("".join(map(written, before)))), (), ())
    known = {one.id: one.hash for one in first.feed.entries}
    now = page(channel("".join(map(written, [*added, *before]))))
    whole = read(source, now, known)
    part = read_new(source, now, known, first.fingerprints)
    fresh = {one.id: one for one in part.feed.entries}
    for entry in whole.entries:
        if entry.id in fresh:
            assert fresh.pop(entry.id) == entry
        else:
            assert known[entry.id] == entry.hash
    assert fresh == {}


def test_dates_of_all_entries_are_known_even_of_those_left_out() -> None:
    items = "".join(
        f"<item><guid>{n}</guid><pubDate>2026-01-{n:02}</pubDate></item>" for n in (1, 2)
    )
    first = read_new(Source(FEED), page(channel(items)), (), ())
    again = read_new(Source(FEED), page(channel(items)), ("1", "2"), first.fingerprints)
    assert set(again.dates) == {datetime(2026, 1, n, tzinfo=UTC) for n in (1, 2)}
    assert all(date < NOW for date in again.dates)


def test_an_entry_does_not_take_the_identity_of_one_that_was_left_out() -> None:
    """Two posts about one address; the GUID of the first is that address."""
    address = "https://blog.example/essay"
    first = f"<item><guid>{address}</guid><link>{address}</link><title>Essay</title></item>"
    second = f"<item><guid>note-2</guid><link>{address}</link><title>About it</title></item>"
    before = read_new(Source(FEED), page(channel(first)), (), ())
    both = page(channel(second + first))
    after = read_new(Source(FEED), both, {address}, before.fingerprints).feed
    assert {one.id for one in read(Source(FEED), both, {address}).entries} == {address, "note-2"}
    assert "note-2" in {one.id for one in after.entries}


def test_an_entry_whose_guid_was_mended_keeps_its_identity_even_alone() -> None:
    address = "https://blog.example/essay"
    mended = page(channel(f"<item><guid>mended</guid><link>{address}</link></item>"))
    assert [one.id for one in read_new(Source(FEED), mended, {address}, ()).feed.entries] == [
        address
    ]


def test_a_second_copy_of_an_entry_does_not_count() -> None:
    twice = page(channel(numbered(1, 2, 1)))
    assert parts(channel(numbered(1, 2, 1))) == 2
    assert read_new(Source(FEED), twice, (), ()).feed.entries == read(Source(FEED), twice).entries
