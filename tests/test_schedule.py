"""When an issue goes out, and which week it covers."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st

from curator import schedule
from curator.errors import BadValue
from curator.schedule import DAYS, Schedule, parse

ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "Australia/Lord_Howe",
         "America/Havana", "Pacific/Apia", "Africa/Cairo")  # fmt: skip
schedules = st.builds(
    Schedule,
    st.sampled_from([*DAYS, "daily"]),
    st.times().map(lambda time: time.replace(second=0, microsecond=0, tzinfo=None, fold=0)),
    st.sampled_from(ZONES),
)
instants = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("sunday 08:00 America/Los_Angeles", "sunday 08:00 America/Los_Angeles"),
        ("  Mon   8:05 UTC ", "monday 08:05 UTC"),
        ("DAILY 23:59 Europe/Berlin", "daily 23:59 Europe/Berlin"),
    ],
)
def test_what_is_read(text: str, normal: str) -> None:
    assert str(parse(text)) == normal
    assert parse(normal) == parse(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "sunday 08:00 Europe/Berlin"),
        ("sunday 08:00", "a day's name"),
        ("1 08:00 UTC", "'1' is not a day"),
        ("sunday 24:00 UTC", "'24:00' is not a time"),
        ("sunday 8 UTC", "'8' is not a time"),
        ("sunday 08:00 Berlin", "did you mean Europe/Berlin?"),
        ("sunday 08:00 Europe/Berlni", "did you mean Europe/Berlin?"),
        ("sunday 08:00 ../etc/passwd", "not a known time zone"),
        ("sunday 08:00 America", "not a known time zone"),
    ],
)
def test_what_is_refused(text: str, what: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse(text)
    assert what in caught.value.message


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(BadValue):
        assert parse(str(parse(text))) == parse(text)


def test_next_and_previous_are_strict() -> None:
    sunday = parse("sunday 08:00 Europe/Berlin")
    at = utc("2026-02-15T07:00")
    assert sunday.next_after(at - timedelta(seconds=1)) == at
    assert sunday.next_after(at) == at + timedelta(days=7)
    assert sunday.previous_before(at) == at - timedelta(days=7)


def test_local_time_stays_when_clocks_change() -> None:
    berlin = parse("daily 08:00 Europe/Berlin")
    assert berlin.next_after(utc("2026-03-28T12:00")) == utc("2026-03-29T06:00")
    assert berlin.next_after(utc("2026-10-24T12:00")) == utc("2026-10-25T07:00")


def test_a_time_that_the_clocks_skip_moves_forward() -> None:
    """On 29 March 2026, 02:00 became 03:00 in Berlin: 02:30 is 03:30."""
    berlin = parse("sunday 02:30 Europe/Berlin")
    assert berlin.next_after(utc("2026-03-28T12:00")) == utc("2026-03-29T01:30")


def test_of_a_time_that_comes_twice_the_first_counts() -> None:
    """On 25 October 2026, 03:00 became 02:00 in Berlin: 02:30 came at 00:30 and 01:30 UTC."""
    berlin = parse("daily 02:30 Europe/Berlin")
    first = berlin.next_after(utc("2026-10-24T12:00"))
    assert first == utc("2026-10-25T00:30")
    assert berlin.next_after(first) == utc("2026-10-26T01:30")


@given(schedules, instants)
def test_next_and_previous_hold_the_instant_between_them(one: Schedule, at: datetime) -> None:
    after, before = one.next_after(at), one.previous_before(at)
    assert before < at < after
    pause = timedelta(days=1 if one.day == "daily" else 7)
    # A change of clocks, or the day Samoa left out, moves an instant by at most a day.
    assert after - before <= 2 * pause + timedelta(days=1)
    assert one.previous_before(after) <= at
    assert one.next_after(before) >= at


@given(schedules, instants)
def test_the_instants_between_are_the_scheduled_ones(one: Schedule, at: datetime) -> None:
    """Walking forward visits each scheduled local day exactly once."""
    seen = [one.next_after(at)]
    while len(seen) < 5:
        seen.append(one.next_after(seen[-1]))
    assert seen == sorted(set(seen))
    back = one.previous_before(seen[-1])
    assert back == seen[-2]


@pytest.mark.parametrize("day", DAYS)
def test_day_names_mean_the_same_to_apscheduler(day: str) -> None:
    """Its weekday numbers start on Monday, cron's on Sunday: names are the only safe form."""
    ours = parse(f"{day} 08:00 Europe/Berlin")
    zone = ZoneInfo("Europe/Berlin")
    theirs = CronTrigger(day_of_week=day[:3], hour=8, minute=0, timezone=zone)
    now = datetime(2026, 2, 18, 12, tzinfo=zone)
    assert ours.next_after(now) == theirs.get_next_fire_time(None, now)


@pytest.mark.parametrize("day", ["monday", "thursday", "daily"])
def test_the_default_period_is_the_week_that_just_ended(day: str) -> None:
    berlin = parse(f"{day} 08:00 Europe/Berlin")
    before = schedule.period(None, berlin, utc("2026-02-22T22:59:59"))
    after = schedule.period(None, berlin, utc("2026-02-22T23:00:00"))
    assert (before.key, after.key) == ("2026-W07", "2026-W08")


@pytest.mark.parametrize(
    ("day", "instant"),
    [("friday", "2026-02-20"), ("saturday", "2026-02-21"), ("sunday", "2026-02-22")],
)
def test_a_schedule_that_ends_the_week_is_about_that_week(day: str, instant: str) -> None:
    berlin = parse(f"{day} 08:00 Europe/Berlin")
    moments = ("T06:59:59", "T07:00:00", "T23:00:00")
    found = [schedule.period(None, berlin, utc(instant + at)).key for at in moments]
    assert found == ["2026-W07", "2026-W08", "2026-W08"]


def test_a_period_lasts_from_monday_to_monday_in_the_newsletters_zone() -> None:
    given = schedule.period(
        "2026-W08", parse("sunday 08:00 America/Los_Angeles"), utc("2026-01-01")
    )
    assert (given.start, given.end) == (utc("2026-02-16T08:00"), utc("2026-02-23T08:00"))
    assert (given.first_day, given.last_day) == (date(2026, 2, 16), date(2026, 2, 22))


def test_a_period_with_a_change_of_clocks_is_an_hour_shorter_or_longer() -> None:
    berlin = parse("sunday 08:00 Europe/Berlin")
    spring = schedule.period("2026-W13", berlin, utc("2026-01-01"))
    autumn = schedule.period("2026-W43", berlin, utc("2026-01-01"))
    assert spring.end - spring.start == timedelta(days=7, hours=-1)
    assert autumn.end - autumn.start == timedelta(days=7, hours=1)


def test_years_have_52_or_53_weeks() -> None:
    assert schedule.next_week("2026-W53") == "2027-W01"
    assert schedule.previous_week("2026-W01") == "2025-W52"
    assert schedule.week_of(utc("2027-01-03T12:00"), parse("daily 00:00 UTC")) == "2026-W53"


@pytest.mark.parametrize("key", ["2025-W53", "2026-W00", "2026W08", "26-W08", "0000-W01", "x"])
def test_a_week_that_does_not_exist_is_refused(key: str) -> None:
    with pytest.raises(BadValue, match="2026-W08"):
        schedule.period(key, parse("daily 08:00 UTC"), utc("2026-01-01"))


@given(schedules, st.dates(date(1971, 1, 1), date(2090, 1, 1)))
def test_weeks_follow_one_another_without_gap(one: Schedule, day: date) -> None:
    now = utc("2026-01-01")
    this = schedule.period(schedule.key_of(day), one, now)
    following = schedule.period(schedule.next_week(this.key), one, now)
    assert this.first_day <= day <= this.last_day
    assert this.end == following.start
    assert schedule.previous_week(following.key) == this.key
    assert schedule.period(None, one, this.end).key == this.key
