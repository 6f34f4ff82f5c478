"""Bookmark files of browsers, and the HTML that Pocket and Instapaper wrote."""

from __future__ import annotations

from datetime import UTC, datetime

from curator.resources.saved.link import SavedLink
from curator.resources.saved.netscape import parse

HEAD = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks Menu</H1>
"""


def only(text: str) -> SavedLink:
    (link,) = parse(text).links
    return link


def test_a_bookmark_has_its_title_note_tags_and_time() -> None:
    link = only(
        HEAD
        + """<DL><p>
        <DT><A HREF="https://x.example/a?b=1&amp;c=2" ADD_DATE="1700000000"
            TAGS="maths, optics">Lenses &amp; light</A>
        <DD>Read the second
        half &lt;again&gt;
        </DL><p>"""
    )
    assert link.url == "https://x.example/a?b=1&c=2"
    assert link.title == "Lenses & light"
    assert link.note == "Read the second\n half <again>"
    assert link.tags == ("maths", "optics")
    assert link.added_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert not link.read


def test_all_folders_around_a_link_are_tags_and_end_with_their_list() -> None:
    found = parse(
        HEAD
        + """<DL><p>
        <DT><H3>Learning</H3><DL><p>
          <DT><A HREF="https://x.example/1">one</A>
          <DT><H3>Vision</H3><DL><p>
            <DT><A HREF="https://x.example/2" TAGS="lenses">two</A>
          </DL><p>
          <DT><A HREF="https://x.example/3">three</A>
        </DL><p>
        <DT><A HREF="https://x.example/4">four</A>
        </DL><p>"""
    )
    assert [link.tags for link in found.links] == [
        ("Learning",),
        ("lenses", "Learning", "Vision"),
        ("Learning",),
        (),
    ]


def test_the_folders_a_browser_makes_are_no_tags() -> None:
    found = parse(
        HEAD
        + """<DL><p>
        <DT><H3 PERSONAL_TOOLBAR_FOLDER="true">Lesezeichen-Leiste</H3><DL><p>
          <DT><A HREF="https://x.example/1">one</A>
        </DL><p>
        <DT><H3>Other bookmarks</H3><DL><p>
          <DT><H3>Kitchen</H3><DL><p><DT><A HREF="https://x.example/2">two</A></DL><p>
        </DL><p>
        </DL><p>"""
    )
    assert [link.tags for link in found.links] == [(), ("Kitchen",)]


def test_what_is_no_web_address_is_named_with_its_line() -> None:
    found = parse(
        HEAD
        + """<DL><p>
        <DT><A HREF="javascript:void(0)">a bookmarklet</A>
        <DT><A HREF="place:sort=8">most visited</A>
        <DT><A>no address</A>
        <DT><A HREF="https://x.example/">kept</A>
        </DL>"""
    )
    assert [link.title for link in found.links] == ["kept"]
    assert [(one.line, one.what) for one in found.skipped] == [
        (7, "“javascript:void(0)” is no web address"),
        (8, "“place:sort=8” is no web address"),
        (9, "it has no web address"),
    ]


def test_pocket_tells_what_was_read_by_its_lists() -> None:
    found = parse(
        """<!DOCTYPE html><html><head><title>Pocket Export</title></head><body>
        <h1>Unread</h1><ul>
        <li><a href="https://x.example/1" time_added="1700000000" tags="one,two">First</a></li>
        </ul>
        <h1>Read Archive</h1><ul>
        <li><a href="https://x.example/2" time_added="1700000001" tags="">Second</a></li>
        </ul></body></html>"""
    )
    first, second = found.links
    assert (first.tags, first.read) == (("one", "two"), False)
    assert (second.tags, second.read) == ((), True)


def test_instapapers_lists_are_folders() -> None:
    found = parse(
        """<html><head><title>Instapaper: Export</title></head><body>
        <h1>Unread</h1><ol><li><a href="https://x.example/1">First</a></ol>
        <h1>Optics</h1><ol><li><a href="https://x.example/2">Second</a></ol></body></html>"""
    )
    assert [link.tags for link in found.links] == [(), ("Optics",)]


def test_words_after_a_link_are_not_in_its_title() -> None:
    found = parse('<ul><li><a href="https://x.example/">Title</a> (seen on Monday)</li></ul>')
    assert [link.title for link in found.links] == ["Title"]


def test_a_link_that_never_closes_keeps_its_words() -> None:
    found = parse(
        HEAD + '<DL><DT><A HREF="https://x.example/1">one<DT><A HREF="https://x.example/2">'
    )
    assert [(link.url, link.title) for link in found.links] == [
        ("https://x.example/1", "one"),
        ("https://x.example/2", ""),
    ]


def test_lists_closed_too_often_do_no_harm() -> None:
    link = only(HEAD + '</DL></DL></UL><DL><DT><A HREF="https://x.example/">one</A></DL></DL>')
    assert link.tags == ()


def test_markup_in_a_title_stays_text() -> None:
    link = only(
        HEAD + '<DL><DT><A HREF="https://x.example/">&lt;script&gt;alert(1)&lt;/script&gt;</A>'
    )
    assert link.title == "<script>alert(1)</script>"
