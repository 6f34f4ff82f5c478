"""Kaggle's list of competitions."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from curator.errors import ParseError
from curator.feeds.sites import feed_addresses
from tests.feeds.samples import feed_of

ROW = {
    "ref": "https://www.kaggle.com/competitions/find-the-cats",
    "title": "Find the Cats",
    "description": "Segment cats.",
    "deadline": "2026-05-01T23:59:00Z",
    "enabledDate": "2026-02-01T12:00:00Z",
    "tags": [{"name": "computer vision"}, None],
}


def test_a_competition_is_an_entry_with_its_deadline() -> None:
    (entry,) = feed_of(json.dumps([ROW])).entries
    assert (entry.title, entry.url) == ("Find the Cats", ROW["ref"])
    assert entry.summary == "Segment cats. Deadline: 2026-05-01."
    assert entry.published == datetime(2026, 2, 1, 12, tzinfo=UTC)
    assert entry.categories == ("computer vision",)


def test_a_short_reference_is_completed() -> None:
    (entry,) = feed_of(json.dumps([ROW | {"ref": "find-the-dogs"}])).entries
    assert entry.url == "https://www.kaggle.com/competitions/find-the-dogs"


@pytest.mark.parametrize("rows", [[], [1], [{"title": "x"}], [{"ref": 3, "tags": 4}]])
def test_other_lists_are_a_parse_error(rows: list[object]) -> None:
    with pytest.raises(ParseError):
        feed_of(json.dumps(rows))


def test_the_page_of_competitions_leads_to_the_lists() -> None:
    assert len(feed_addresses("https://www.kaggle.com/competitions")) == 2
    assert feed_addresses("https://www.kaggle.com/code") == ()
