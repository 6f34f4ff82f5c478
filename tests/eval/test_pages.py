"""Floors under what is told of pages, on a fixed sample, beside two peers in the same run.

The floors stand in ``page_floors.json`` and only rise; ``python -m bench.pages`` gives the figures
of whole sets.
"""

from __future__ import annotations

import json
import pathlib
from functools import cache

import pytest

from tests.corpora import corpora_folder
from tests.eval import page_scores, truth
from tests.eval.page_scores import READERS, Score

pytestmark = pytest.mark.corpora

FLOORS: dict[str, dict[str, float]] = json.loads(
    pathlib.Path(__file__).with_name("page_floors.json").read_text("utf-8")
)
PEERS = ("trafilatura", "newspaper4k")
COMPARED = ("title", "authors", "published", "text")
BEHIND = 0.02
"""On so small a sample a peer may be ahead by chance by so much."""


@cache
def scored(name: str, reader: str) -> Score:
    """The figures of a reader on the sample of a set."""
    folder = corpora_folder() / "pages" / name
    items = page_scores.sample(page_scores.articles(folder), int(FLOORS[name]["pages"]))
    return page_scores.score(name, folder, items, READERS[reader])


@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_falls_below_its_floor(name: str) -> None:
    figures = scored(name, "curator").figures()
    below = {
        field: figures[field]
        for field, floor in FLOORS[name].items()
        if field not in ("pages", "false dates") and figures[field] < floor
    }
    assert not below


@pytest.mark.parametrize("name", [name for name in FLOORS if "false dates" in FLOORS[name]])
def test_few_dates_are_invented(name: str) -> None:
    assert scored(name, "curator").figures()["false dates"] <= FLOORS[name]["false dates"]


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize("name", ["wcxb-dev", "papis-scholarly", "scrapinghub-aeb"])
def test_no_peer_is_ahead(name: str, peer: str) -> None:
    own, other = scored(name, "curator").figures(), scored(name, peer).figures()
    ahead = {
        field: (own[field], other[field])
        for field in COMPARED
        if field in own and other[field] > own[field] + BEHIND
    }
    assert not ahead


def test_an_undated_course_gets_no_dates() -> None:
    folder = corpora_folder() / "pages" / "fastai-course22"
    items = page_scores.articles(folder)[:10]
    pages = [truth.page(folder, one, page_scores.NOW) for one in items]
    dates = [page_scores.by_curator(page).get("published") for page in pages]
    assert dates == [None] * len(items)
