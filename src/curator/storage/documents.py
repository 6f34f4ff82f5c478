"""Documents that could not be read: the last one of each source, for the author to look at."""

from __future__ import annotations

import zlib

from sqlalchemy import Connection, ScalarSelect, delete, select

from curator.errors import NotFound
from curator.model import BadDocument
from curator.storage import schema
from curator.storage.engine.columns import indexable
from curator.storage.engine.rows import put

_table = schema.bad_documents
_sources = schema.sources


def keep(connection: Connection, source_url: str, document: BadDocument) -> None:
    """Keep what a source sent, in place of what it sent before.

    Raises :class:`~curator.errors.NotFound` for an address that is not a source.
    """
    source_id = connection.execute(select(_id_of(source_url))).scalar()
    if source_id is None:
        raise NotFound(f"there is no source {source_url}")
    row = {
        "source_id": source_id,
        "url": document.url,
        "fetched_at": document.fetched_at,
        "content_type": document.content_type,
        "error": document.error,
        "size": document.size,
        "body": zlib.compress(document.body),
    }
    put(connection, _table, row, on=("source_id",), change=tuple(row))


def forget(connection: Connection, source_url: str) -> None:
    """Remove what is kept of a source, which was read meanwhile."""
    connection.execute(delete(_table).where(_table.c.source_id == _id_of(source_url)))


def get(connection: Connection, source_url: str) -> BadDocument | None:
    """What is kept of a source, if anything is."""
    found = select(_table).where(_table.c.source_id == _id_of(source_url))
    row = connection.execute(found).one_or_none()
    if row is None:
        return None
    return BadDocument(
        row.url, row.fetched_at, row.content_type, row.error, row.size, zlib.decompress(row.body)
    )


def _id_of(source_url: str) -> ScalarSelect[int]:
    return select(_sources.c.id).where(_sources.c.url == indexable(source_url)).scalar_subquery()
