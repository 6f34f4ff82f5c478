"""Why a field has its value: every candidate, how likely it was, and which was taken."""

from __future__ import annotations

import pytest

from curator.model import Page
from curator.resources import enrich
from curator.resources.why import Row, explain
from tests.resources.pages import NOW
from tests.resources.test_assemble import read_page

HEAD = """<title>A loom comes back - The Weaver</title>
<meta property="og:title" content="A loom comes back"><meta property="og:site_name" content="The Weaver">
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2026-02-17">
<meta property="og:image" content="/loom.jpg"><meta name="twitter:image" content="/small.jpg">"""


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return explain(read_page(HEAD))


def _of(rows: list[Row], field: str) -> list[Row]:
    return [row for row in rows if row.field == field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "A loom comes back"),
        ("authors", "Ann Lee"),
        ("published", "2026-02-17"),
        ("image", "https://weaver.example/loom.jpg"),
        ("site", "The Weaver"),
    ],
)
def test_the_chosen_value_comes_first(rows: list[Row], field: str, value: str) -> None:
    first = _of(rows, field)[0]
    assert (first.value, first.chosen) == (value, True)
    assert first.confidence is not None


def test_one_value_of_a_field_is_chosen(rows: list[Row]) -> None:
    for field in ("title", "authors", "published", "image"):
        assert sum(row.chosen for row in _of(rows, field)) == 1


def test_a_value_names_all_its_origins(rows: list[Row]) -> None:
    assert {"og", "h1"} <= set(_of(rows, "title")[0].origins)


def test_what_was_not_chosen_is_told_too(rows: list[Row]) -> None:
    assert [row.value for row in _of(rows, "image")[1:]] == ["https://weaver.example/small.jpg"]


def test_a_voted_value_that_lost_says_how_likely_it_was(rows: list[Row]) -> None:
    lost = _of(rows, "title")[1:]
    assert lost
    assert all(row.confidence is not None and not row.sure for row in lost)


def test_what_an_adapter_knows_is_as_sure_as_it_is_kept() -> None:
    url = "https://x.com/mira/status/1222907250383245320"
    markup = """<html><head><title>x</title><meta property="og:title" content="Mira Lang (@mira) on X">
    <meta property="og:description" content="Lenses bend light."></head><body><p>Lenses.</p></body>"""
    page = Page(url, url, 200, {"content-type": "text/html"}, markup.encode(), NOW)
    first = _of(explain(enrich.read(page, now=NOW)), "authors")[0]
    assert (first.value, first.confidence, first.sure) == ("Mira Lang", 0.99, True)
