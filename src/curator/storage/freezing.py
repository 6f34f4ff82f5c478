"""Freezing: an approved issue, its mail and one delivery per reader, in one transaction.

Every confirmed reader ends as a delivery or as an exclusion with its reason, and the counts are
compared before anything is committed: nobody is lost between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, literal, or_, select, text, update

from curator.errors import Conflict, StorageError
from curator.model import (
    Cadence,
    DeliveryState,
    IssueState,
    MailFormat,
    Rendered,
    SubscriberState,
)
from curator.storage import schema

_issues = schema.issues
_variants = schema.issue_variants
_readers = schema.subscribers
_suppressions = schema.suppressions
_deliveries = schema.deliveries
_exclusions = schema.exclusions

SUPPRESSED = "suppressed"
PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class AudienceGroup:
    """Readers who chose alike."""

    topics: tuple[str, ...]
    cadence: Cadence
    format: MailFormat
    time_zone: str | None
    send_hour: int | None
    readers: int


@dataclass(frozen=True, slots=True)
class Placement:
    """What a group of readers gets."""

    variant: str = ""
    """A key of :attr:`Frozen.variants`; empty: the whole issue."""
    next_at: datetime | None = None
    """Not before this instant; ``None``: at once."""
    exclude: str = ""
    """Why these readers get nothing, for example ``cadence``; empty: they do get it."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The mail as it will leave."""

    rendered: Rendered
    digest: str
    """SHA-256 in hexadecimal."""
    variants: Mapping[str, Rendered] = field(default_factory=dict)
    messages: Mapping[str, bytes] = field(default_factory=dict)
    """By variant: the compiled mail, of which every reader gets a stamped copy."""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FreezeCounts:
    """Where the readers went: ``candidates == deliveries + sum(exclusions.values())``."""

    candidates: int
    deliveries: int
    exclusions: Mapping[str, int]


def freeze(
    connection: Connection,
    issue_id: int,
    frozen: Frozen,
    plan: Callable[[AudienceGroup], Placement],
    now: datetime,
) -> FreezeCounts:
    """Take an approved issue to ``sending`` with its mail and its deliveries.

    ``plan`` decides what each group of readers gets. Raises :class:`~curator.errors.Conflict`
    unless the issue is approved, so a second freeze does nothing.
    """
    hold_audience(connection)
    _start(connection, issue_id, frozen, now)
    _store_mail(connection, issue_id, frozen)
    _exclude(connection, issue_id, _suppressed(), SUPPRESSED)
    _exclude(connection, issue_id, _paused(now) & ~_suppressed(), PAUSED)
    for group in audience(connection, now):
        _place(connection, issue_id, group, plan(group), now)
    return _counted(connection, issue_id)


def hold_audience(connection: Connection) -> None:
    """Let no reader come, go or change until the transaction ends; SQLite writes alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE subscribers, suppressions IN SHARE MODE"))


def audience(connection: Connection, now: datetime) -> list[AudienceGroup]:
    """Confirmed readers who can be mailed now, grouped by what they chose."""
    choices = (
        _readers.c.topics,
        _readers.c.cadence,
        _readers.c.format,
        _readers.c.time_zone,
        _readers.c.send_hour,
    )
    statement = select(*choices, func.count()).where(_reachable(now)).group_by(*choices)
    return [AudienceGroup(*row) for row in connection.execute(statement.order_by(*choices))]


def variants(connection: Connection, issue_id: int) -> dict[str, Rendered]:
    """The frozen mail in each of its variants; ``""`` is the whole issue."""
    statement = select(_variants.c.variant, _variants.c.rendered)
    rows = connection.execute(statement.where(_variants.c.issue_id == issue_id))
    return {variant: rendered for variant, rendered in rows}  # noqa: C416


def messages(connection: Connection, issue_id: int) -> dict[str, bytes]:
    """The compiled mail of each variant, as it was frozen."""
    statement = select(_variants.c.variant, _variants.c.message)
    rows = connection.execute(statement.where(_variants.c.issue_id == issue_id))
    return {variant: message for variant, message in rows}  # noqa: C416


# --------------------------------------------------------------------------- steps


def _start(connection: Connection, issue_id: int, frozen: Frozen, now: datetime) -> None:
    approved = (_issues.c.id == issue_id) & (_issues.c.state == IssueState.APPROVED)
    started = connection.execute(
        update(_issues)
        .where(approved)
        .values(
            state=IssueState.SENDING,
            digest=frozen.digest,
            frozen_at=now,
            expires_at=frozen.expires_at,
        )
    )
    if not started.rowcount:
        raise Conflict("the issue is not approved, or is frozen already")


def _store_mail(connection: Connection, issue_id: int, frozen: Frozen) -> None:
    mails = {**frozen.variants, "": frozen.rendered}
    rows = [
        {
            "issue_id": issue_id,
            "variant": variant,
            "rendered": rendered,
            "message": frozen.messages.get(variant, b""),
        }
        for variant, rendered in mails.items()
    ]
    connection.execute(_variants.insert(), rows)


def _place(
    connection: Connection, issue_id: int, group: AudienceGroup, placement: Placement, now: datetime
) -> None:
    chosen = _reachable(now) & _in_group(group)
    if placement.exclude:
        _exclude(connection, issue_id, chosen, placement.exclude)
        return
    deliveries = select(
        literal(issue_id),
        _readers.c.id,
        _readers.c.address,
        _readers.c.domain,
        literal(DeliveryState.QUEUED, _deliveries.c.state.type),
        literal(placement.variant),
        literal(0),
        literal(placement.next_at or now, _deliveries.c.next_at.type),
    ).where(chosen)
    columns = (
        "issue_id",
        "subscriber_id",
        "address",
        "domain",
        "state",
        "variant",
        "attempts",
        "next_at",
    )
    connection.execute(
        _deliveries.insert().from_select(columns, deliveries.order_by(_readers.c.id))
    )


def _exclude(
    connection: Connection, issue_id: int, condition: ColumnElement[bool], reason: str
) -> None:
    excluded = select(literal(issue_id), _readers.c.id, literal(reason)).where(
        _readers.c.state == SubscriberState.CONFIRMED, condition
    )
    columns = ("issue_id", "subscriber_id", "reason")
    connection.execute(_exclusions.insert().from_select(columns, excluded))


def _counted(connection: Connection, issue_id: int) -> FreezeCounts:
    """The counts, stored with the issue; raises :class:`StorageError` if anybody is missing."""
    confirmed = select(func.count()).where(_readers.c.state == SubscriberState.CONFIRMED)
    queued = select(func.count()).where(_deliveries.c.issue_id == issue_id)
    reasons = (
        select(_exclusions.c.reason, func.count())
        .where(_exclusions.c.issue_id == issue_id)
        .group_by(_exclusions.c.reason)
    )
    counts = FreezeCounts(
        candidates=connection.execute(confirmed).scalar_one(),
        deliveries=connection.execute(queued).scalar_one(),
        exclusions={reason: number for reason, number in connection.execute(reasons)},  # noqa: C416
    )
    excluded = sum(counts.exclusions.values())
    if counts.candidates != counts.deliveries + excluded:
        raise StorageError(
            f"{counts.candidates} readers but {counts.deliveries} deliveries and {excluded} "
            "exclusions; nothing was frozen, report this"
        )
    connection.execute(
        update(_issues)
        .where(_issues.c.id == issue_id)
        .values(audience_count=counts.deliveries, excluded_count=excluded)
    )
    return counts


# --------------------------------------------------------------------------- conditions on a reader


def _suppressed() -> ColumnElement[bool]:
    same = _suppressions.c.address_hash == _readers.c.address_hash
    return select(_suppressions.c.address_hash).where(same).exists()


def _paused(now: datetime) -> ColumnElement[bool]:
    return _readers.c.paused_until.is_not(None) & (_readers.c.paused_until > now)


def _reachable(now: datetime) -> ColumnElement[bool]:
    not_paused = or_(_readers.c.paused_until.is_(None), _readers.c.paused_until <= now)
    return (_readers.c.state == SubscriberState.CONFIRMED) & not_paused & ~_suppressed()


def _in_group(group: AudienceGroup) -> ColumnElement[bool]:
    return (
        (_readers.c.topics == group.topics)
        & (_readers.c.cadence == group.cadence)
        & (_readers.c.format == group.format)
        & _readers.c.time_zone.is_not_distinct_from(group.time_zone)
        & _readers.c.send_hour.is_not_distinct_from(group.send_hour)
    )
