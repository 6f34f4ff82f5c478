"""Bookmark files cut into tags and words."""

from __future__ import annotations

import pytest

from curator.resources.saved.markup import Piece, pieces


def tags(text: str) -> list[str]:
    return [piece.tag or piece.words for piece in pieces(text) if piece.tag or piece.words]


def test_tags_and_words_in_their_order() -> None:
    assert tags("<DL><p>a &amp; b<BR/></dl>c") == ["dl", "p", "a & b", "br", "/dl", "c"]


def test_attributes_in_every_way_to_write_them() -> None:
    (piece, *_) = pieces("""<A HREF='x>y' Title="a &quot;b&quot;" bare=1 alone href=second>""")
    assert piece.attributes == {"href": "x>y", "title": 'a "b"', "bare": "1", "alone": ""}


def test_lines_are_counted_through_tags_words_and_comments() -> None:
    found = [piece for piece in pieces("<dl\n>\n<!-- a\n<a>\n--><dt>\n<a\n href=x>") if piece.tag]
    assert [(piece.tag, piece.line) for piece in found] == [("dl", 1), ("dt", 5), ("a", 6)]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a < b > c", ["a < b > c"]),
        ("<", ["<"]),
        ("<a", ["<a"]),
        ("<a href='", ["<a href='"]),
        ("<!DOCTYPE x><?xml y>z", ["z"]),
        ("x<!-- never ends <a>", ["x<!-- never ends ", "a"]),
        ("</ a>b", ["b"]),
        ("", []),
    ],
)
def test_what_is_no_tag_is_words_unless_it_is_a_declaration(text: str, seen: list[str]) -> None:
    assert "".join(tags(text)) == "".join(seen)


def test_no_words_is_a_piece_too() -> None:
    assert list(pieces("")) == [Piece(1)]
