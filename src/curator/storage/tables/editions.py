"""Issues, what is in them, and how they look."""

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

from curator.model import Content, IssueState, Period, Rendered
from curator.storage.engine.columns import Choice, Id, Instant, Stored, Words
from curator.storage.tables.base import WithId, metadata


class _Issues(WithId):
    series: Named[str] = Column(Words)
    number: Named[int | None]
    period_key: Named[str] = Column(Words)
    period: Named[Period] = Column(Stored(Period))
    state: Named[IssueState] = Column(Choice(IssueState))
    created_at: Named[datetime] = Column(Instant)
    due_at: Named[datetime | None] = Column(Instant)
    expires_at: Named[datetime | None] = Column(Instant)
    frozen_at: Named[datetime | None] = Column(Instant)
    sent_at: Named[datetime | None] = Column(Instant)
    digest: Named[str | None] = Column(Words)
    paused_reason: Named[str | None] = Column(Words)
    audience_count: Named[int]
    excluded_count: Named[int]


issues = Table("issues", metadata, _Issues, UniqueConstraint("series", "number"))
_alive = text("state <> 'cancelled'")
Index(
    "uq_issues_period_key",
    issues.c.series,
    issues.c.period_key,
    unique=True,
    sqlite_where=_alive,
    postgresql_where=_alive,
)
Index("ix_issues_state", issues.c.state, issues.c.due_at)


class _IssueContents(TypedColumns):
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True)
    content: Named[Content] = Column(Stored(Content))


issue_contents = Table("issue_contents", metadata, _IssueContents)


class _IssueItems(TypedColumns):
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"))
    resource_id: Named[int] = Column(
        Id, ForeignKey("resources.id", ondelete="RESTRICT"), index=True
    )
    series: Named[str] = Column(Words)
    section: Named[str] = Column(Words)
    position: Named[int]


issue_items = Table(
    "issue_items",
    metadata,
    _IssueItems,
    PrimaryKeyConstraint("issue_id", "resource_id"),
    UniqueConstraint("series", "resource_id"),
)


class _IssueVariants(TypedColumns):
    issue_id: Named[int] = Column(Id, ForeignKey("issues.id", ondelete="CASCADE"))
    variant: Named[str] = Column(Words)
    rendered: Named[Rendered] = Column(Stored(Rendered))
    # The compiled mail as `curator.mail.message.Compiled.to_bytes` made it; what leaves is this.
    message: Named[bytes] = Column(LargeBinary)


issue_variants = Table(
    "issue_variants", metadata, _IssueVariants, PrimaryKeyConstraint("issue_id", "variant")
)
