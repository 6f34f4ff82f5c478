"""What entries and links lead to, and what is known of it."""

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
    text,
)

from curator.model import Candidate, Kind, PageState, Resource, Tags, Track
from curator.storage.engine.columns import Choice, Id, Instant, Stored, Words
from curator.storage.tables.base import WithId, metadata


class _Resources(WithId):
    key: Named[str] = Column(Words, unique=True)
    resource: Named[Resource] = Column(Stored(Resource))
    tags: Named[Tags] = Column(Stored(Tags))
    title: Named[str] = Column(Words)
    site: Named[str | None] = Column(Words)
    host: Named[str] = Column(Words)
    kind: Named[Kind] = Column(Choice(Kind))
    track: Named[Track | None] = Column(Choice(Track))
    state: Named[PageState] = Column(Choice(PageState))
    error: Named[str | None] = Column(Words)
    dated: Named[bool]
    dated_at: Named[datetime] = Column(Instant)
    first_seen_at: Named[datetime] = Column(Instant)
    enriched_at: Named[datetime | None] = Column(Instant)
    retry_at: Named[datetime | None] = Column(Instant)
    tries: Named[int]
    duplicate_of: Named[int | None] = Column(Id, ForeignKey("resources.id", ondelete="SET NULL"))
    text_hash: Named[str] = Column(Words)
    model_version: Named[str] = Column(Words)


resources = Table("resources", metadata, _Resources)
# Only of duplicates: an index of all rows would lure SQLite into reading the many that are none.
_duplicate = text("duplicate_of IS NOT NULL")
Index(
    "ix_resources_duplicate_of",
    resources.c.duplicate_of,
    sqlite_where=_duplicate,
    postgresql_where=_duplicate,
)
_waiting = text("retry_at IS NOT NULL")
Index(
    "ix_resources_retry_at", resources.c.retry_at, sqlite_where=_waiting, postgresql_where=_waiting
)
Index("ix_resources_dated_at", resources.c.dated_at)
Index("ix_resources_model_version", resources.c.model_version, resources.c.dated_at)
Index("ix_resources_dated", resources.c.dated, resources.c.first_seen_at)
Index("ix_resources_host", resources.c.host, resources.c.dated_at)
Index("ix_resources_kind", resources.c.kind, resources.c.dated_at)


class _ResourcePages(TypedColumns):
    resource_id: Named[int] = Column(
        Id, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True
    )
    text: Named[str] = Column(Words)
    markdown: Named[str] = Column(Words)
    candidates: Named[tuple[Candidate, ...]] = Column(Stored(tuple[Candidate, ...]))


resource_pages = Table("resource_pages", metadata, _ResourcePages)


class _ResourceKeys(TypedColumns):
    key: Named[str] = Column(Words, primary_key=True)
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"), index=True)


resource_keys = Table("resource_keys", metadata, _ResourceKeys)


class _ResourceTopics(TypedColumns):
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"))
    slug: Named[str] = Column(Words)
    score: Named[float]
    dated_at: Named[datetime] = Column(Instant)


resource_topics = Table(
    "resource_topics", metadata, _ResourceTopics, PrimaryKeyConstraint("resource_id", "slug")
)
Index(
    "ix_resource_topics_slug",
    resource_topics.c.slug,
    resource_topics.c.dated_at,
    resource_topics.c.resource_id,
)


class _Sightings(WithId):
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"))
    source_id: Named[int | None] = Column(Id, ForeignKey("sources.id", ondelete="CASCADE"))
    uid: Named[str] = Column(Words)
    seen_at: Named[datetime] = Column(Instant)
    credit: Named[str | None] = Column(Words)
    categories: Named[tuple[str, ...]] = Column(Stored(tuple[str, ...]))


sightings = Table(
    "sightings", metadata, _Sightings, UniqueConstraint("resource_id", "source_id", "uid")
)
_by_hand = text("source_id IS NULL")
Index(
    "uq_sightings_by_hand",
    sightings.c.resource_id,
    unique=True,
    sqlite_where=_by_hand,
    postgresql_where=_by_hand,
)
Index("ix_sightings_source", sightings.c.source_id, sightings.c.resource_id)


class _HostValues(TypedColumns):
    resource_id: Named[int] = Column(Id, ForeignKey("resources.id", ondelete="CASCADE"))
    host: Named[str] = Column(Words)
    field: Named[str] = Column(Words)
    value_hash: Named[str] = Column(Words)
    value: Named[str] = Column(Words)


host_values = Table(
    "host_values",
    metadata,
    _HostValues,
    PrimaryKeyConstraint("host", "field", "value_hash", "resource_id"),
)
Index("ix_host_values_resource_id", host_values.c.resource_id)


class _LinkChecks(TypedColumns):
    resource_id: Named[int] = Column(
        Id, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True
    )
    asked_at: Named[datetime] = Column(Instant)
    missing_since: Named[datetime | None] = Column(Instant)
    dead: Named[bool]
    reason: Named[str] = Column(Words)


link_checks = Table("link_checks", metadata, _LinkChecks)
_missing = text("missing_since IS NOT NULL")
Index(
    "ix_link_checks_missing_since",
    link_checks.c.missing_since,
    sqlite_where=_missing,
    postgresql_where=_missing,
)
