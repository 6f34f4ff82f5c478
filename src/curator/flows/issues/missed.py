"""Weeks that went by without an issue: the service was down, or nobody ran ``curator digest``.

Only the newest week is made up for by itself, so that after a summer one mail leaves, not ten. What
the others found is told, not lost: what is still new may be picked, and each can be made by hand.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from curator import schedule
from curator.issues import wording
from curator.storage import issues, log

if TYPE_CHECKING:
    from curator.storage.engine.database import Connection

logger = logging.getLogger("curator.service")


def missed(connection: Connection, before: str, *, settled: str = "") -> tuple[str, ...]:
    """The weeks between the newest issue and the week ``before``, oldest first.

    Those up to ``settled`` are known to have had nothing to tell. Empty where there was no issue yet:
    nobody waited for one.
    """
    made = [one.period.key for one in issues.list_(connection, full=False)]
    newest = max((key for key in made if key < before), default=before)
    week = max(newest, settled)
    found = []
    while (week := schedule.next_week(week)) < before:
        found.append(week)
    return tuple(found)


def told(weeks: tuple[str, ...]) -> str:
    """What was missed and how to make it up."""
    return f"{without(weeks)}; {cure(weeks)}"


def without(weeks: tuple[str, ...]) -> str:
    """``no issue was made of 2026-W05 to 2026-W08``."""
    few = len(weeks) < 3  # noqa: PLR2004 - three are a span
    return f"no issue was made of {wording.listed(weeks) if few else f'{weeks[0]} to {weeks[-1]}'}"


def cure(weeks: tuple[str, ...]) -> str:
    """How to make the first of them up."""
    return f"`curator digest --week {weeks[0]}` makes one up; the next one picks what is still new"


def note(connection: Connection, weeks: tuple[str, ...], now: datetime) -> None:
    """Write down what was missed, if anything was."""
    if weeks:
        logger.warning(told(weeks))
        log.add(connection, "issue", told(weeks), now)
