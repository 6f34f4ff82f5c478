"""The one allow-list for markup, and plain text without tricks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from curator.sanitize import (
    ATTRIBUTES,
    TAGS,
    clean_block,
    clean_html,
    clean_text,
    html_to_text,
    shorten,
)

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jAvAsCrIpT&#58;alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<svg/onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<iframe src=//evil.example></iframe>",
    "<form action=//evil.example><input name=q></form>",
    "<style>@import url(//evil.example)</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script>-->",
    "<base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
    "<object data=x></object><embed src=x><template><script>1</script></template>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_active_survives(attack: str) -> None:
    assert_passive(clean_html(f"before {attack} after"))


@given(
    st.text(alphabet=st.sampled_from("<>/\"'=aonscriptsvgimgsrc \n&#;:javhref\x00"), max_size=200)
)
def test_no_soup_of_markup_becomes_active(soup: str) -> None:
    assert_passive(clean_html(soup))


def test_the_structure_of_a_text_stays() -> None:
    markup = "<h2>One</h2><p>Two <em>three</em></p><pre><code>x = 1</code></pre><ul><li>a</li></ul>"
    assert clean_html(markup) == markup


def test_links_tell_no_one_where_the_reader_came_from() -> None:
    assert 'rel="noopener noreferrer nofollow"' in clean_html('<a href="https://a.example">x</a>')


def test_images_can_be_left_out() -> None:
    assert clean_html('<p>a<img src="https://a.example/i.png">b</p>', images=False) == "<p>ab</p>"


def test_cleaning_twice_changes_nothing() -> None:
    once = clean_html('<p>A &amp; B <a href="https://a.example?a=1&b=2">c</a> <img src="/x">')
    assert clean_html(once) == once


def test_plain_text_hides_and_reorders_nothing() -> None:
    assert clean_text("in\u202evoice\u200b  \x07exe\ufeff\n") == "invoice exe"


def test_plain_text_keeps_scripts_that_need_joiners() -> None:
    persian = "می\u200cخواهم"
    assert clean_text(persian) == persian


def test_a_block_keeps_its_lines() -> None:
    assert clean_block("a  b\r\n\r\nc\x00") == "a b\n\nc"


def test_markup_becomes_words() -> None:
    assert html_to_text("<p>A&nbsp;&lt;b&gt; c</p><p>d<script>e</script></p>") == "A <b> c d"


def test_an_icon_that_is_gone_leaves_no_space_before_a_full_stop() -> None:
    assert html_to_text("<a>Looms <svg></svg></a>. Weave, .NET and on ...") == (
        "Looms. Weave, .NET and on ..."
    )


def test_powers_and_indices_are_no_factors() -> None:
    assert html_to_text("O(<i>n</i><sup>2</sup>), 1<sup>st</sup> H<SUB class=x>2</SUB>O") == (
        "O(n²), 1st H₂O"
    )


def test_shortening_cuts_at_a_word() -> None:
    assert shorten("one two three", 9) == "one two…"
    assert shorten("one", 9) == "one"


def assert_passive(markup: str) -> None:
    """Parse as a browser would and look at every element and attribute that is left."""
    root = lxml_html.fragment_fromstring(markup, create_parent="div")
    for element in root.iterdescendants():
        assert element.tag in TAGS
        allowed = ATTRIBUTES.get(str(element.tag), set()) | ATTRIBUTES["*"] | {"rel"}
        assert set(element.attrib) <= allowed
        for name in ("href", "src"):
            value = element.get(name, "https:").strip().lower()
            assert not value.startswith(("javascript:", "data:", "vbscript:"))
