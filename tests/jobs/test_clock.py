"""The clock: each scheduled instant opens one issue, whatever happens around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator import schedule
from curator.jobs import clock
from curator.model import Content, Issue, IssueState, Period

BERLIN = schedule.parse("sunday 08:00 Europe/Berlin")
START = datetime(2026, 1, 1, tzinfo=UTC)


def run(when: schedule.Schedule, instants: list[datetime]) -> list[clock.Slot]:
    """The slots that a service would handle if it looked at these instants."""
    done, slots = instants[0], []
    for now in instants:
        slot = clock.due_slot(when, now, done=done)
        if slot:
            slots.append(slot)
            done = slot.at
    return slots


def every(step: timedelta, days: int, start: datetime = START) -> list[datetime]:
    return [start + step * tick for tick in range(int(timedelta(days=days) / step) + 1)]


def test_nothing_is_due_before_the_first_instant_after_the_start() -> None:
    assert clock.due_slot(BERLIN, START + timedelta(hours=1), done=START) is None


def test_the_instant_itself_is_due() -> None:
    at = BERLIN.next_after(START)
    slot = clock.due_slot(BERLIN, at, done=START)
    assert slot is not None
    assert slot.at == at
    assert slot.period.key == schedule.week_of(at, BERLIN)


def test_a_moment_earlier_is_not() -> None:
    at = BERLIN.next_after(START)
    assert clock.due_slot(BERLIN, at - timedelta(microseconds=1), done=START) is None


def test_a_year_of_weeks_has_one_issue_a_week_through_both_changes_of_the_clocks() -> None:
    slots = run(BERLIN, every(timedelta(minutes=10), 365))
    assert len(slots) == 52
    assert len({slot.period.key for slot in slots}) == 52
    local = [slot.at.astimezone(BERLIN.tz) for slot in slots]
    assert {(at.hour, at.minute, at.weekday()) for at in local} == {(8, 0, 6)}
    gaps = {later.at - sooner.at for sooner, later in pairwise(slots)}
    assert gaps == {timedelta(days=7), timedelta(days=7, hours=1), timedelta(days=7, hours=-1)}


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"])
@pytest.mark.parametrize("hour", ["00:00", "02:30", "23:59"])
def test_every_zone_has_one_issue_a_week(zone: str, hour: str) -> None:
    when = schedule.parse(f"sunday {hour} {zone}")
    slots = run(when, every(timedelta(minutes=37), 366))
    keys = [slot.period.key for slot in slots]
    assert len(keys) == len(set(keys))
    assert len(keys) in (52, 53)


def test_after_downtime_over_many_instants_one_issue_is_due_the_newest() -> None:
    back = START + timedelta(days=40)
    slots = run(BERLIN, [START, back, back + timedelta(minutes=1)])
    assert [slot.at for slot in slots] == [BERLIN.previous_before(back)]


def test_a_daily_schedule_is_due_each_day() -> None:
    when = schedule.parse("daily 07:30 Europe/Berlin")
    assert len(run(when, every(timedelta(minutes=15), 30))) == 30


@given(st.lists(st.integers(1, 60 * 24 * 20), min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_however_the_service_is_up_and_down_no_period_comes_twice(gaps: list[int]) -> None:
    now, instants = START, [START]
    for gap in gaps:
        now += timedelta(minutes=gap)
        instants += [now, now, now + timedelta(seconds=1)]
    keys = [slot.period.key for slot in run(BERLIN, instants)]
    assert len(keys) == len(set(keys))


def draft(due_at: datetime | None, state: IssueState = IssueState.DRAFT) -> Issue:
    day = START.date()
    period = Period("2026-W01", START, START + timedelta(days=7), day, day)
    return Issue(1, 1, period, state, Content(), START, due_at)


def test_a_draft_leaves_by_itself_once_its_instant_has_come() -> None:
    assert clock.leaves_by_itself(draft(START), START)
    assert not clock.leaves_by_itself(draft(START), START - timedelta(seconds=1))


def test_a_draft_without_an_instant_waits_for_the_author() -> None:
    assert not clock.leaves_by_itself(draft(None), START)


def test_a_draft_whose_instant_is_long_past_waits_for_the_author() -> None:
    assert clock.leaves_by_itself(draft(START), START + clock.LATE)
    assert not clock.leaves_by_itself(draft(START), START + clock.LATE + timedelta(seconds=1))


@pytest.mark.parametrize("state", [state for state in IssueState if state is not IssueState.DRAFT])
def test_only_drafts_leave_by_themselves(state: IssueState) -> None:
    assert not clock.leaves_by_itself(replace(draft(START), state=state), START)
