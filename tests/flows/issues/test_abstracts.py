"""A paper is told by the sentence that says most, and its abstract is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from curator import schedule
from curator.app import App
from curator.flows.issues import abstracts
from curator.flows.issues.issue import compose_content
from curator.model import (
    Kind,
    PageState,
    Pick,
    Resource,
    Section,
    Selection,
    StoredResource,
    Tag,
    Tags,
    Track,
    When,
)
from curator.storage import resources
from tests.web import house

SAYS_MOST = "we propose to count mosses with a phone, and show that it takes a minute a wall."
ABSTRACT = (
    "Moss has grown on walls for a long time, and people have looked at it for nearly as long. "
    "It is well known that some mosses are green, that others are brown, and that most are small. "
    f"In this paper, {SAYS_MOST} "
) + "The walls were old and the light was poor on most of the days that we had for it. " * 6
PAPER = Resource(
    "https://paper.example/1", "https://paper.example/1", "Counting mosses", summary=ABSTRACT,
    kind=Kind.PAPER, published=When(house.NOW - timedelta(days=2)),
)  # fmt: skip


def test_each_pick_and_runner_up_is_told_by_a_sentence() -> None:
    pick = Pick(StoredResource(1, PAPER), 0.9)
    given = Selection((Section("vision", "Vision", (pick,)),), (pick,))
    found = abstracts.quoted(given)
    for one in (found.sections[0].picks[0], found.runners_up[0]):
        assert one.resource.resource.summary == SAYS_MOST
        assert one.resource.resource.summary_quoted


def test_a_summary_of_usual_length_stays() -> None:
    stored = StoredResource(1, replace(PAPER, summary="Mosses, counted with a phone."))
    assert abstracts.quoting(stored) is stored


def test_one_without_a_sentence_to_quote_stays() -> None:
    stored = StoredResource(1, replace(PAPER, summary="moss " * 200))
    assert abstracts.quoting(stored) is stored


def test_an_issue_quotes_and_the_library_keeps_the_abstract(app: App) -> None:
    tags = Tags((Tag("vision", 0.9),), track=Track.THEORY)
    with app.database.begin() as connection:
        row = resources.upsert(connection, PAPER, now=house.NOW, state=PageState.OK)
        resources.save_tags(connection, row, tags)
    period = schedule.period(None, app.schedule, house.NOW)
    with app.database.read() as connection:
        content = compose_content(app, connection, period, house.NOW)
        kept = resources.get(connection, row).resource.summary
    assert [pick.resource.resource.summary for pick in content.picks()] == [SAYS_MOST]
    assert kept == ABSTRACT
