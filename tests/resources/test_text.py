"""The main text: by agreement, with its opening, without what stands around it."""

from __future__ import annotations

import pytest

from curator.resources import text
from curator.resources.maintext import ballots, blocks, extractors
from tests.resources.pages import page

OPENING = "It began on a wet morning in the old mill, with a loom nobody had used for years."
BODY = [
    "We oiled every shaft and replaced the cords, which took the better part of a week to do.",
    "Then came the warp: four hundred threads, each through its own heddle and its own reed.",
    "By the end of the month the first cloth was off the loom, uneven, heavy and entirely ours.",
]
MENU = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
COMMENTS = "".join(
    f'<div class="comment"><p>Lovely, thanks for number {n}!</p></div>' for n in range(6)
)
ARTICLE = f"""<nav><ul>{MENU}</ul></nav><article><h1>A loom comes back</h1>
<p class="standfirst">{OPENING}</p>{"".join(f"<p>{one}</p>" for one in BODY)}
<h2>Numbers</h2><ul><li>Four hundred threads in the warp</li><li>Twelve shafts in use</li></ul>
<pre><code>warp = 400</code></pre></article><section id="comments">{COMMENTS}</section>
<footer><p>Copyright The Weaver. <a href="/terms">Terms</a></p></footer>"""
TITLE = "<title>A loom comes back</title>"


@pytest.fixture(scope="module")
def main() -> text.MainText:
    return text.extract(page(ARTICLE, TITLE))


def test_the_opening_paragraph_is_there(main: text.MainText) -> None:
    assert OPENING in main.plain


def test_every_paragraph_is_there_in_order(main: text.MainText) -> None:
    places = [main.plain.index(one) for one in BODY]
    assert places == sorted(places)


@pytest.mark.parametrize("stray", ["Section 3", "Lovely, thanks", "Terms"])
def test_menus_comments_and_footers_are_not(main: text.MainText, stray: str) -> None:
    assert stray not in main.plain


def test_headings_lists_and_code_are_markdown(main: text.MainText) -> None:
    assert "## Numbers" in main.markdown
    assert "- Four hundred threads in the warp\n- Twelve shafts in use" in main.markdown
    assert "```\nwarp = 400\n```" in main.markdown


def test_extractors_that_agree_are_told_so(main: text.MainText) -> None:
    assert main.origin == "blocks"
    assert main.agreement > 0.8


def test_a_page_without_a_text_has_none() -> None:
    assert text.extract(page(f"<nav><ul>{MENU}</ul></nav>")).plain.count("\n") < 15


def test_an_article_loaded_below_another_is_another() -> None:
    other = (
        "<article><h1>Another day</h1>"
        + "<p>Nothing of the mill is told on this side at all.</p>" * 3
        + "</article>"
    )
    found = blocks.of_page(page(ARTICLE + other, TITLE).body)
    assert text.main_article(found, "A loom comes back") == 1


def test_an_extractor_that_fails_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_document: object) -> str:
        raise RuntimeError("bad markup")

    monkeypatch.setattr(extractors, "_trafilatura", fails)
    texts = extractors.ask(page(ARTICLE, TITLE))
    assert texts["trafilatura"] == ""
    assert OPENING in texts["resiliparse"]


def test_a_share_is_measured_by_runs_of_three_words() -> None:
    opinion = ballots.Opinion.of("the loom is set up in the old mill")  # one line
    assert opinion.share(("the", "loom", "is", "set")) == 1.0
    assert opinion.share(("loom", "the", "is", "set")) == 0.0


@pytest.mark.parametrize(
    "text", ["Old mill\nThe loom is set up.", "| Loom | Old mill |", "- old mill"]
)
def test_a_word_or_two_have_to_be_a_line_or_a_cell(text: str) -> None:
    assert ballots.Opinion.of(text).share(("old", "mill")) == 1.0
    assert ballots.Opinion.of("the loom is set up in the old mill").share(("old", "mill")) == 0.0


def test_agreement_is_word_f1() -> None:
    one, other = ballots.Opinion.of("a b c d"), ballots.Opinion.of("a b")
    assert ballots.agreement(one, other) == pytest.approx(2 * 2 / 6)
    assert ballots.agreement(one, ballots.Opinion.of("")) == 0.0


@pytest.mark.parametrize(("times", "origin"), [(1, "blocks"), (9, "trafilatura")])
def test_a_short_text_is_taken_whole_only_where_an_extractor_has_far_more(
    monkeypatch: pytest.MonkeyPatch, times: int, origin: str
) -> None:
    short = "The loom is set up again in the old mill."
    told = dict.fromkeys(extractors.NAMES, " ".join([short] * times + ["Terms of use"]))
    monkeypatch.setattr(extractors, "ask", lambda _: told)
    main = text.extract(page(f"<article><h1>A loom</h1><p>{short}</p></article>"))
    assert main.origin == origin
