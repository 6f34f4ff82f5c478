"""Issues: what is chosen for a period, what it says, and how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from curator.model.author import Goal
from curator.model.resources import StoredResource


@dataclass(frozen=True, slots=True)
class Period:
    """The week an issue covers: from ``start`` up to but not including ``end``, in UTC."""

    key: str
    """``2026-W08``; unique among issues."""
    start: datetime
    end: datetime
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a pick's score."""

    name: str
    value: float
    """0 to 1."""
    weight: float
    why: str = ""

    @property
    def points(self) -> float:
        """What it adds to the score; the points of all terms add up to it."""
        return round(self.value * self.weight, 4)


@dataclass(frozen=True, slots=True)
class Pick:
    """A resource chosen for an issue, and why."""

    resource: StoredResource
    score: float
    terms: tuple[Term, ...] = ()
    reason: str = ""
    """A sentence for the reader."""
    pinned: bool = False
    also_in: tuple[str, ...] = ()
    """Other sources or addresses that had the same thing."""
    related: tuple[tuple[str, str], ...] = ()
    """Title and address of what is like it and was not picked."""
    discussions: tuple[str, ...] = ()
    """Addresses where it is talked about."""
    note: str = ""
    """The author's own words."""
    left_out: str = ""
    """Why it did not go in, of one that did not."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of an issue and the picks under it."""

    slug: str
    """A topic's slug, or ``posts``, ``reading``, ``more``."""
    title: str
    picks: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """The outcome of choosing: what goes in, what nearly did, and how the mix came out."""

    sections: tuple[Section, ...] = ()
    runners_up: tuple[Pick, ...] = ()
    """The ranked rest, best first."""
    practice_share: float | None = None
    shortfall: str = ""
    """Why the mix or the length was not met; empty where it was."""


class IssueState(StrEnum):
    """Where an issue is on its way."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Content:
    """All that an issue says, before it has a shape."""

    posts: tuple[Pick, ...] = ()
    """The author's own new posts, newest first."""
    goals: tuple[Goal, ...] = ()
    """This week's challenge: the goals for the week after the period."""
    outcomes: tuple[Goal, ...] = ()
    """What became of the goals of the period."""
    sections: tuple[Section, ...] = ()
    reading: tuple[Pick, ...] = ()
    credits: tuple[tuple[str, str | None], ...] = ()
    """Name and address of each one to thank."""
    note: str = ""
    """The author's note in Markdown."""
    runners_up: tuple[Pick, ...] = ()
    practice_share: float | None = None
    shortfall: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send."""
        return not (self.posts or any(s.picks for s in self.sections) or self.reading)

    def picks(self) -> tuple[Pick, ...]:
        """Every pick in reading order: posts, sections, reading list."""
        middle = (pick for section in self.sections for pick in section.picks)
        return (*self.posts, *middle, *self.reading)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail as text, before it becomes MIME."""

    subject: str
    text: str
    html: str
    preheader: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One numbered edition."""

    id: int
    number: int
    period: Period
    state: IssueState
    content: Content
    created_at: datetime
    due_at: datetime | None = None
    rendered: Rendered | None = None
    """Frozen with the issue; ``None`` while it is a draft."""
    digest: str | None = None
    """SHA-256 of the frozen mail, in hexadecimal."""
    frozen_at: datetime | None = None
    sent_at: datetime | None = None
    paused_reason: str | None = None
    audience_count: int = 0
    excluded_count: int = 0
    series: str = "weekly"
    """``weekly``, or ``posts`` for single posts of the author; numbers count within a series."""
    expires_at: datetime | None = None
    """Deliveries are given up at this instant."""

    @property
    def label(self) -> str:
        """What people call it: ``12``, or ``monthly-3`` and ``posts-5`` in the other series."""
        return str(self.number) if self.series == "weekly" else f"{self.series}-{self.number}"
