"""Instants known to some precision."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Precision(StrEnum):
    """How much of a date is known; a year stays a year."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    SECOND = "second"


@dataclass(frozen=True, slots=True, order=True)
class When:
    """An instant known to some precision; the unknown part is set to its first value, in UTC."""

    instant: datetime
    precision: Precision = field(default=Precision.SECOND, compare=False)

    def __str__(self) -> str:
        """The shortest RFC 3339 or ISO 8601 form that says no more than is known."""
        forms = {Precision.YEAR: "%Y", Precision.MONTH: "%Y-%m", Precision.DAY: "%Y-%m-%d"}
        return self.instant.strftime(forms.get(self.precision, "%Y-%m-%dT%H:%M:%SZ"))


def in_words(day: date) -> str:
    """``22 February 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
