"""What the service remembers of itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Named, Table, TypedColumns

from curator.storage.codec import JSON
from curator.storage.engine.columns import Instant, Stored, Words
from curator.storage.tables.base import WithId, metadata


class _Leases(TypedColumns):
    name: Named[str] = Column(Words, primary_key=True)
    owner: Named[str] = Column(Words)
    until: Named[datetime] = Column(Instant)


leases = Table("leases", metadata, _Leases)


class _Log(WithId):
    at: Named[datetime] = Column(Instant, index=True)
    kind: Named[str] = Column(Words)
    message: Named[str] = Column(Words)
    detail: Named[dict[str, JSON]] = Column(Stored(dict[str, JSON]))


log = Table("log", metadata, _Log)
Index("ix_log_kind", log.c.kind, log.c.id)


class _Kv(TypedColumns):
    name: Named[str] = Column(Words, primary_key=True)
    value: Named[str] = Column(Words)
    changed_at: Named[datetime] = Column(Instant)


kv = Table("kv", metadata, _Kv)
