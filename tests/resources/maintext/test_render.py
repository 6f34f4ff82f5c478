"""Blocks written out."""

from __future__ import annotations

from curator.resources.maintext import render
from curator.resources.maintext.blocks import Block


def test_a_row_of_which_no_word_may_stand_leaves_an_empty_line() -> None:
    shown = [Block("row", "<tr>", "", cells=("",)), Block("p", "warp", "warp")]
    assert render.markdown(shown) == "\n\nwarp"


def test_a_line_that_begins_like_a_list_is_none() -> None:
    assert render.markdown([Block("p", "1984. A year", "1984. A year")]) == "1984\\. A year"
