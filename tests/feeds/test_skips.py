"""The hours and days in which a feed asks not to be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from curator.feeds import skips
from curator.model import Skips
from tests.feeds.samples import channel, feed_of

FRIDAY = datetime(2026, 2, 20, 22, 17, tzinfo=UTC)
WEEKEND = Skips(days=(5, 6))


def test_hours_and_days_are_read_wherever_the_channel_has_them() -> None:
    feed = feed_of(
        channel(
            "<item><title>One</title></item>"
            "<skipHours><hour>3</hour> <hour> 1 </hour><hour>24</hour></skipHours>"
            "<skipDays><day>Sunday</day><day>saturday</day></skipDays>"
        )
    )
    assert feed.skips == Skips((0, 1, 3), (5, 6))


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<skipHours/><skipDays></skipDays>",
        "<skipHours><hour>25</hour><hour>noon</hour><hour>-1</hour></skipHours>",
        "<skipDays><day>Someday</day></skipDays>",
        "<skipHours><hour>1</hour>",
    ],
)
def test_what_is_no_hour_and_no_day_does_not_count(inside: str) -> None:
    assert skips.read(f"<rss><channel>{inside}</channel></rss>".encode()) == Skips()


@pytest.mark.parametrize(
    ("asked", "later"),
    [
        (Skips(), 0),
        (Skips(hours=(3, 4)), 0),
        (Skips(hours=(22, 23, 0)), 3),
        (Skips(days=(4,)), 2),
        (Skips(hours=(0, 1), days=(4,)), 4),
        (WEEKEND, 0),
    ],
)
def test_the_next_look_leaves_what_is_skipped(asked: Skips, later: int) -> None:
    assert skips.beyond(FRIDAY, asked) == FRIDAY + timedelta(hours=later)


def test_a_weekend_may_be_skipped_and_the_minute_stays() -> None:
    saturday = FRIDAY + timedelta(hours=2)
    assert skips.beyond(saturday, WEEKEND) == datetime(2026, 2, 23, 0, 17, tzinfo=UTC)


@pytest.mark.parametrize("asked", [Skips(hours=tuple(range(24))), Skips(days=tuple(range(7)))])
def test_a_feed_that_would_never_be_read_is_not_heeded(asked: Skips) -> None:
    assert skips.beyond(FRIDAY, asked) == FRIDAY
