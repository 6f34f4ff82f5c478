"""The three extractors read one page; none of them can spoil it for the others."""

from __future__ import annotations

import pytest
from lxml import etree

from curator.resources.maintext import extractors
from tests.resources.pages import page

PROSE = "The loom stands in the old mill, and the river turns it for as long as there is rain. " * 4
BODY = f"""<script>var x = 1</script><style>p {{}}</style><svg><text>drawn</text></svg>
<nav><a href="/">Home</a></nav><article class="post" data-x="1"><h1>Looms</h1>
<p>{PROSE}</p><p onclick="x()">{PROSE}</p></article>"""


def test_each_gives_the_text_and_none_the_machinery() -> None:
    texts = extractors.ask(page(BODY))
    assert tuple(texts) == extractors.NAMES
    for name, text in texts.items():
        assert "the river turns it" in text, name
        assert "var x" not in text, name
        assert "drawn" not in text, name


def test_an_article_in_a_menu_is_read_all_the_same() -> None:
    inside = BODY.replace("<article", "<nav><article").replace("</article>", "</article></nav>")
    assert "the river turns it" in extractors.ask(page(inside))["readability"]


def test_the_page_stays_as_it_is() -> None:
    document = page(BODY)
    before = etree.tostring(document.tree)
    extractors.ask(document)
    assert etree.tostring(document.tree) == before


@pytest.mark.parametrize(
    ("complete", "asked"), [(PROSE, False), (PROSE + "Also by us: dyes. " * 9, True), ("", True)]
)
def test_readability_is_asked_only_where_the_others_differ(
    monkeypatch: pytest.MonkeyPatch, complete: str, asked: bool
) -> None:
    monkeypatch.setattr(extractors, "_trafilatura", lambda _: PROSE)
    monkeypatch.setattr(extractors, "_resiliparse", lambda _: complete)
    monkeypatch.setattr(extractors, "_readability", lambda *_: "a third opinion")
    expected = "a third opinion" if asked else PROSE
    assert extractors.ask(page(BODY))["readability"] == expected


def test_one_that_fails_has_no_say() -> None:
    assert extractors.ask(page("<p></p>"))["readability"] == ""
