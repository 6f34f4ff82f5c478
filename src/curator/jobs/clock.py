"""What is due, from the schedule, what was done so far and the present instant. Pure.

A schedule has one instant a week (or a day); each opens the issue of the period that ended before
it. Only the newest instant that passed is ever due, so that after a long downtime one issue is
made, not five; and each is done once, because the newest one done is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from curator import schedule
from curator.model import Issue, IssueState, Period
from curator.schedule import Schedule

LATE = timedelta(hours=12)
"""An issue that could not leave for so long after its instant waits for the author."""
STALE = timedelta(days=7)
"""An issue whose period ended so long ago, and that was not asked for since, waits too."""
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A scheduled instant that has come, and the period whose issue it opens."""

    at: datetime
    period: Period


def due_slot(when: Schedule, now: datetime, *, done: datetime) -> Slot | None:
    """The newest scheduled instant up to and including ``now`` and after ``done``, if any.

    ``done`` is the newest instant that was handled; on the first start, the instant of the start.
    """
    at = when.previous_before(now + _TICK)
    if at <= done:
        return None
    return Slot(at, schedule.period(None, when, at))


def is_late(due_at: datetime, now: datetime) -> bool:
    """Whether an issue that was due at ``due_at`` must wait for the author."""
    return now - due_at > LATE


def is_stale(issue: Issue, now: datetime) -> bool:
    """Whether an approved issue is no news any more, so that the author must ask for it again.

    One without an instant was to leave at once; a week after its period it is an old one, such as
    a restored backup has.
    """
    if issue.due_at is not None:
        return is_late(issue.due_at, now)
    return now - max(issue.period.end, issue.created_at) > STALE


def leaves_by_itself(issue: Issue, now: datetime) -> bool:
    """Whether a draft goes out now without being asked: its instant has come and is not long past.

    A draft that waits for the author has no instant.
    """
    if issue.state is not IssueState.DRAFT or issue.due_at is None:
        return False
    return issue.due_at <= now and not is_late(issue.due_at, now)
