"""Bytes become text that a parser may have."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.feeds.forms.document import as_xml, decode, read
from curator.model import Page
from tests.feeds.samples import atom, feed_of


def page(body: bytes, type_: str = "text/xml") -> Page:
    now = datetime(2026, 2, 18, tzinfo=UTC)
    return Page("https://a.example/", "https://a.example/", 200, {"content-type": type_}, body, now)


WORD = "naïve — café"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (codecs.BOM_UTF8 + WORD.encode(), "iso-8859-1"),
        (codecs.BOM_UTF16_LE + WORD.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + WORD.encode("utf-16-be"), None),
        (codecs.BOM_UTF32_LE + WORD.encode("utf-32-le"), None),
        (WORD.encode(), None),
        (WORD.encode(), "utf-8"),
        (WORD.encode("cp1252"), "iso-8859-1"),
        (WORD.encode("cp1252"), "utf-8"),
        (WORD.encode("cp1252"), None),
        (WORD.encode(), "no-such-charset"),
        (WORD.encode(), "base64"),
        (WORD.encode(), "utf-16"),
        (WORD.encode(), "iso-8859-1"),
        (WORD.encode(), "us-ascii"),
    ],
)
def test_the_encoding_is_found(body: bytes, charset: str | None) -> None:
    assert decode(body, charset)[0] == WORD


def test_a_feed_under_the_doctype_of_a_web_page_is_a_feed() -> None:
    body = b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://a.example/"><rss/>'
    assert not read(page(body)).is_html
    assert read(page(body.replace(b"<rss/>", b"<html><rss/></html>"))).is_html


@pytest.mark.parametrize("around", ["<html><body>{}</body></html>", "<html><head/>{}</html>"])
def test_a_feed_that_was_put_into_a_page_is_a_feed(around: str) -> None:
    feed = atom("<entry><id>1</id><title>One</title></entry>")
    assert [one.title for one in feed_of(around.format(feed)).entries] == ["One"]
    assert read(page(around.format(f"<p>{feed}</p>").encode())).is_html


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16-le", "utf-16-be"])
def test_the_declaration_counts(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><title>Привет</title>'
    assert "Привет" in decode(text.encode(encoding), None)[0]


def test_the_header_counts_before_the_declaration() -> None:
    body = '<?xml version="1.0" encoding="iso-8859-5"?><a>Привет</a>'.encode("koi8-r")
    assert "Привет" in decode(body, "koi8-r")[0]


def test_a_declared_wide_encoding_over_narrow_bytes_is_not_believed() -> None:
    body = b'<?xml version="1.0" encoding="utf-16"?><title>plain</title>'
    assert "plain" in decode(body, None)[0]


def test_single_wrong_bytes_leave_the_rest_alone() -> None:
    assert decode("déjà — ".encode() + b"caf\xe9", None)[0] == "déjà — café"


def test_mostly_wrong_utf_8_is_latin_though_some_of_it_looks_right() -> None:
    body = "«\xa0doué\xa0», déjà".encode("latin-1")
    assert b"\xe9\xa0\xbb" in body, "which is a Chinese sign in UTF-8"
    assert decode(body, None) == ("«\xa0doué\xa0», déjà", "cp1252")
    assert decode(body, "utf-8")[0] == "«\xa0doué\xa0», déjà"


def test_junk_and_control_characters_go() -> None:
    assert read(page(b"\n\n \x00<a>\x0bb\x1f</a>")).text == "<a>b</a>"


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "utf-8", "latin-1", "shift_jis", "utf-7", "idna"]),
)
def test_any_bytes_become_text(body: bytes, charset: str | None) -> None:
    assert isinstance(decode(body, charset)[0], str)


@pytest.mark.parametrize(
    ("given_", "xml"),
    [
        ("<a>&nbsp;&copy;</a>", "<a>&#160;&#169;</a>"),
        ("<a>&amp;&lt;&#65;&#x41;</a>", "<a>&amp;&lt;&#65;&#x41;</a>"),
        ("<a>AT&T & co</a>", "<a>AT&amp;T &amp; co</a>"),
        ("<a>&unknown;</a>", "<a>&amp;unknown;</a>"),
        ("<a>&#1114112;&#0;&#xD800;&#11;</a>", "<a>\ufffd\ufffd\ufffd\ufffd</a>"),
        ("<a><![CDATA[&nbsp; & ]]>&nbsp;</a>", "<a><![CDATA[&nbsp; & ]]>&#160;</a>"),
        ("junk <?xml version='1.0'?><a/>", "<a/>"),
        ("<?xml version='1.0'?><!-- c --><a/>", "<a/>"),
        ('<!DOCTYPE rss [<!ENTITY x "y">]><a>&x;</a>', "<!DOCTYPE rss><a>y</a>"),
        ('<!DOCTYPE rss SYSTEM "x.dtd"><a/>', '<!DOCTYPE rss SYSTEM "x.dtd"><a/>'),
        (
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            "<!DOCTYPE a><a>&amp;x;</a>",
        ),
    ],
)
def test_an_xml_parser_gets_only_what_it_knows(given_: str, xml: str) -> None:
    assert as_xml(given_) == xml


def test_nested_entities_do_not_expand() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE a [<!ENTITY l0 "boom">{levels}]><rss><title>&l8;</title></rss>'
    assert len(as_xml(bomb)) < 200


@pytest.mark.parametrize(
    ("body", "root", "html"),
    [
        (b"<?xml version='1.0'?><!-- x --><rss/>", "rss", False),
        (b"<!DOCTYPE html><html><body>", "html", True),
        (b"<HTML><HEAD>", "html", True),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]> <atom:feed>", "feed", False),
        (b"<rdf:RDF>", "rdf", False),
        (b"no markup", "", False),
        (b"", "", False),
    ],
)
def test_tells_feeds_from_pages(body: bytes, root: str, html: bool) -> None:
    found = read(page(body))
    assert (found.root, found.is_html) == (root, html)


def test_a_prolog_of_many_pieces_takes_no_time() -> None:
    assert read(page(b" <?a?> <!-- b --> " * 20_000 + b"<rss>")).root == "rss"


def test_passages_that_do_not_end_hide_nothing_and_cost_little() -> None:
    assert (
        as_xml("<a><![CDATA[ &x <!-- &y --> &z</a>") == "<a><![CDATA[ &amp;x <!-- &y --> &amp;z</a>"
    )
    assert as_xml("<a><!-- &x <![CDATA[&y]]> &z</a>") == "<a><!-- &amp;x <![CDATA[&y]]> &amp;z</a>"
    many = "<![CDATA[<!--" * 200_000
    assert as_xml(f"<a>{many}") == f"<a>{many}"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "gb18030"])
def test_control_characters_are_taken_out_of_every_encoding(encoding: str) -> None:
    text = "<a>\x0bone\x00 \x1f\ttwo</a>"
    body = text.encode(encoding)
    assert read(page(body, f"text/xml; charset={encoding}")).text == "<a>one \ttwo</a>"
    assert read(page("<a>\uffff\ufffe.</a>".encode())).text == "<a>.</a>"


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251"])
def test_another_script_is_seen_where_nothing_is_declared(encoding: str) -> None:
    feed = "<rss><channel><title>Ткач натягивает нити основы и пропускает челнок</title></channel></rss>"
    assert decode(feed.encode(encoding), None) == (feed, encoding)
