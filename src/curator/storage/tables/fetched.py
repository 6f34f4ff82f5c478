"""What is read, and what came from there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Named,
    Table,
    TypedColumns,
    UniqueConstraint,
)

from curator.model import Entry, FetchState, Source
from curator.storage.engine.columns import Id, Instant, Stored, Words
from curator.storage.tables.base import WithId, metadata


class _Sources(WithId):
    url: Named[str] = Column(Words, unique=True)
    source: Named[Source] = Column(Stored(Source))
    state: Named[FetchState] = Column(Stored(FetchState))
    position: Named[int]
    mine: Named[bool]
    active: Named[bool]
    added_at: Named[datetime] = Column(Instant)
    next_fetch_at: Named[datetime | None] = Column(Instant)
    disabled_at: Named[datetime | None] = Column(Instant)
    lease_owner: Named[str | None] = Column(Words)
    lease_until: Named[datetime | None] = Column(Instant)


sources = Table("sources", metadata, _Sources)


class _BadDocuments(TypedColumns):
    source_id: Named[int] = Column(
        Id, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True
    )
    url: Named[str] = Column(Words)
    fetched_at: Named[datetime] = Column(Instant)
    content_type: Named[str] = Column(Words)
    error: Named[str] = Column(Words)
    size: Named[int]
    # Compressed with zlib.
    body: Named[bytes] = Column(LargeBinary)


bad_documents = Table("bad_documents", metadata, _BadDocuments)


class _DomainWaits(TypedColumns):
    domain: Named[str] = Column(Words, primary_key=True)
    until: Named[datetime] = Column(Instant)


domain_waits = Table("domain_waits", metadata, _DomainWaits)


class _Entries(WithId):
    source_id: Named[int] = Column(Id, ForeignKey("sources.id", ondelete="CASCADE"))
    uid: Named[str] = Column(Words)
    entry: Named[Entry] = Column(Stored(Entry))
    hash: Named[str] = Column(Words)
    published_at: Named[datetime] = Column(Instant)
    seen_at: Named[datetime] = Column(Instant)
    changed_at: Named[datetime] = Column(Instant)
    resource_id: Named[int | None] = Column(Id, ForeignKey("resources.id", ondelete="SET NULL"))
    ignored: Named[bool]


entries = Table("entries", metadata, _Entries, UniqueConstraint("source_id", "uid"))
Index("ix_entries_source_published", entries.c.source_id, entries.c.published_at)
# Of a resource's entries, and, where there is none yet, of late ones.
Index("ix_entries_resource_id", entries.c.resource_id, entries.c.published_at)
