"""Pages of every kind, each read by a person, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from curator.errors import Wall
from curator.model import Page, Resource
from curator.resources.enrich import read
from tests.corpora import corpora_folder
from tests.eval.pages_read import PAGES, Truth

NOW = datetime(2026, 11, 1, tzinfo=UTC)
READ = [truth for truth in PAGES if truth.wall is None]
WALLS = [truth for truth in PAGES if truth.wall is not None]


def _page(truth: Truth) -> Page:
    body = (corpora_folder() / "pages" / truth.file).read_bytes()
    return Page(truth.address, truth.address, 200, {"content-type": "text/html"}, body, NOW)


@pytest.fixture(scope="module")
def made() -> Callable[[Truth], Resource]:
    """What is made of a page, read once for all questions."""
    known: dict[str, Resource] = {}

    def of(truth: Truth) -> Resource:
        if truth.file not in known:
            known[truth.file] = read(_page(truth), now=NOW, with_text=False).resource
        return known[truth.file]

    return of


Made = Callable[[Truth], Resource]
each_page = pytest.mark.parametrize("truth", READ, ids=lambda truth: truth.file)


@each_page
def test_what_it_is(truth: Truth, made: Made) -> None:
    resource = made(truth)
    assert resource.kind is truth.kind
    if truth.key:
        assert resource.key == truth.key
    else:
        assert resource.key.startswith("http")


@each_page
def test_who_made_it(truth: Truth, made: Made) -> None:
    people = made(truth).authors
    if truth.count is not None:
        assert len(people) == truth.count
        people = (people[0], people[-1])
    if truth.authors is not None:
        assert people == truth.authors


@each_page
def test_when_it_came_out(truth: Truth, made: Made) -> None:
    published = made(truth).published
    if truth.published:
        assert str(published)[:10] == truth.published
    if truth.undated:
        assert published is None


@pytest.mark.parametrize(
    "truth", [truth for truth in READ if truth.minutes], ids=lambda truth: truth.file
)
def test_how_long_it_takes(truth: Truth, made: Made) -> None:
    assert made(truth).minutes == truth.minutes


@pytest.mark.parametrize("truth", WALLS, ids=lambda truth: truth.file)
def test_a_wall_is_refused(truth: Truth) -> None:
    with pytest.raises(Wall) as refused:
        read(_page(truth), now=NOW, with_text=False)
    assert refused.value.state is truth.wall
