"""An instant in the store: set the first time it is asked for, the same from then on."""

from __future__ import annotations

from datetime import timedelta

from curator.app import App
from curator.flows.work.remember import remembered
from curator.storage import kv
from tests.web.house import NOW


def test_the_first_time_is_now_and_stays(app: App) -> None:
    assert remembered(app, "clock.x", NOW) == NOW
    assert remembered(app, "clock.x", NOW + timedelta(days=9)) == NOW


def test_each_name_has_its_own(app: App) -> None:
    remembered(app, "clock.x", NOW)
    later = NOW + timedelta(hours=1)
    assert remembered(app, "clock.y", later) == later


def test_what_was_dealt_with_since_counts(app: App) -> None:
    later = NOW + timedelta(weeks=1)
    with app.database.begin() as connection:
        kv.put(connection, "clock.x", later.isoformat(), later)
    assert remembered(app, "clock.x", NOW) == later
