"""How many of something there were, week by week, for plots. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

WEEKS = 26
"""How far back plots go."""


def per_week(instants: Sequence[datetime], now: datetime, weeks: int = WEEKS) -> tuple[int, ...]:
    """How many instants fall into each of the last ``weeks`` weeks, oldest first. Pure."""
    ages = Counter((now - one) // timedelta(weeks=1) for one in instants)
    return tuple(ages.get(week, 0) for week in reversed(range(weeks)))
