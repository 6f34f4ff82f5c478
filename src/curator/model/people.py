"""Readers, their consent, and the mail on its way to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class SubscriberState(StrEnum):
    """Where a reader stands."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"
    ERASED = "erased"


class Cadence(StrEnum):
    """How often a reader wants mail."""

    EVERY = "every"
    MONTHLY = "monthly"
    POSTS = "posts"
    """Only the author's own posts, as they appear."""


class MailFormat(StrEnum):
    """The parts a reader wants."""

    HTML = "html"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader."""

    id: int
    address: str
    state: SubscriberState
    created_at: datetime
    name: str = ""
    topics: tuple[str, ...] = ()
    """Slugs; empty means all."""
    cadence: Cadence = Cadence.EVERY
    format: MailFormat = MailFormat.HTML
    time_zone: str | None = None
    send_hour: int | None = None
    """Local hour, 0 to 23."""
    confirmed_at: datetime | None = None
    unsubscribed_at: datetime | None = None
    paused_until: datetime | None = None
    token_epoch: int = 0
    """Raised when old links must stop working."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """What a mail says of its reader, beside the address that its delivery has."""

    id: int
    name: str
    since: date
    """The day the reader subscribed."""
    token_epoch: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """A reader's choices; what was not chosen, or makes no sense, is the default."""

    topics: tuple[str, ...] = ()
    """Slugs; empty means all."""
    cadence: Cadence = Cadence.EVERY
    format: MailFormat = MailFormat.HTML
    time_zone: str | None = None
    send_hour: int | None = None
    pause_weeks: int = 0
    """Nothing comes for so many weeks from now."""


@dataclass(frozen=True, slots=True)
class Consent:
    """How a reader came: what becomes of it is a :class:`ConsentEvent`."""

    kind: str = "vouched"
    method: str = "cli"
    text_version: str = ""
    """Of the words that were agreed to."""
    network: str = ""
    """The /24 or /48 it came from."""
    detail: str = ""
    since: datetime | None = None
    """When they confirmed, where that was earlier, such as on a list taken over."""


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One fact about a reader's consent; only ever added."""

    subscriber_id: int | None
    address_hash: str
    kind: str
    """``requested``, ``confirmed``, ``vouched``, ``imported``, ``changed``, ``unsubscribed`` …"""
    at: datetime
    method: str = ""
    text_version: str = ""
    network: str = ""
    """The /24 or /48 it came from."""
    detail: str = ""


class SuppressionReason(StrEnum):
    """Why an address gets no mail whatever else is known."""

    HARD_BOUNCE = "hard-bounce"
    COMPLAINT = "complaint"
    MANUAL = "manual"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that must not be mailed, as a keyed hash."""

    address_hash: str
    reason: SuppressionReason
    at: datetime
    detail: str = ""


class DeliveryState(StrEnum):
    """Where one mail to one reader is."""

    QUEUED = "queued"
    INFLIGHT = "inflight"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """The process died between the final dot and the reply."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Attempts:
    """Sign-ups of late that led to a confirm mail, or would have but for who they were for."""

    address_hour: int = 0
    address_week: int = 0
    network_hour: int = 0
    total_hour: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One issue to one person."""

    id: int
    issue_id: int
    subscriber_id: int
    address: str
    state: DeliveryState
    variant: str = ""
    """Which compiled form of the issue this reader gets."""
    attempts: int = 0
    next_at: datetime | None = None
    inflight_at: datetime | None = None
    done_at: datetime | None = None
    code: int | None = None
    """The SMTP reply code."""
    enhanced: str | None = None
    """The enhanced status code (RFC 3463)."""
    reply: str | None = None
