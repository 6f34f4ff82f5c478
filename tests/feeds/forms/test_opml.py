"""OPML in and out."""

from __future__ import annotations

import pytest

from curator.errors import ParseError
from curator.feeds.forms.opml import parse, read_opml, write_opml
from curator.model import Source, Topic

NESTED = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Computer Vision">
  <outline type="rss" text="One &amp; more" title="" xmlUrl="https://one.example/feed"/>
  <outline text="CNNs"><outline xmlurl="feed://two.example/feed" title="Two"/></outline>
</outline>
<outline type="rss" text="Three" xmlUrl="https://three.example/feed" category="/ai/Theory,news"/>
<outline text="Again"><outline xmlUrl="https://one.example/feed"/></outline>
<outline text="Nothing" xmlUrl="not an address"/>
</body></opml>"""


def test_outlines_around_a_feed_are_its_topics() -> None:
    body = NESTED.replace(b"feed://", b"https://")
    assert read_opml(body) == (
        {
            "url": "https://one.example/feed",
            "name": "One & more",
            "topics": ["computer-vision", "again"],
        },
        {"url": "https://two.example/feed", "name": "Two", "topics": ["computer-vision", "cnns"]},
        {"url": "https://three.example/feed", "name": "Three", "topics": ["theory", "news"]},
        {"url": "not an address", "name": "Nothing"},
    )


def test_what_is_no_address_is_no_entry_of_a_list_of_feeds() -> None:
    assert len(parse(NESTED.decode()).entries) == 3


def test_a_feed_without_its_own_address_goes_by_its_site_and_none_is_lost() -> None:
    body = b"""<opml version="2.0"><body>
    <outline text="Folder" htmlUrl="https://reader.example/folder">
      <outline text="Site" type="rss" xmlUrl="" htmlUrl="https://site.example/"/>
      <outline text="Nothing" type="rss"/><outline text="Nor here"/>
    </outline></body></opml>"""
    assert [(line["url"], line["name"]) for line in read_opml(body)] == [
        ("https://site.example/", "Site"),
        ("", "Nothing"),
        ("", "Nor here"),
    ]


def test_the_feed_scheme_is_read_as_https() -> None:
    assert read_opml(NESTED)[1]["url"] == "https://two.example/feed"


@pytest.mark.parametrize(
    "body",
    [b"", b"<rss/>", b"<opml><body>", b"plain", b'<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>'],
)
def test_what_is_no_opml_is_a_parse_error(body: bytes) -> None:
    with pytest.raises(ParseError):
        read_opml(body)


def test_odd_ampersands_and_encodings_are_read() -> None:
    body = '<opml><body><outline text="A & Ä" xmlUrl="https://a.example/?x=1&y=2"/></body></opml>'
    for encoded in (body.encode(), body.encode("cp1252")):
        assert read_opml(encoded)[0] == {"url": "https://a.example/?x=1&y=2", "name": "A & Ä"}


def test_what_is_written_is_read_back() -> None:
    sources = [
        Source("https://a.example/?x=1&y=2", name="A <b>", topics=("vision", "theory")),
        Source("https://b.example/", topics=("vision",)),
        Source("https://c.example/"),
    ]
    topics = [Topic("vision", "Computer Vision")]
    sites = {"https://b.example/": "https://b.example/blog"}
    written = write_opml(sources, topics, title="Mine & yours", sites=sites)
    assert written.count(b'htmlUrl="https://b.example/blog"') == 1
    assert b"Computer Vision" in written
    lines = {line["url"]: line for line in read_opml(written)}
    assert lines["https://a.example/?x=1&y=2"]["name"] == "A <b>"
    assert lines["https://a.example/?x=1&y=2"]["topics"] == ["computer-vision", "theory"]
    assert "topics" not in lines["https://c.example/"]


def test_four_hundred_outlines() -> None:
    sources = [Source(f"https://site{n}.example/feed", topics=(f"t{n % 7}",)) for n in range(400)]
    assert len(read_opml(write_opml(sources, title="Many"))) == 400
