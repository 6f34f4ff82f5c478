"""How a source is doing, and what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from curator.feeds import health
from curator.model import FetchState, Source

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)
SOURCE = Source("https://blog.example/feed")
GOOD = {"last_good_at": NOW, "status": 200}


@pytest.mark.parametrize(
    ("state", "status", "advice"),
    [
        (FetchState(), "new", ""),
        (FetchState(last_good_at=NOW, status=200, posts_per_week=2.0), "ok", ""),
        (
            FetchState(last_good_at=NOW, status=304, posts_per_week=0.0),
            "ok",
            "not posted for two months",
        ),
        (FetchState(status=404, error="gone?", failing_since=NOW), "failing (404)", "new address"),
        (FetchState(status=403, error="no", failing_since=NOW), "failing (403)", "browser"),
        (FetchState(status=429, error="busy", failing_since=NOW), "failing (429)", "nothing"),
        (FetchState(error="timeout", failing_since=NOW), "failing", "correct its address"),
        (
            FetchState(status=200, error="a page", failing_since=NOW),
            "failing (200)",
            "look at what came: curator sources document",
        ),
        (FetchState(status=500, error="a fault", failing_since=NOW), "failing (500)", "wait"),
        (FetchState(error="timeout", failing_since=NOW - timedelta(days=9)), "failing", "9 days"),
        (FetchState(status=410, error="x", disabled_at=NOW), "disabled (410)", "remove it"),
        (FetchState(error="x", disabled_at=NOW), "disabled", "for a month"),
        (
            FetchState(last_good_at=NOW, moved_to="https://new.example/", moved_seen=10),
            "ok",
            "change its address to https://new.example/",
        ),
        (
            FetchState(last_good_at=NOW, feed_url="https://blog.example/atom.xml"),
            "ok",
            "found at https://blog.example/atom.xml",
        ),
    ],
)
def test_status_and_advice(state: FetchState, status: str, advice: str) -> None:
    row = health.of(SOURCE, state, NOW)
    assert row.status == status
    assert advice in row.advice
    assert bool(advice) == bool(row.advice)


@pytest.mark.parametrize("status", [None, 200, 404, 500])
@pytest.mark.parametrize("days", [0, 9])
def test_the_reason_of_a_failure_is_told_once(status: int | None, days: int) -> None:
    state = FetchState(status=status, error="a cause", failing_since=NOW - timedelta(days=days))
    row = health.of(SOURCE, state, NOW)
    assert row.error == "a cause"
    assert row.told.count("a cause") == 1
    assert row.told.startswith("a cause; ")


@pytest.mark.parametrize("found", ["moved_to", "feed_url"])
def test_what_is_read_twice_is_told(found: str) -> None:
    address = "https://new.example/feed"
    state = FetchState(last_good_at=NOW, moved_seen=10, **{found: address})  # type: ignore[arg-type]
    row = health.of(SOURCE, state, NOW, {SOURCE.url, address})
    assert row.advice == f"it is read twice: {address} is a source too; remove one"


def test_a_row_has_name_rhythm_and_times() -> None:
    state = FetchState(
        title="The Blog",
        last_good_at=NOW,
        next_fetch_at=NOW,
        posts_per_week=1.5,
        websub_hub="https://hub.example/",
    )
    row = health.of(SOURCE, state, NOW)
    assert (row.name, row.posts_per_week) == ("The Blog", 1.5)
    assert row.websub_hub == "https://hub.example/"
    assert (row.last_good_at, row.next_try_at) == (NOW, NOW)
    assert health.of(Source(SOURCE.url, name="Mine"), state, NOW).name == "Mine"


def test_a_disabled_source_is_not_tried_again() -> None:
    assert (
        health.of(SOURCE, FetchState(disabled_at=NOW, next_fetch_at=NOW), NOW).next_try_at is None
    )
