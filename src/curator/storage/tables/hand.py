"""What the author says, sets out to do and puts right."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Named,
    PrimaryKeyConstraint,
    Table,
    TypedColumns,
    UniqueConstraint,
)

from curator.model import GoalState, ReadingStatus, Track, Verdict
from curator.storage.engine.columns import Choice, Id, Instant, Stored, Words
from curator.storage.tables.base import WithId, metadata


class _Reading(WithId):
    resource_id: Named[int] = Column(
        Id, ForeignKey("resources.id", ondelete="CASCADE"), unique=True
    )
    status: Named[ReadingStatus] = Column(Choice(ReadingStatus))
    added_at: Named[datetime] = Column(Instant)
    changed_at: Named[datetime] = Column(Instant)
    note: Named[str] = Column(Words)
    credit: Named[str | None] = Column(Words)
    topics: Named[tuple[str, ...]] = Column(Stored(tuple[str, ...]))


reading = Table("reading", metadata, _Reading)
Index("ix_reading_status", reading.c.status, reading.c.added_at)


class _Goals(WithId):
    week: Named[str] = Column(Words)
    text: Named[str] = Column(Words)
    state: Named[GoalState] = Column(Choice(GoalState))
    note: Named[str] = Column(Words)
    added_at: Named[datetime] = Column(Instant)
    done_at: Named[datetime | None] = Column(Instant)


goals = Table("goals", metadata, _Goals, UniqueConstraint("week", "text"))


class _Corrections(TypedColumns):
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"))
    subject: Named[str] = Column(Words)
    topic: Named[str | None] = Column(Words)
    positive: Named[bool]
    track: Named[Track | None] = Column(Choice(Track))
    corrected_at: Named[datetime] = Column(Instant)


corrections = Table(
    "corrections", metadata, _Corrections, PrimaryKeyConstraint("resource_id", "subject")
)


class _Feedback(WithId):
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"), index=True)
    verdict: Named[Verdict] = Column(Choice(Verdict))
    given_at: Named[datetime] = Column(Instant, index=True)


feedback = Table("feedback", metadata, _Feedback)
