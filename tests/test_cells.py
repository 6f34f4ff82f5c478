"""No cell of a CSV file is run as a formula, and every cell comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.cells import marked, unmarked


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_begins_like_a_formula_is_marked(text: str) -> None:
    assert marked(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "O'Hara", "'quoted'", "1-2"])
def test_all_else_stands_as_it_is(text: str) -> None:
    assert marked(text) == text
    assert unmarked(text) == text


@given(st.text(alphabet="=+-@\t\ra", max_size=6))
def test_marks_come_off_again(text: str) -> None:
    assert unmarked(marked(text)) == text
