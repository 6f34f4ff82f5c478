"""What class and id say an element is for."""

from __future__ import annotations

import pytest

from curator.resources.collect.marks import Purpose, purpose


@pytest.mark.parametrize(
    ("marks", "meant"),
    [
        ("post-title", Purpose(title=True, byline=None, date=None)),
        ("c-article__headline", Purpose(title=True, byline=None, date=None)),
        ("Byline", Purpose(title=False, byline="byline", date="date:weak")),
        ("author-bio", Purpose(title=False, byline="byline:weak", date=None)),
        ("entry-date", Purpose(title=False, byline=None, date="date")),
        ("posted-by", Purpose(title=False, byline="byline", date="date")),
    ],
)
def test_marks_name_a_title_a_byline_or_a_date(marks: str, meant: Purpose) -> None:
    assert purpose(marks) == meant


@pytest.mark.parametrize("marks", ["", "col-md-6", "site-header", "heading", "btn btn-primary"])
def test_marks_for_looks_name_nothing(marks: str) -> None:
    assert purpose(marks) is None
