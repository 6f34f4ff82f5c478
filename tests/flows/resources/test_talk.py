"""Where a link is talked about: the comments that a source of links names beside it."""

from __future__ import annotations

from datetime import timedelta

from curator import schedule
from curator.app import App
from curator.flows.issues.issue import compose_content
from curator.flows.resources import library, talk
from curator.flows.resources.enrich import adopt
from curator.model import Entry, FetchState, PageState, StoredResource
from curator.storage import resources, sources
from tests.flows import rooms
from tests.web.house import NOW

LINKS = "https://site1.example.net/feed"
LOOM = "https://looms.example/shafts"


def seen(app: App, source: str, comments: str | None, number: int = 1) -> StoredResource:
    """The loom, after a source named it with these comments."""
    published = NOW - timedelta(days=2)
    entry = Entry(f"e{number}", LOOM, "Shafts", published=published, comments_url=comments)
    with app.database.begin() as connection:
        sources.sync(connection, app.config.sources, NOW)
        sources.save_outcome(connection, source, FetchState(), [entry], NOW)
    adopt(app, NOW, since=NOW - timedelta(days=21))
    return library.get(app, LOOM)


def test_every_place_that_talks_of_it_is_told_once(app: App) -> None:
    seen(app, LINKS, "https://news.example/item?id=7")
    one = seen(app, rooms.MINE, "https://lobby.example/s/1", 2)
    both = ("https://news.example/item?id=7", "https://lobby.example/s/1")
    assert talk.of(app, one) == both
    assert talk.of(app, seen(app, rooms.MINE, both[0], 3)) == both


def test_comments_on_its_own_site_are_found_there_anyway(app: App) -> None:
    assert talk.of(app, seen(app, LINKS, f"{LOOM}#comments")) == ()
    assert talk.of(app, seen(app, LINKS, None, 2)) == ()


def test_a_pick_carries_it_into_the_issue(app: App) -> None:
    one = seen(app, LINKS, "https://news.example/item?id=7")
    with app.database.begin() as connection:
        resources.save_enriched(connection, one.id, one.resource, now=NOW, state=PageState.OK)
        period = schedule.period("2026-W08", app.schedule, NOW)
        content = compose_content(app, connection, period, NOW)
    everything = (*content.picks(), *content.runners_up)
    [pick] = [pick for pick in everything if pick.resource.id == one.id]
    assert pick.discussions == ("https://news.example/item?id=7",)
