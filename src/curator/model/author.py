"""What the author does by hand: links queued, verdicts given, goals set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReadingStatus(StrEnum):
    """What became of a link the author queued."""

    QUEUED = "queued"
    READING = "reading"
    READ = "read"
    SHARED = "shared"
    """It was in an issue."""
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """A resource that the author queued by hand."""

    id: int
    resource_id: int
    status: ReadingStatus
    added_at: datetime
    note: str = ""
    credit: str | None = None
    """Who it came from ("via")."""
    topics: tuple[str, ...] = ()


class Verdict(StrEnum):
    """What the author did with a pick or a candidate."""

    KEEP = "keep"
    SKIP = "skip"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One keep, skip or pin; ranking learns from it."""

    resource_id: int
    verdict: Verdict
    at: datetime


class GoalState(StrEnum):
    """What became of a goal."""

    OPEN = "open"
    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing the author set out to do in a week."""

    id: int
    week: str
    """ISO week, ``2026-W08``."""
    text: str
    state: GoalState = GoalState.OPEN
    note: str = ""
    done_at: datetime | None = None
