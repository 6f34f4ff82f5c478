"""Where the agreed text lies tells an article's last paragraph from a teaser below it."""

from __future__ import annotations

import pytest

from curator.resources.maintext import blocks
from curator.resources.maintext.blocks import Block
from curator.resources.maintext.containers import Containers
from tests.resources.pages import page

PAGE = """<div class="page"><div class="story"><h1>Looms</h1><p>Warp first.</p><p>Then the weft.</p>
<ul><li>A shuttle</li></ul></div><div class="more"><p>Also by us: dyes.</p></div></div>"""
AGREED = {"Looms": 0.0, "Warp first.": 1.0, "Then the weft.": 1.0, "A shuttle": 0.3}


def signs(found: list[Block]) -> dict[str, dict[str, float]]:
    means = [AGREED.get(block.plain, 0.0) for block in found]
    lengths = [len(block.plain.split()) + 1 for block in found]
    known = Containers(found, means, lengths)
    return {
        block.plain: dict(known.signs(block.path, mean, length))
        for block, mean, length in zip(found, means, lengths, strict=True)
    }


@pytest.mark.parametrize(
    ("block", "within", "right", "below", "away"),
    [
        ("Warp first.", 1, 1, 0, 0),
        ("A shuttle", 1, 0, 1, 0),
        ("Also by us: dyes.", 0, 0, 0, 1),
    ],
)
def test_most_agreed_text_makes_a_container_the_main_one(
    block: str, within: int, right: int, below: int, away: int
) -> None:
    told = signs(blocks.of_page(page(PAGE).body))[block]
    assert told["in main container"] == within
    assert told["right in main container"] == right
    assert told["below main container"] == below
    assert told["away from main container"] == away


def test_a_block_is_judged_by_what_stands_beside_it() -> None:
    told = signs(blocks.of_page(page(PAGE).body))
    assert told["Looms"]["agreed beside"] == pytest.approx(1.0)
    assert told["Warp first."]["agreed beside"] == pytest.approx(4 / 6)
    assert told["Also by us: dyes."]["agreed beside"] == 0.0
    assert told["Also by us: dyes."]["agreed in second container"] == pytest.approx(7.9 / 12)
    assert told["A shuttle"]["share of all agreed"] == pytest.approx(0.9 / 7.9)


def test_without_any_agreement_there_is_no_main_container() -> None:
    found = blocks.of_page(page("<div><p>One.</p></div>").body)
    told = Containers(found, [0.0], [2]).signs(found[0].path, 0.0, 2)
    assert told["share of all agreed"] == 0.0
    assert told["in main container"] == 1.0
    assert told["right in main container"] == 0.0


def test_a_page_without_blocks_has_none() -> None:
    Containers([], [], [])
