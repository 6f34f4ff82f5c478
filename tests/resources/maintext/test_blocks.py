"""A page cut into blocks, and the blocks written out."""

from __future__ import annotations

import pytest

from curator.resources.maintext import blocks, render
from curator.resources.maintext.blocks import Block
from tests.resources.pages import page


def _of(body: str) -> list[Block]:
    return blocks.of_page(page(body).body)


def _markdown(body: str) -> str:
    return render.markdown(_of(body))


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("<h2>Warp</h2><p>One.</p>", ["h", "p"]),
        ("<ul><li>One</li><li>Two</li></ul>", ["li", "li"]),
        ("<blockquote>One</blockquote>", ["quote"]),
        ("<pre>x = 1</pre>", ["code"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["row"]),
        ("<table><tr><td><p>laid out</p></td></tr></table>", ["p"]),
        ("One.<div>Two.</div>Three.", ["p", "p", "p"]),
        ("<script>x</script><style>y</style><nav hidden></nav>", []),
    ],
)
def test_what_the_blocks_are(body: str, kinds: list[str]) -> None:
    assert [block.kind for block in _of(body)] == kinds


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("<h2>Warp</h2><p>One.</p>", "## Warp\n\nOne."),
        ("<ol start=3><li>One</li><li>Two</li></ol>", "3. One\n4. Two"),
        ("<ol><li><p>One</p><p>More.</p></li><li><p>Two</p><ul><li>In</li></ul></li></ol>",
         "1. One\n\nMore.\n\n2. Two\n\n   - In"),
        ("<h2>Warp<a href='#warp'>¶</a></h2>", "## Warp"),
        ("<h2><a href='/warp'>Warp</a></h2>", "## Warp"),
        ("<table><tr><th></th><th>Error</th></tr><tr><td>a|b</td><td>4 <b>%</b></td></tr></table>",
         "|  | Error |\n| --- | --- |\n| a\\|b | 4 **%** |"),
        ("<table><tr><td>Warp</td></tr><tr><td>a</td><td>b</td></tr></table>",
         "| Warp |  |\n| --- | --- |\n| a | b |"),
        ("<table><tr><td>Only one</td></tr></table>", "Only one"),
        ("<blockquote><p>One</p><ul><li>Two</li></ul></blockquote>", "> One\n\n> - Two"),
        ("<blockquote>One</blockquote><p>Two</p>", "> One\n\nTwo"),
        ("<ul><li>One<ul><li>In</li></ul></li></ul>", "- One\n   - In"),
        ('<pre><code class="language-python">def f():\n    pass</code></pre>',
         "```python\ndef f():\n    pass\n```"),
        ("<p>Run <code>make</code>.</p>", "Run `make`."),
        ("<p>&lt;script&gt; is text</p>", "&lt;script> is text"),
        ("<p>&lt;<b>script</b>&gt; is text</p>", "&lt;**script**> is text"),
        ("<p>Use <code>&lt;div&gt;</code>.</p>", "Use `<div>`."),
        ("<p>No code: `&lt;div&gt;`</p>", "No code: \\`&lt;div>\\`"),
        ("<p><code>a`b&lt;div&gt;</code></p>", "a\\`b&lt;div>"),
        ("<p>From $12 to $30</p>", "From \\$12 to \\$30"),
        ("<p>2024. A year.</p>", "2024\\. A year."),
        (('<p>so <math><semantics><annotation encoding="application/x-tex">x^2</annotation>'
         "</semantics></math> holds</p>"), "so $x^2$ holds"),
        ('<p><span class="katex"><math alttext="a+b"></math></span></p>', "$a+b$"),
        ('<p><span class="katex"><math alttext="a<b"></math></span></p>', "$a\\lt b$"),
        ('<script type="math/tex; mode=display">\\sum x</script>', "$$\\sum x$$"),
    ],
)  # fmt: skip
def test_how_they_are_written(body: str, markdown: str) -> None:
    assert _markdown(body) == markdown


def test_code_that_is_cut_becomes_text() -> None:
    long = "x" * blocks.LONGEST
    assert "`" not in _of(f"<p><code>{long}</code> and <code>&lt;div&gt;</code></p>")[0].markdown


def test_where_a_block_stands_is_known() -> None:
    made = _of('<nav>Menu</nav><article><p class="comment">Me too.</p><p>One.</p></article>')
    assert [sorted(block.where) for block in made] == [
        ["nav"],
        ["article", "unwanted"],
        ["article"],
    ]


def test_links_are_measured() -> None:
    assert _of('<p>See <a href="/x">the loom</a></p>')[0].linked == len("the loom")


def test_a_long_paragraph_stands_once() -> None:
    prose = "<p>" + "The loom is set up in an hour. " * 4 + "</p>"
    assert len(_of(prose * 3)) == 1


def test_hidden_text_counts_only_where_the_page_hides_itself() -> None:
    prose = "The loom is set up in an hour. " * 4
    assert _of(f"<p>{prose}</p><div hidden>{prose[::-1]}</div>")[-1].plain == prose.strip()
    assert _of(f"<div style='display:none'><p>{prose}</p></div>")[0].plain == prose.strip()


def test_deep_and_long_pages_end() -> None:
    assert len(_of("<p>x</p>" * (blocks.MOST + 500))) <= blocks.MOST
    assert _of("<div>" * 5000 + "deeper than the parser nests" + "</div>" * 5000) == []


def test_a_block_knows_its_containers() -> None:
    found = _of("<div><p>One.</p><ul><li>Two</li></ul></div><div>Three.</div>")
    one, two, three = (block.path for block in found)
    assert two[:-1] == one
    assert three[:-1] == one[:-1]
    assert three != one


@pytest.mark.parametrize(
    ("body", "linked"),
    [
        ("<p>One <a href='/'>two</a></p>", [3]),
        ("<a href='/'><p>One.</p><p>Two.</p></a><p>Three.</p>", [4, 4, 0]),
        ("<p><a href='/'><code>x</code></a> y</p>", [1]),
    ],
)
def test_links_around_blocks_are_counted(body: str, linked: list[int]) -> None:
    assert [block.linked for block in _of(body)] == linked
