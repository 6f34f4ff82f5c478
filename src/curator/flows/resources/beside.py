"""What stands beside a stored resource: the same elsewhere, what is like it, what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.flows.resources import talk
from curator.issues.related import nearest
from curator.issues.taste import vector
from curator.model import StoredResource
from curator.storage import resources
from curator.storage.resources import Filters

if TYPE_CHECKING:
    from curator.app import App

LOOKED_AT = 500
"""The newest resources with one of its topics, one millisecond each."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """What belongs to a resource, and what is only like it."""

    keeps: StoredResource | None
    """The one that it repeats."""
    repeats: tuple[StoredResource, ...]
    """Those that repeat it."""
    related: tuple[StoredResource, ...]
    """The most alike of those with one of its topics, nearest first."""
    discussions: tuple[str, ...] = ()
    """Addresses where it is talked about."""


def beside(app: App, one: StoredResource) -> Beside:
    """What stands beside ``one``, which is given with its text."""
    topics = tuple(tag.slug for tag in one.tags.topics)
    with app.database.read() as connection:
        keeps = resources.get(connection, one.duplicate_of) if one.duplicate_of else None
        repeats = tuple(resources.repeats(connection, one.id))
        talks = talk.discussions(connection, [one]).get(one.id, ())
        known = {one.id, one.duplicate_of}
        pool = [
            other
            for other in resources.list_(connection, Filters(topics), limit=LOOKED_AT, text=True)
            if other.id not in known
        ]
    near = nearest([vector(one)], list(map(vector, pool)), most=MOST)
    return Beside(keeps, repeats, tuple(pool[place] for place in near.get(0, ())), talks)
