"""How many of what: what those who watch the service are told."""

from __future__ import annotations

from curator.app import App
from curator.flows import figures
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW


def test_an_empty_house_has_no_figures(app: App) -> None:
    found = figures.figures(app)
    assert (dict(found.readers), dict(found.deliveries), dict(found.issues)) == ({}, {}, {})
    assert found.last_sent is None


def test_readers_issues_and_sources_are_counted_by_state(app: App) -> None:
    rooms.reader(app, "ada@reader.example")
    rooms.post(app, 1, NOW)  # which stores the sources too
    house.furnish(app)
    house.draft(app)
    found = figures.figures(app)
    assert found.readers == {"confirmed": 1}
    assert found.issues == {"sent": 3, "draft": 1}
    assert found.sources == {"ok": 3}
    assert found.last_sent == NOW


def test_deliveries_count_only_while_their_issue_is_on_its_way(app: App) -> None:
    rooms.reader(app, "ada@reader.example")
    house.furnish(app, out=1)
    assert figures.figures(app).deliveries == {}
