"""What tagging said of resources, and which of them it has yet to look at.

To callers this is part of :mod:`curator.storage.resources`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from curator.errors import NotFound
from curator.model import StoredResource, Tags
from curator.storage import forms, schema, stored
from curator.storage.engine.rows import chunks

_table = schema.resources
_topics = schema.resource_topics
_sightings = schema.sightings


def save_tags(
    connection: Connection, resource_id: int, tags: Tags, read: Collection[str] | None = ()
) -> None:
    """Replace what tagging says of a resource.

    ``read`` are the words it read: after an edit of the taxonomy it is found by them again. With
    ``None`` they are those noted already.
    """
    dated_at = connection.execute(
        update(_table)
        .where(_table.c.id == resource_id)
        .values(tags=tags, track=tags.track, model_version=tags.model_version)
        .returning(_table.c.dated_at)
    ).scalar()
    if dated_at is None:
        raise NotFound(f"there is no resource {resource_id}")
    connection.execute(delete(_topics).where(_topics.c.resource_id == resource_id))
    rows = [
        {"resource_id": resource_id, "slug": tag.slug, "score": tag.score, "dated_at": dated_at}
        for tag in {tag.slug: tag for tag in tags.topics}.values()
    ]
    if rows:
        connection.execute(_topics.insert(), rows)
    if read is not None:
        forms.put(connection, resource_id, read)


def tagged_alike(connection: Connection, ids: Iterable[int], version: str) -> None:
    """Note that ``version`` gives these resources the tags they have."""
    for some in chunks(sorted(ids)):
        connection.execute(
            update(_table).where(_table.c.id.in_(some)).values(model_version=version)
        )


def tag_again(connection: Connection, ids: Iterable[int]) -> None:
    """Have these resources tagged anew, as if they had never been."""
    for some in chunks(sorted(ids)):
        connection.execute(update(_table).where(_table.c.id.in_(some)).values(model_version=""))


def categorised(connection: Connection, wanted: Callable[[str], bool]) -> set[int]:
    """The ids of resources of which a feed gave a category that is ``wanted``."""
    column = _sightings.c.categories
    every = connection.execute(select(column).distinct()).scalars()
    told = [categories for categories in every if any(map(wanted, categories))]
    found: set[int] = set()
    for some in chunks(told):
        statement = select(_sightings.c.resource_id).where(column.in_(some))
        found.update(connection.execute(statement).scalars())
    return found


def untagged(
    connection: Connection,
    version: str,
    *,
    same: Iterable[str] = (),
    since: datetime | None = None,
    limit: int = 1000,
) -> list[StoredResource]:
    """Resources that are new, have changed, or were tagged by another version, with their text.

    What one of the ``same`` versions tagged is as good. The newest of a version come first. With
    ``since`` those dated earlier are left for another time.
    """
    # Ranges and not `<>`, so that the index answers.
    edges = sorted({version, *same})
    ids: list[int] = []
    for low, high in zip((None, *edges), (*edges, None), strict=True):
        statement = select(_table.c.id)
        if low is not None:
            statement = statement.where(_table.c.model_version > low)
        if high is not None:
            statement = statement.where(_table.c.model_version < high)
        if since is not None:
            statement = statement.where(_table.c.dated_at >= since)
        ordered = statement.order_by(_table.c.model_version.desc(), _table.c.dated_at.desc())
        ids += connection.execute(ordered.limit(limit - len(ids))).scalars()
    found = stored.by_id(connection, ids, text=True)
    return [found[one] for one in ids]
