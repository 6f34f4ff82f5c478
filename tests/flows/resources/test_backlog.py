"""Old entries of a new source become resources after the work that waits, and a part at a time."""

from __future__ import annotations

from datetime import timedelta

from curator.app import App
from curator.flows.resources.backlog import catch_up
from curator.flows.resources.enrich import adopt
from curator.model import Entry, FetchState
from curator.storage import resources, sources
from curator.storage.listing import Filters
from tests.flows import rooms
from tests.web.house import NOW

YEARS = timedelta(days=700)
RECENT = NOW - timedelta(days=21)


def _published(app: App, old: int, new: int) -> None:
    """A source that has so many old and new entries."""
    ages = [YEARS] * old + [timedelta(days=1)] * new
    entries = [
        Entry(f"e{n}", f"https://mira.example.org/{n}", f"Convolution {n}", published=NOW - age)
        for n, age in enumerate(ages)
    ]
    with app.database.begin() as connection:
        sources.sync(connection, app.config.sources, NOW)
        sources.save_outcome(connection, rooms.MINE, FetchState(), entries, NOW)


def _titles(app: App) -> list[str]:
    with app.database.read() as connection:
        return [one.resource.title for one in resources.list_(connection, Filters(), limit=None)]


def test_an_issue_is_made_of_what_is_recent(app: App) -> None:
    _published(app, old=3, new=2)
    assert adopt(app, NOW, since=RECENT) == 2
    assert sorted(_titles(app)) == ["Convolution 3", "Convolution 4"]


def test_the_rest_is_taken_up_in_parts_and_then_nothing_is_left(app: App) -> None:
    _published(app, old=3, new=2)
    adopt(app, NOW, since=RECENT)
    assert [catch_up(app, NOW, most=2) for _ in range(3)] == [2, 1, 0]
    assert len(_titles(app)) == 5


def test_its_pages_are_not_fetched_for_an_issue(app: App) -> None:
    _published(app, old=1, new=1)
    catch_up(app, NOW)
    with app.database.read() as connection:
        waiting = resources.to_enrich(connection, NOW, since=RECENT)
    assert [one.resource.title for one in waiting] == ["Convolution 1"]
