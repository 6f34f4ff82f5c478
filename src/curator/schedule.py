"""When an issue goes out, and which week it covers.

A schedule is text such as ``sunday 08:00 Europe/Berlin`` or ``daily 07:30 UTC``. Days have names,
never numbers: engines disagree on which number is Monday. Weeks are ISO 8601 weeks, Monday 00:00
to Monday 00:00 in the newsletter's time zone.

Local times that daylight saving skips or repeats are read as PEP 495 says for ``fold=0``: a time
that does not exist (02:30 on the night clocks go forward) moves forward by the gap, and of a time
that comes twice the first counts. So every scheduled day has exactly one instant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from curator.errors import BadValue
from curator.model import Period

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAILY = "daily"
_SHAPE = "a day's name (or daily), a time and a time zone, such as `sunday 08:00 Europe/Berlin`"
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_ENDING = DAYS[4:]
"""Days on which a week is nearly over: Friday to Sunday."""
_TICK = timedelta(microseconds=1)
_YEARS = range(1970, 9999)
"""Weeks outside are refused, so that no date arithmetic overflows."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A moment that comes every week, or every day."""

    day: str
    """``monday`` to ``sunday``, or ``daily``: every day until the issue of the week is out."""
    time: time
    """Local wall-clock time."""
    zone: str
    """An IANA time zone name."""

    def __str__(self) -> str:
        """The text that :func:`parse` reads."""
        return f"{self.day} {self.time:%H:%M} {self.zone}"

    @property
    def tz(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.zone)

    def next_after(self, instant: datetime) -> datetime:
        """The first scheduled instant after ``instant``, in UTC."""
        start = instant.astimezone(self.tz).date() - timedelta(days=1)
        return next(
            at for ahead in range(17) if (at := self._on(start + timedelta(ahead))) and at > instant
        )

    def previous_before(self, instant: datetime) -> datetime:
        """The last scheduled instant before ``instant``, in UTC."""
        start = instant.astimezone(self.tz).date() + timedelta(days=1)
        return next(
            at for back in range(17) if (at := self._on(start - timedelta(back))) and at < instant
        )

    def _on(self, day: date) -> datetime | None:
        """The scheduled instant of that local day, if it has one."""
        if self.day not in (DAILY, DAYS[day.weekday()]):
            return None
        return datetime.combine(day, self.time, self.tz).astimezone(UTC)


def parse(text: str) -> Schedule:
    """The schedule in ``text``.

    Raises :class:`BadValue` with what is wrong and what is allowed.
    """
    words = text.split()
    if len(words) != 3:  # noqa: PLR2004 - day, time, zone
        raise BadValue(f"a schedule is {_SHAPE}")
    return Schedule(_day(words[0]), _time(words[1]), _zone(words[2]))


def _day(word: str) -> str:
    """The day's full name; three letters are enough."""
    known = {name[:length]: name for name in DAYS for length in (3, 10)} | {DAILY: DAILY}
    if word.lower() in known:
        return known[word.lower()]
    raise BadValue(f"{word!r} is not a day; use {', '.join(DAYS)} or {DAILY}")


def _time(word: str) -> time:
    match = _TIME.fullmatch(word)
    if not match:
        raise BadValue(f"{word!r} is not a time; write hours and minutes, such as 08:00")
    return time(int(match[1]), int(match[2]))


def _zone(word: str) -> str:
    if word in _zones():
        return word
    near = get_close_matches(word, _zones(), n=1) or get_close_matches(
        word.title(), (name.rsplit("/", 1)[-1] for name in _zones()), n=1
    )
    full = next((name for name in sorted(_zones()) if near and name.endswith(near[0])), None)
    hint = f"did you mean {full}?" if full else "use a name such as Europe/Berlin or UTC"
    raise BadValue(f"{word!r} is not a known time zone; {hint}")


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def period(week: str | None, schedule: Schedule, now: datetime) -> Period:
    """The ISO week ``week``, or without one the week that an issue made at ``now`` is about.

    Raises :class:`BadValue` where ``week`` is not an ISO week such as ``2026-W08``.
    """
    if week is None:
        week = _covered(schedule, now)
    first = first_day(week)
    after = first + timedelta(days=7)
    return Period(
        key=week,
        start=_midnight(first, schedule),
        end=_midnight(after, schedule),
        first_day=first,
        last_day=after - timedelta(days=1),
    )


def upcoming(schedule: Schedule, now: datetime) -> Period:
    """The week that the next scheduled issue after ``now`` is about."""
    return period(None, schedule, schedule.next_after(now))


def _covered(schedule: Schedule, now: datetime) -> str:
    """The week that ended last; from its instant on, the one that the schedule ends with.

    What goes out on a Sunday is about the days before it, not about those before last Monday.
    """
    this = week_of(now, schedule)
    if schedule.day in _ENDING and week_of(schedule.previous_before(now + _TICK), schedule) == this:
        return this
    return previous_week(this)


def week_of(instant: datetime, schedule: Schedule) -> str:
    """The key of the week that ``instant`` falls into, in the schedule's time zone."""
    return key_of(instant.astimezone(schedule.tz).date())


def is_week(text: str) -> bool:
    """Whether ``text`` looks like the key of a week; there may be no such week for all that."""
    return _WEEK.fullmatch(text) is not None


def key_of(day: date) -> str:
    """The key of the ISO week that ``day`` falls into, such as ``2026-W08``."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def next_week(key: str) -> str:
    """The key of the week after ``key``."""
    return key_of(first_day(key) + timedelta(days=7))


def previous_week(key: str) -> str:
    """The key of the week before ``key``."""
    return key_of(first_day(key) - timedelta(days=7))


def first_day(key: str) -> date:
    """The Monday of an ISO week; raises :class:`BadValue` where there is no such week."""
    match = _WEEK.fullmatch(key)
    try:
        if match and int(match[1]) in _YEARS:
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        pass
    raise BadValue(f"{key!r} is not an ISO week; write year and week such as 2026-W08")


def _midnight(day: date, schedule: Schedule) -> datetime:
    """The instant that local ``day`` begins, in UTC."""
    return datetime.combine(day, time(), schedule.tz).astimezone(UTC)
