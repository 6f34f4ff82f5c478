"""Hostile and damaged pages end in an answer or a typed error, in time, and nothing stored acts.

``python -m bench.fuzz_pages`` reads ten thousand of them; this is its thrifty part.
"""

from __future__ import annotations

import pytest
from bench.fuzz_pages import NOW, Case, cases, complaints, giants, submitted

from curator.errors import CuratorError
from curator.model import Page
from curator.resources.enrich import read
from curator.workers import Workers, outcome

PAGES = 400
WITH_TEXT = 5
"""Every so many pages with its main text, which takes most of the time."""
SMALL = [case for case in giants() if len(case.body) < 700_000]


def answered(case: Case, *, with_text: bool) -> list[str]:
    """What is wrong with what is made of a page; a typed error is nothing wrong."""
    page = Page(case.url, case.url, 200, {"content-type": case.content_type}, case.body, NOW)
    try:
        return complaints(read(page, now=NOW, with_text=with_text).resource)
    except CuratorError as error:
        return [error.message] if "the page could not be read:" in error.message else []


def test_loaded_and_damaged_pages() -> None:
    wrong = [
        (case.name, case.url, found)
        for number, case in enumerate(cases(PAGES, 7, []))
        if (found := answered(case, with_text=number % WITH_TEXT == 0))
    ]
    assert wrong == []


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.name)
def test_pages_that_are_deep_or_odd(case: Case) -> None:
    assert answered(case, with_text=True) == []


def test_thirty_megabytes_are_read_under_the_limits_of_a_worker() -> None:
    large = next(case for case in giants() if case.name == "30 MB in one attribute")
    with Workers(1, preload=("curator.resources.enrich",)) as workers:
        found = submitted(workers, large)
        assert outcome(found).resource.title == "L"
