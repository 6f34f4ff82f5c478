"""CSV and JSON of other programs, with the columns each writes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from curator.errors import ParseError
from curator.resources.saved.link import Listing, SavedLink
from curator.resources.saved.tables import CELL, parse, parse_json


def only(found: Listing) -> SavedLink:
    (link,) = found.links
    return link


def test_pocket() -> None:
    found = parse(
        "title,url,time_added,tags,status\n"
        '"Lenses, simply",https://x.example/1,1700000000,optics|physics,unread\n'
        "Seen,https://x.example/2,1700000001,,archive\n"
    )
    first, second = found.links
    assert found.form == "pocket"
    assert (first.title, first.tags, first.read) == ("Lenses, simply", ("optics", "physics"), False)
    assert first.added_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert second.read


def test_instapaper_with_the_tags_of_newer_exports() -> None:
    found = parse(
        "URL,Title,Selection,Folder,Timestamp,Tags\n"
        'https://x.example/1,One,"a quoted ""line""",Unread,1700000000,"[""deep"",""wide""]"\n'
        "https://x.example/2,Two,,Optics,1700000000,[]\n"
        "https://x.example/3,Three,,Archive,1700000000,\n"
    )
    assert found.form == "instapaper"
    assert [link.tags for link in found.links] == [("deep", "wide"), ("Optics",), ()]
    assert found.links[0].note == 'a quoted "line"'
    assert [link.read for link in found.links] == [False, False, True]


def test_instapaper_of_old_had_no_time() -> None:
    link = only(parse("URL,Title,Selection,Folder\nhttps://x.example/1,One,,Starred\n"))
    assert (link.title, link.tags, link.added_at) == ("One", (), None)


def test_raindrop() -> None:
    link = only(
        parse(
            "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
            '7,One,,What it says,https://x.example/,Work / Optics,"a, b",2024-02-03T04:05:06.789Z,,,false\n'
        )
    )
    assert link.note == "What it says"
    assert link.tags == ("a", "b", "Work", "Optics")
    assert link.added_at == datetime(2024, 2, 3, 4, 5, 6, 789000, tzinfo=UTC)


def test_readwise_reader() -> None:
    found = parse(
        "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
        "One,https://x.example/,01,\"['optics', 'to share']\",2023-05-12 14:32:45+02:00,0,archive,True\n"
    )
    link = only(found)
    assert found.form == "readwise"
    assert (link.tags, link.read) == (("optics", "to share"), True)
    assert link.added_at == datetime(2023, 5, 12, 12, 32, 45, tzinfo=UTC)


def test_zotero_with_an_address_or_a_doi_only() -> None:
    found = parse(
        '"Key","Item Type","Title","DOI","Url","Date Added","Notes","Manual Tags","Automatic Tags"\n'
        '"A","webpage","One","","https://x.example/","2024-01-02 03:04:05","<p>Mine &amp; yours</p>","a; b","c"\n'
        '"B","journalArticle","Two","10.5555/Abc","","2024-01-02 03:04:05","","",""\n'
        '"C","note","Three","","","2024-01-02 03:04:05","","",""\n'
    )
    first, second = found.links
    assert found.form == "zotero"
    assert (first.note, first.tags) == ("Mine & yours", ("a", "b", "c"))
    assert second.url == "https://doi.org/10.5555/Abc"
    assert [(one.line, one.what) for one in found.skipped] == [(4, "it has no web address")]


def test_a_table_of_no_known_program_is_read_by_its_names() -> None:
    link = only(
        parse(
            "Name,Link,Labels,Comment,Created\n"
            "One,https://x.example/,a;b,for Friday,2024-01-02T03:04:05Z\n"
        )
    )
    assert (link.title, link.tags, link.note) == ("One", ("a", "b"), "for Friday")
    assert link.added_at == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_marks_between_cells(mark: str) -> None:
    text = f"title{mark}url\n" + f"One, two{mark}https://x.example/\n"
    assert only(parse(text)).title == "One, two"


def test_a_row_that_is_no_link_is_named_by_the_line_it_begins_in() -> None:
    found = parse(
        "url,title\n"
        'https://x.example/1,"two\nlines"\n'
        '"mailto:a@x.example","two\nlines"\n'
        "\n"
        "https://x.example/2\n"
        ",nothing\n"
    )
    assert [link.title for link in found.links] == ["two lines", ""]
    assert [(one.line, one.what) for one in found.skipped] == [
        (4, "“mailto:a@x.example” is no web address"),
        (8, "it has no web address"),
    ]


def test_cells_beyond_the_columns_are_left() -> None:
    link = only(parse("url,title\nhttps://x.example/,One,two,three\n"))
    assert link.title == "One"


def test_without_a_column_of_addresses_it_says_what_is_there() -> None:
    with pytest.raises(ParseError, match=r"must be called url \(it has highlight, book title\)"):
        parse("Highlight,Book Title\nwords,One\n")


def test_a_very_long_cell_is_read() -> None:
    link = only(parse("url,title,note\nhttps://x.example/,One," + "word " * 60_000 + "\n"))
    assert len(link.note) <= 2000
    assert link.note.endswith("…")


def test_a_cell_without_end_is_an_error_with_its_line() -> None:
    with pytest.raises(ParseError, match="from line 2 on"):
        parse('url,title\nhttps://x.example/,"' + "x" * (CELL + 1))


def test_a_json_list_of_objects() -> None:
    found = parse_json(
        '[{"url": "https://x.example/", "title": "One", "tags": ["a", "b"]}, {"url": null}, 3]'
    )
    assert (only(found).title, only(found).tags) == ("One", ("a", "b"))
    assert [(one.line, one.what) for one in found.skipped] == [(2, "it has no web address")]


def test_pinboards_json() -> None:
    link = only(
        parse_json(
            '[{"href": "https://x.example/", "description": "One", "extended": "my words",'
            ' "time": "2024-01-02T03:04:05Z", "toread": "no", "tags": "a b"}]'
        )
    )
    assert (link.title, link.note, link.tags) == ("One", "my words", ("a", "b"))


@pytest.mark.parametrize(
    "text", ["[", "[" * 100_000, '{"url": 1}', "[]", "[1, 2]", '"https://x.example"']
)
def test_json_that_holds_no_links_is_an_error(text: str) -> None:
    with pytest.raises(ParseError):
        parse_json(text)
