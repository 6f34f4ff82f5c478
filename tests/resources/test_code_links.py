"""Repositories of a resource: from its text, never from menus and footers."""

from __future__ import annotations

from curator.resources import code_links
from tests.resources.pages import page

TEXT = "The code for warp counting is at our repository, with the drawings of every shaft."
BODY = (
    '<nav><a href="https://github.com/host/theme">theme of this page</a></nav>'
    '<article><p>The code for warp counting is at <a href="https://github.com/weaver/warp/tree/main/src">'
    "our repository</a>, with the drawings of every shaft.</p></article>"
    '<footer><a href="https://github.com/host/blog">Source of the site</a></footer>'
)


def test_links_of_the_main_text_lead_to_the_root() -> None:
    assert code_links.of_page(page(BODY), TEXT) == ("https://github.com/weaver/warp",)


def test_a_page_without_such_links_has_none() -> None:
    assert code_links.of_page(page("<p>github is mentioned</p>"), TEXT) == ()


def test_addresses_written_out_are_found() -> None:
    text = "Code: github.com/weaver/warp. See also https://github.com/weaver/weft/issues/3, thanks."
    assert code_links.of_text(text) == (
        "https://github.com/weaver/warp",
        "https://github.com/weaver/weft",
    )


def test_each_repository_counts_once_and_few_are_kept() -> None:
    many = [f"https://github.com/weaver/part{number}" for number in range(9)]
    found = code_links.roots([many[0], many[0] + "/issues", *many])
    assert found == tuple(many[: code_links.MOST])
