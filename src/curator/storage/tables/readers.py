"""The people, their consent, and those who get no mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Named, Table, TypedColumns

from curator.model import Cadence, MailFormat, SubscriberState, SuppressionReason
from curator.storage.engine.columns import Choice, Id, Instant, Stored, Words
from curator.storage.tables.base import WithId, metadata


class _Subscribers(WithId):
    address: Named[str | None] = Column(Words, unique=True)
    domain: Named[str] = Column(Words)
    address_hash: Named[str] = Column(Words, unique=True)
    name: Named[str] = Column(Words)
    state: Named[SubscriberState] = Column(Choice(SubscriberState))
    topics: Named[tuple[str, ...]] = Column(Stored(tuple[str, ...]))
    cadence: Named[Cadence] = Column(Choice(Cadence))
    format: Named[MailFormat] = Column(Choice(MailFormat))
    time_zone: Named[str | None] = Column(Words)
    send_hour: Named[int | None]
    created_at: Named[datetime] = Column(Instant)
    confirmed_at: Named[datetime | None] = Column(Instant)
    unsubscribed_at: Named[datetime | None] = Column(Instant)
    paused_until: Named[datetime | None] = Column(Instant)
    token_epoch: Named[int]


subscribers = Table("subscribers", metadata, _Subscribers)
Index("ix_subscribers_state", subscribers.c.state, subscribers.c.address)
Index(
    "ix_subscribers_choices",
    subscribers.c.state,
    subscribers.c.topics,
    subscribers.c.cadence,
    subscribers.c.format,
    subscribers.c.time_zone,
    subscribers.c.send_hour,
)


class _ConsentEvents(WithId):
    # No foreign key: the proof outlives the reader's row.
    subscriber_id: Named[int | None] = Column(Id)
    address_hash: Named[str] = Column(Words, index=True)
    kind: Named[str] = Column(Words)
    at: Named[datetime] = Column(Instant)
    method: Named[str] = Column(Words)
    text_version: Named[str] = Column(Words)
    network: Named[str] = Column(Words)
    detail: Named[str] = Column(Words)


consent_events = Table("consent_events", metadata, _ConsentEvents)


class _Suppressions(TypedColumns):
    address_hash: Named[str] = Column(Words, primary_key=True)
    reason: Named[SuppressionReason] = Column(Choice(SuppressionReason))
    at: Named[datetime] = Column(Instant)
    detail: Named[str] = Column(Words)


suppressions = Table("suppressions", metadata, _Suppressions)


class _Signups(WithId):
    address: Named[str] = Column(Words)
    address_hash: Named[str] = Column(Words, unique=True)
    token_hash: Named[str] = Column(Words, unique=True)
    cookie_hash: Named[str] = Column(Words)
    network: Named[str] = Column(Words)
    created_at: Named[datetime] = Column(Instant)
    expires_at: Named[datetime] = Column(Instant, index=True)
    preferences: Named[dict[str, str]] = Column(Stored(dict[str, str]))


signups = Table("signups", metadata, _Signups)


class _SignupAttempts(WithId):
    # Outlives the sign-up itself, so that limits hold when rows are replaced or confirmed.
    network: Named[str] = Column(Words)
    address_hash: Named[str] = Column(Words)
    at: Named[datetime] = Column(Instant, index=True)


signup_attempts = Table("signup_attempts", metadata, _SignupAttempts)
Index("ix_signup_attempts_network", signup_attempts.c.network, signup_attempts.c.at)
Index("ix_signup_attempts_address", signup_attempts.c.address_hash, signup_attempts.c.at)
