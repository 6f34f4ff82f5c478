"""Links, emphasis, pictures and videos of a text, as Markdown that reads as the page does."""

from __future__ import annotations

import pytest
from lxml import html
from markdown_it import MarkdownIt

from curator.resources.maintext import blocks, render
from curator.sanitize import html_to_text

BASE = "https://weaver.example/warp"


def _blocks(body: str) -> list[blocks.Block]:
    return blocks.of_page(html.document_fromstring(f"<body>{body}</body>").find("body"), BASE)


def _markdown(body: str) -> str:
    return render.markdown(_blocks(body))


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ('<p>The <a href="/weft">weft</a> next.</p>',
         "The [weft](https://weaver.example/weft) next."),
        ('<p><a href="https://a.example/x (1)"> spaced </a>out</p>',
         "[spaced](https://a.example/x%20%281%29) out"),
        ('<p>A note.<a href="https://a.example/1">[1]</a></p>',
         "A note.[[1]](https://a.example/1)"),
        ('<p><a href="https://a.example/1">odd ]</a></p>', "[odd \\]](https://a.example/1)"),
        ('<p>Write to <a href="mailto:mo@a.example">Mo</a></p>', "Write to [Mo](mailto:mo@a.example)"),
        ('<p><a href="#top">Up</a> or <a href="warp#end">on</a></p>', "Up or on"),
        ('<p><a href="javascript:alert(1)">Press</a></p>', "Press"),
        ('<p><a href="/x"></a>Words</p>', "Words"),
        ('<a href="/x"><h3>Warp</h3><p>One.</p></a>', "### Warp\n\nOne."),
        ('<ul><li><a href="/x">One</a></li></ul>', "- [One](https://weaver.example/x)"),
    ],
)  # fmt: skip
def test_a_link_keeps_where_it_leads_if_that_is_elsewhere_on_the_web(
    body: str, markdown: str
) -> None:
    assert _markdown(body) == markdown


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("<p>Pull <b>hard</b>, not <em>long</em>.</p>", "Pull **hard**, not *long*."),
        ("<p>Pull<strong> hard </strong>now</p>", "Pull **hard** now"),
        ("<p>Pull <b><i>hard</i></b></p>", "Pull *hard*"),
        ("<p>Say <b>“now”</b>then</p>", "Say “now”then"),
        ("<p>5*3 and _x_ and snake_case</p>", "5\\*3 and \\_x\\_ and snake_case"),
        ("<p>[x](https://a.example/) is text</p>", "[x\\](https://a.example/) is text"),
        ('<p><b><a href="/x">Warp</a></b></p>', "**[Warp](https://weaver.example/x)**"),
    ],
)
def test_emphasis_is_kept_where_its_marks_would_be_read_as_such(body: str, markdown: str) -> None:
    assert _markdown(body) == markdown


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ('<p>One.</p><img src="/l.png" alt="A [big] loom"><p>Two.</p>',
         "One.\n\n![A \\[big\\] loom](https://weaver.example/l.png)\n\nTwo."),
        ('<p>One.</p><figure><img data-src="/l.png" src="data:image/gif;base64,R0"></figure>',
         "One.\n\n![](https://weaver.example/l.png)"),
        ('<p>One <img src="/smile.png" width=16 height=16> two.</p>', "One two."),
        ('<p>One.</p><aside><img src="/ad.png"></aside>', "One."),
        ('<p>One.</p><img src="data:image/png;base64,iVBO">', "One."),
        ('<p>One.</p><iframe src="https://www.youtube-nocookie.com/embed/kkkkkkkkkkk"></iframe>',
         "One.\n\n[Video](https://www.youtube.com/watch?v=kkkkkkkkkkk)"),
        ('<p>One.</p><iframe src="https://ads.example/frame"></iframe>', "One."),
    ],
)  # fmt: skip
def test_pictures_and_videos_stand_after_the_block_they_follow(body: str, markdown: str) -> None:
    assert _markdown(body) == markdown


@pytest.mark.parametrize(
    "body",
    [
        '<p>See <a href="https://a.example/a_b_(c)?d=[1]&e=é">this [and] that</a>.</p>',
        "<p>x<b>y</b>z, <i>it</i>'s <b>bold.</b> And <em>(so)</em>!</p>",
        "<p>2*3*4 = 24, a_b, _c_, [d](e) and ](f)</p>",
    ],
)
def test_a_reader_of_markdown_sees_the_words_of_the_page(body: str) -> None:
    shown = MarkdownIt("commonmark").render(_markdown(body))
    assert html_to_text(shown) == html_to_text(body)


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("10<sup>6</sup> steps of O(n<sup>2</sup>)", "10⁶ steps of O(n²)"),
        ("x<sub>i</sub><sup>−1</sup> and H<sub>2</sub>O", "xᵢ⁻¹ and H₂O"),
        ("the 1<sup>st</sup> of many", "the 1st of many"),
        ('so it is<sup><a href="#note-1">1</a></sup>', "so it is¹"),
    ],
)
def test_powers_and_indices_do_not_become_factors(body: str, markdown: str) -> None:
    assert _markdown(f"<p>{body}</p>") == markdown
    assert _markdown(f"<h2>{body}</h2>") == f"## {markdown}"
    assert render.plain(_blocks(f"<p>{body}</p>")) == markdown
