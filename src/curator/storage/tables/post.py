"""Mail on its way, and what came back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Named,
    PrimaryKeyConstraint,
    Table,
    TypedColumns,
    UniqueConstraint,
    text,
)

from curator.model import DeliveryState
from curator.storage.engine.columns import Choice, Id, Instant, Words
from curator.storage.tables.base import WithId, metadata


class _OnItsWay(WithId):
    """What every mail remembers, whether of an issue or by itself."""

    address: Named[str] = Column(Words)
    domain: Named[str] = Column(Words)
    state: Named[DeliveryState] = Column(Choice(DeliveryState))
    attempts: Named[int]
    next_at: Named[datetime] = Column(Instant)
    lease_owner: Named[str | None] = Column(Words)
    lease_until: Named[datetime | None] = Column(Instant)
    inflight_at: Named[datetime | None] = Column(Instant)
    done_at: Named[datetime | None] = Column(Instant)
    code: Named[int | None]
    enhanced: Named[str | None] = Column(Words)
    reply: Named[str | None] = Column(Words)


class _Deliveries(_OnItsWay):
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"))
    subscriber_id: Named[int] = Column(
        Id, ForeignKey("subscribers.id", ondelete="CASCADE"), index=True
    )
    variant: Named[str] = Column(Words)


deliveries = Table(
    "deliveries", metadata, _Deliveries, UniqueConstraint("issue_id", "subscriber_id")
)
_open = text("state IN ('queued', 'deferred')")
Index(
    "ix_deliveries_waiting",
    deliveries.c.next_at,
    deliveries.c.id,
    sqlite_where=_open,
    postgresql_where=_open,
)
_done = text("done_at IS NOT NULL")
Index("ix_deliveries_done_at", deliveries.c.done_at, sqlite_where=_done, postgresql_where=_done)
Index("ix_deliveries_state", deliveries.c.issue_id, deliveries.c.state)
_leased = text("lease_owner IS NOT NULL")
Index(
    "ix_deliveries_lease",
    deliveries.c.lease_owner,
    sqlite_where=_leased,
    postgresql_where=_leased,
)


class _Exclusions(TypedColumns):
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"))
    subscriber_id: Named[int] = Column(
        Id, ForeignKey("subscribers.id", ondelete="CASCADE"), index=True
    )
    reason: Named[str] = Column(Words)


exclusions = Table(
    "exclusions", metadata, _Exclusions, PrimaryKeyConstraint("issue_id", "subscriber_id")
)


class _Bounces(WithId):
    delivery_id: Named[int] = Column(Id, ForeignKey("deliveries.id", ondelete="CASCADE"))
    subscriber_id: Named[int] = Column(Id, ForeignKey("subscribers.id", ondelete="CASCADE"))
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"))
    domain: Named[str] = Column(Words)
    at: Named[datetime] = Column(Instant)
    verdict: Named[str] = Column(Words)
    status: Named[str] = Column(Words)
    detail: Named[str] = Column(Words)
    source: Named[str] = Column(Words)


bounces = Table("bounces", metadata, _Bounces, UniqueConstraint("delivery_id", "verdict"))
Index("ix_bounces_subscriber", bounces.c.subscriber_id, bounces.c.at)
Index("ix_bounces_domain", bounces.c.issue_id, bounces.c.domain)


class _Outbox(_OnItsWay):
    purpose: Named[str] = Column(Words)
    key: Named[str | None] = Column(Words, unique=True)
    subscriber_id: Named[int | None] = Column(
        Id, ForeignKey("subscribers.id", ondelete="CASCADE"), index=True
    )
    message: Named[bytes] = Column(LargeBinary)
    created_at: Named[datetime] = Column(Instant)


outbox = Table("outbox", metadata, _Outbox)
Index(
    "ix_outbox_lease",
    outbox.c.lease_owner,
    sqlite_where=_leased,
    postgresql_where=_leased,
)
Index(
    "ix_outbox_waiting",
    outbox.c.next_at,
    outbox.c.id,
    sqlite_where=_open,
    postgresql_where=_open,
)
