"""What is kept of a page can do nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.resources import inert
from tests.resources.adapters.pages import metas, resource


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Lenses by hand", "Lenses by hand"),
        ("a < b > c", "a < b > c"),
        ("Generic<T> and List<int>", "Generic<T> and List<int>"),
        ("The <video> element", "The <video> element"),
        ("How <script async> works", "How ‹script async› works"),
        ("<script>f()</script> title", "‹script›f()‹/script› title"),
        ("< ScRiPt src=x>", "‹ ScRiPt src=x›"),
        ("x <img src=x onerror=f()> y", "x ‹img src=x onerror=f()› y"),
        ("x <img src=x onerror=f()", "x ‹img src=x onerror=f()"),
        ("<iframe src='javascript:f()'>", "‹iframe src='javascript:f()'›"),
        ("a\u202eb\x00c", "abc"),
    ],
)
def test_tags_that_act_lose_their_brackets(text: str, kept: str) -> None:
    assert inert.plain(text) == kept


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("/a.pdf", "https://x.example/a.pdf"),
        ("https://y.example/a", "https://y.example/a"),
        ("javascript:f()", None),
        (" java\nscript:f()", "https://x.example/java%20script:f()"),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_are_of_the_web(value: str | None, kept: str | None) -> None:
    assert inert.address(value, "https://x.example/1") == kept


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("[x](https://x.example)", "[x](https://x.example)"),
        ("[x](javascript:f())", "[x](#f())"),
        ("![x]( DATA:text/html,x)", "![x]( #text/html,x)"),
        ("[x](<vbscript:f()>)", "[x](<#f()>)"),
        ("[x]: javascript:f()", "[x]: #f()"),
        ("`[x](javascript:f())`", "`[x](javascript:f())`"),
        ("```\n[x](javascript:f())\n```\nafter", "```\n[x](javascript:f())\n```\nafter"),
        ("data: 3, file: 4", "data: 3, file: 4"),
    ],
)
def test_links_of_markdown_lead_to_the_web_or_nowhere(source: str, kept: str) -> None:
    assert inert.markdown(source) == kept


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("[x](" + " " * 1_000_000, "javascript:f())", "#f())"),
        ("[x](" + " " * 1_000_000, "y)", "y)"),
        ("\n" * 1_000_000, "javascript:f()", "javascript:f()"),
    ],
    ids=["link", "of the web", "lines"],
)
def test_many_blanks_before_an_address_are_read_once(before: str, after: str, kept: str) -> None:
    """Read again from each blank, they would take hours."""
    assert inert.markdown(before + after) == before + kept


def test_a_tag_around_one_that_acts_acts_no_more() -> None:
    around = "by <li class=<svg onload=a()>>"
    assert inert.plain(around) == "by ‹li class=‹svg onload=a()››"
    assert "<" not in inert.plain("<b " * 50 + "onclick=a()")


@given(st.text("<>/ scriptonerror='\"=\n\x00x", max_size=80))
def test_done_twice_is_done_once(text: str) -> None:
    assert inert.plain(inert.plain(text)) == inert.plain(text)


def test_what_is_no_identifier_is_not_kept_as_one() -> None:
    head = metas(
        citation_title="Counting leaves",
        citation_arxiv_id="2401.0432='&gt;&lt;meta",
        citation_isbn="12345",
    )
    found = resource("https://x.example/1", head)
    assert (found.arxiv_id, found.isbn) == (None, None)
    assert found.key == "https://x.example/1"


def test_no_field_of_a_hostile_paper_acts() -> None:
    head = metas(
        citation_title="A &lt;script&gt;f()&lt;/script&gt; title",
        citation_author="Cruz, &lt;svg onload=f()&gt;",
        citation_pdf_url="javascript:f()",
        citation_journal_title="&lt;iframe src=x&gt;",
        citation_arxiv_id="2401.04321",
        citation_abstract="&lt;img src=x onerror=f()&gt; " + "An abstract of some length follows. " * 5,
    ) + '<link rel="next" href="data:text/html,x"><meta property="og:image" content="javascript:f()">'  # fmt: skip
    found = resource("https://arxiv.org/abs/2401.04321", head)
    said = " ".join(
        filter(None, [found.title, *found.authors, found.venue, found.summary, found.site])
    )
    assert "<script" not in said
    assert "<svg" not in said
    assert "<iframe" not in said
    assert "<img" not in said
    assert (found.media_url, found.image, found.series_next) == (None, None, None)


def test_tags_in_markdown_are_text_and_code_and_links_stay() -> None:
    source = "a </title><script>x</script> `<b>` <https://a.example>\n~~~~\n<p>\n~~~~\n"
    made = inert.markdown(source)
    assert made.startswith("a &lt;/title>&lt;script>x&lt;/script> `<b>` <https://a.example>\n")
    assert "\n<p>\n" in made
