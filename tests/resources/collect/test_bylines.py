"""Bylines: marked as such, links to people's pages, words after "By"."""

from __future__ import annotations

import pytest

from tests.resources.pages import FILLER, origins


@pytest.mark.parametrize(
    ("byline", "origin"),
    [
        ('<a rel="author" href="/ann">Ann Lee</a>', "rel:close"),
        ('<p class="byline">By Ann Lee</p>', "byline:close"),
        ('<a href="/authors/ann-lee">Ann Lee</a>', "author-link:close"),
        ("<p>By Ann Lee</p>", "by:close"),
        ("<p><span>By</span> <b>Ann Lee</b></p>", "by:close"),
        ("<p>by ann-lee</p>", "by:close"),
        ('<p>By <a href="/authors/ann-lee">Ann Lee</a></p>', "led:close"),
        ("<p>Ein Artikel von <strong>Ann Lee</strong> | 27.01.2026</p>", "by:close"),
        ("<p>Geschrieben von Ann Lee</p>", "by:close"),
        ("<p>3. Mai 2026 von Ann Lee</p>", "by:close"),
        ("<p>Par Ann Lee</p>", "by:close"),
        ("<p>Publicado por Ann Lee</p>", "by:close"),
        ('<p class="auteur">Ann Lee</p>', "byline:close"),
    ],
)
def test_a_byline_below_the_heading_names_the_author(byline: str, origin: str) -> None:
    found = origins(f"<h1>Warp</h1>{byline}{FILLER}", "authors")
    assert origin in found["Ann Lee"]


@pytest.mark.parametrize(
    "line", ["Auf den Spuren von Ann Lee", "Retrato de una obra por Ann Lee", "Il mondo di Ann Lee"]
)
def test_a_word_that_also_means_of_names_nobody_within_a_line(line: str) -> None:
    assert not any(
        origin.startswith("by")
        for found in origins(f"<h1>Warp</h1><p>{line}</p>{FILLER}", "authors").values()
        for origin in found
    )


@pytest.mark.parametrize(
    "marked",
    ['<aside><p class="author">Cy Oke</p></aside>',
     '<div class="related-posts"><p class="author">Cy Oke</p></div>',
     '<section class="widget"><p class="author">Cy Oke</p></section>'],
)  # fmt: skip
def test_a_byline_in_side_matters_is_far(marked: str) -> None:
    assert origins(f"<h1>Warp</h1>{marked}{FILLER}", "authors")["Cy Oke"] == [
        "byline:far",
        "bare:far",
    ]


def test_a_page_builder_s_widgets_are_no_side_matters() -> None:
    built = '<div class="elementor-widget-wrap"><p class="byline">By Ann Lee</p></div>'
    assert "byline:close" in origins(f"<h1>Warp</h1>{built}{FILLER}", "authors")["Ann Lee"]


def test_who_only_checked_the_text_is_told_apart() -> None:
    body = '<h1>Warp</h1><p>Reviewed by <a href="/authors/bo-orr">Bo Orr</a></p>'
    assert "checker" in origins(body, "authors")["Bo Orr"]


@pytest.mark.parametrize(
    "caption", ["<span>Bo Orr</span>", "By Bo Orr", "<p>Bo Orr, Example Agency</p>"]
)
def test_who_is_named_below_a_picture_took_it(caption: str) -> None:
    body = (
        f"<h1>Warp and weft</h1><figure><figcaption><div>{caption}</div></figcaption></figure>"
        "<p>By Ann Lee</p><time>2026-02-17</time>"
    )
    assert list(origins(body, "authors")) == ["Ann Lee"]


def test_a_link_to_a_person_is_led_up_to_wherever_it_stands() -> None:
    body = f'<h1>Warp</h1>{FILLER}<span>by </span><b><a href="/authors/bo-orr">Bo Orr</a></b>'
    assert origins(body, "authors")["Bo Orr"] == ["author-link:far", "led:far"]


@pytest.mark.parametrize(("text", "named"), [
    ("Today we announce that our round was led by Loom Ventures, with all who were in before.", False),
    ("All of the looms that we show were made by Ann Lee of the mill.", False),
    ("This article was first written by Ann Lee.", True),
    ("By Ann Lee, a weaver who spins.", True),
])  # fmt: skip
def test_in_the_midst_of_a_sentence_nobody_is_named_as_author(text: str, named: bool) -> None:
    found = origins(f"<h1>Warp</h1><p>{text}</p>{FILLER}", "authors")
    assert any(one.startswith("by") for told in found.values() for one in told) is named


def test_what_is_somebody_s_is_nobody() -> None:
    body = "<h1>Warp</h1><p>A fine loom by Ann Lee's workshop <b>Heddle</b>, tried at home</p>"
    assert origins(body, "authors") == {}
