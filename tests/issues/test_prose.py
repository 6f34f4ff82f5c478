from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from curator.issues import prose


def test_markdown_becomes_paragraphs_lists_and_code() -> None:
    html = prose.html("Some *words*\n\n- one\n- two\n\n`x < y`")

    assert "<p>Some <em>words</em></p>" in html
    assert "<li>one</li>" in html
    assert "<code>x &lt; y</code>" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](javascript:alert(1))",
        "<a href='javascript:alert(1)'>x</a>",
        "<style>*{display:none}</style>",
        "</td></table><iframe src=//evil.example></iframe>",
    ],
)
def test_markup_in_markdown_stays_text(hostile: str) -> None:
    tree = fragment_fromstring(prose.html(hostile, images=True), create_parent="div")

    assert {str(element.tag) for element in tree.iter("*")} <= {"div", "p"}
    assert not any(element.attrib for element in tree.iter("*"))


def test_every_heading_gets_the_one_level_asked_for() -> None:
    html = prose.html("# A\n\n### B", heading=4)

    assert html == "<h4>A</h4>\n<h4>B</h4>"


def test_relative_links_are_resolved_or_become_words() -> None:
    assert 'href="https://a.example/b/c"' in prose.html("[see](c)", base="https://a.example/b/")
    assert prose.html("[see](c)") == "<p>see</p>"


def test_images_stand_only_where_they_are_wanted() -> None:
    source = "![A map](https://a.example/map.png)"

    assert "<img" not in prose.html(source)
    assert 'alt="A map"' in prose.html(source, images=True)


def test_one_line_has_no_paragraph_around_it() -> None:
    assert prose.inline_html("Do **this**\nnow") == "Do <strong>this</strong> now"
    assert prose.inline_text("Do **this** at [home](https://h.example)") == (
        "Do this at home <https://h.example>"
    )


def test_text_is_wrapped_and_addresses_stay_whole() -> None:
    address = "https://example.org/" + "a" * 90

    lines = prose.text(f"{'word ' * 30}[there]({address}) and on").split("\n")

    assert f"<{address}>" in lines
    assert max(len(line) for line in lines if "http" not in line) <= prose.WIDTH


def test_a_table_has_its_columns_side_by_side() -> None:
    table = "| Model | Error |\n| --- | --- |\n| small | [4 %](https://a.example/) |"
    assert "<table>" in prose.html(table)
    assert prose.text(f"One.\n\n{table}").split("\n") == [
        "One.",
        "",
        "Model | Error",
        "------+-------------------------",
        "small | 4 % <https://a.example/>",
    ]


def test_a_table_too_wide_for_a_mail_tells_row_by_row() -> None:
    table = "| Model | What became of it |\n| --- | --- |\n| small | it forgot |\n| large | |"
    assert prose.text(f"> {table}".replace("\n", "\n> "), width=20).split("\n") == [
        "> Model: small",
        "> What became of it:",
        ">   it forgot",
        "> ",
        "> Model: large",
    ]


def test_text_keeps_the_shape_of_lists_quotes_and_code() -> None:
    source = "1. first\n2. second\n   - inner\n\n> said\n\n```\n  x = 1\n```"

    assert prose.text(source).split("\n\n") == [
        "1. first",
        "2. second",
        "   - inner",
        "> said",
        "      x = 1",
    ]


def test_an_address_that_is_its_own_words_is_said_once() -> None:
    assert prose.text("<https://a.example/x>") == "https://a.example/x"


def test_blocks_are_the_top_level_pieces() -> None:
    source = "# Title\n\nOne\ntwo\n\n- a\n\n- b\n\n```\ncode\n\nmore\n```"

    assert prose.blocks(source) == ("# Title", "One\ntwo", "- a\n\n- b", "```\ncode\n\nmore\n```")


def test_hidden_and_control_characters_are_gone_but_code_keeps_its_indent() -> None:
    html = prose.html("a\u202eb\x00c\n\n    if x:\n        y")

    assert "abc" in html
    assert "if x:\n    y" in html
