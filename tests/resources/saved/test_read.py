"""A file is known by what is in it, in any encoding that programs write."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curator import urls
from curator.errors import ParseError
from curator.resources.saved import read as reading
from curator.resources.saved.read import read

BOOKMARKS = (
    '<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="https://x.example/">Käse “neu”</A></DL>'
)
TABLE = "url,title\r\nhttps://x.example/,Käse “neu”\r\n"
BIBLIOGRAPHY = "@misc{k,\n title = {Käse “neu”},\n url = {https://x.example/}}\n"
OBJECTS = '[{"url": "https://x.example/", "title": "Käse “neu”"}]'
LINES = "https://x.example/ Käse “neu”\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    ("text", "form"),
    [
        (BOOKMARKS, "netscape"),
        (TABLE, "plain"),
        (BIBLIOGRAPHY, "bibtex"),
        (OBJECTS, "plain"),
        (LINES, "list"),
    ],
)
def test_every_form_in_every_encoding(text: str, form: str, encoding: str) -> None:
    found = read(text.encode(encoding))
    assert found.form == form
    assert [(link.url, link.title) for link in found.links] == [
        ("https://x.example/", "Käse “neu”")
    ]


def test_a_list_of_addresses_with_remarks() -> None:
    found = read(b"https://x.example/1\n\n# later\nnot a link\nhttps://x.example/2 Two words\n")
    assert [link.title for link in found.links] == ["", "Two words"]
    assert [(one.line, one.what) for one in found.skipped] == [(4, "“not” is no web address")]


def test_prose_before_the_first_entry_of_a_bibliography() -> None:
    assert read(b"Exported on Monday\n\n@misc{k, url={https://x.example/}}").form == "bibtex"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "it is empty"),
        (b" \n\n", "it is empty"),
        (b"PK\x03\x04\x14\x00\x00", "no column of addresses"),
        (b"<html><body>Nothing</body></html>", "there is no link in it"),
        (b'<a href="javascript:x">x</a>', "line 1: “javascript:x” is no web address"),
        (b"url,title\n", "there is no link in it"),
    ],
)
def test_a_file_without_links_says_so_and_what_to_give(data: bytes, what: str) -> None:
    with pytest.raises(ParseError, match=what):
        read(data)


def test_of_a_file_that_is_no_table_little_is_shown() -> None:
    with pytest.raises(ParseError) as told:
        read(b"\x00\x1b[2J\xff," + b"\x1b,\xfe" * 2000)
    assert len(told.value.message) < 250
    assert told.value.message.isprintable()


def test_too_many_and_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_LINKS", 2)
    with pytest.raises(ParseError, match="more than 2 links; split it"):
        read(b"https://x.example/1\nhttps://x.example/2\nhttps://x.example/3\n")
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(ParseError, match="larger than"):
        read(b"https://x.example/1\n")


@pytest.mark.parametrize(
    "hostile",
    [
        "<" * 100_000,
        "<a " * 50_000,
        "<!--" * 50_000,
        "<dl>" * 100_000 + '<a href="https://x.example/">x',
        "@misc{k, title=" + "{" * 100_000,
        "@misc{k,\n" * 20_000,
        "@misc{k, title = {" + r"\'" * 50_000 + "}, url={https://x.example/}}",
        "url\n" + '"' * 100_001,
        "[" * 100_000,
        "&#" * 100_000,
        '<a href="https://x.example/"' + ' x="' * 50_000,
    ],
)
def test_hostile_files_end_in_an_answer_or_an_error(hostile: str) -> None:
    with suppress(ParseError):
        assert read(hostile.encode()).links


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(str.encode),
        st.text('<>/="aAhHrReEdDlLtT1 \n&;', max_size=200).map(lambda text: f"<DL>{text}".encode()),
        st.text('@{}(),="#\\abu \n', max_size=200).map(lambda text: f"@misc{{{text}".encode()),
        st.text('",;\n\t ahtp:/.', max_size=200).map(lambda text: f"url,title\n{text}".encode()),
    )
)
@example(b"\xff\xfe\x00")
def test_any_bytes_give_web_addresses_or_a_typed_error(data: bytes) -> None:
    try:
        found = read(data)
    except ParseError:
        return
    assert all(urls.is_web(link.url) for link in found.links)
    assert all("\x00" not in link.title + link.note for link in found.links)
