"""What the author corrected; the newest word on a resource's topic, or on its track, stands."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, delete, select, true

from curator.errors import NotFound
from curator.model import Correction
from curator.storage import schema
from curator.storage.engine.columns import indexable
from curator.storage.engine.rows import change, put

_table = schema.corrections
_resources = schema.resources
_keys = schema.resource_keys

_TRACK = "track"


def add(connection: Connection, correction: Correction) -> None:
    """Store a correction in place of an earlier one of the same topic or of the track.

    The resource is tagged again. Raises :class:`~curator.errors.NotFound` for an unknown key.
    """
    resource_id = _resource(connection, correction.resource_key)
    said = {
        "topic": correction.topic,
        "positive": correction.positive,
        "track": correction.track,
        "corrected_at": correction.at,
    }
    about = {"resource_id": resource_id, "subject": _subject(correction.topic)}
    put(connection, _table, about | said, on=tuple(about), change=tuple(said))
    _tag_again(connection, resource_id)


def remove(connection: Connection, resource_key: str, topic: str | None) -> None:
    """Take back what was said of a topic, or with ``None`` of the track."""
    resource_id = _resource(connection, resource_key)
    connection.execute(
        delete(_table).where(
            _table.c.resource_id == resource_id, _table.c.subject == _subject(topic)
        )
    )
    _tag_again(connection, resource_id)


def list_(connection: Connection) -> list[Correction]:
    """All that stand, oldest first."""
    return _read(connection, true())


def of(connection: Connection, resource_key: str) -> list[Correction]:
    """Those of one resource, oldest first."""
    return _read(connection, _table.c.resource_id == _owner(resource_key).scalar_subquery())


def _read(connection: Connection, condition: ColumnElement[bool]) -> list[Correction]:
    statement = (
        select(
            _resources.c.key,
            _table.c.topic,
            _table.c.positive,
            _table.c.corrected_at,
            _table.c.track,
        )
        .join(_resources, _resources.c.id == _table.c.resource_id)
        .where(condition)
        .order_by(_table.c.corrected_at, _table.c.resource_id, _table.c.subject)
    )
    return [Correction(*row) for row in connection.execute(statement)]


def _subject(topic: str | None) -> str:
    return _TRACK if topic is None else f"topic:{topic}"


def _owner(resource_key: str) -> Select[int]:
    return select(_keys.c.resource_id).where(_keys.c.key == indexable(resource_key))


def _resource(connection: Connection, resource_key: str) -> int:
    found = connection.execute(_owner(resource_key)).scalar()
    if found is None:
        raise NotFound(f"there is no resource {resource_key}")
    return int(found)


def _tag_again(connection: Connection, resource_id: int) -> None:
    change(connection, _resources, resource_id, {"model_version": ""})
