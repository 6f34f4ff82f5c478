"""The hours and days in which a feed asks not to be read (RSS 2.0 ``skipHours``, ``skipDays``).

feedparser keeps only the last of several, so they are read from the document itself.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from curator.model import Skips

LONGEST = 48
"""Hours, a weekend: a feed that wants to be left alone for longer at a stretch is not heeded."""
_HOURS = re.compile(rb"<skipHours\s*>(.{0,2000}?)</skipHours\s*>", re.DOTALL)
_HOUR = re.compile(rb"<hour\s*>\s*(\d{1,2})\s*</hour\s*>")
_DAYS = re.compile(rb"<skipDays\s*>(.{0,2000}?)</skipDays\s*>", re.DOTALL)
_DAY = re.compile(rb"<day\s*>\s*([A-Za-z]+)\s*</day\s*>")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MIDNIGHT = 24
"""RSS 0.91 counts the hours from 1 to 24."""


def read(xml: bytes) -> Skips:
    """What a document in UTF-8 asks for; values that are no hour and no day do not count."""
    hours = _HOURS.search(xml)
    days = _DAYS.search(xml)
    numbers = {int(hour) for hour in _HOUR.findall(hours[1])} if hours else set()
    names = {day.decode().lower() for day in _DAY.findall(days[1])} if days else set()
    return Skips(
        tuple(sorted({number % MIDNIGHT for number in numbers if number <= MIDNIGHT})),
        tuple(number for number, name in enumerate(WEEKDAYS) if name in names),
    )


def beyond(at: datetime, skips: Skips) -> datetime:
    """``at``, or as many hours later as it takes to leave what is to be skipped."""
    for hours in range(LONGEST + 1):
        later = at + timedelta(hours=hours)
        if later.hour not in skips.hours and later.weekday() not in skips.days:
            return later
    return at
