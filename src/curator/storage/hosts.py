"""What the pages of one host have in common: a summary or image on many pages says nothing of one."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, func, select

from curator.model import Candidate
from curator.storage import schema

_table = schema.host_values
_FIELDS = ("summary", "image", "title", "authors")


@dataclass(frozen=True, slots=True)
class HostFacts:
    """How often the pages of a host offer the same value."""

    host: str
    pages: int = 0
    """Pages of the host that were looked at."""
    repeated: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Field → value → number of pages that offered it."""


def put(
    connection: Connection, resource_id: int, host: str, candidates: Sequence[Candidate]
) -> None:
    """Remember what a page offered, in place of what it offered before."""
    connection.execute(delete(_table).where(_table.c.resource_id == resource_id))
    offered = {(c.field, _hash(c.value)): c.value for c in candidates if c.field in _FIELDS}
    rows = [
        {
            "resource_id": resource_id,
            "host": host,
            "field": name,
            "value_hash": value_hash,
            "value": value,
        }
        for (name, value_hash), value in offered.items()
    ]
    if rows:
        connection.execute(_table.insert(), rows)


def host_facts(connection: Connection, host: str, *, at_least: int = 3) -> HostFacts:
    """What at least ``at_least`` pages of ``host`` have in common."""
    number = func.count().label("number")
    statement = (
        select(_table.c.field, func.min(_table.c.value), number)
        .where(_table.c.host == host)
        .group_by(_table.c.field, _table.c.value_hash)
        .having(number >= at_least)
    )
    repeated: dict[str, dict[str, int]] = defaultdict(dict)
    for name, value, pages in connection.execute(statement):
        repeated[name][value] = pages
    looked_at = select(func.count(_table.c.resource_id.distinct())).where(_table.c.host == host)
    return HostFacts(host, connection.execute(looked_at).scalar_one(), dict(repeated))


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:32]
