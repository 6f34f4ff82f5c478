"""What is stored of resources: lists and single ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.flows.topics.taxonomy import named
from curator.model import Kind, PageState, StoredResource, Track
from curator.resources import canonical, typed
from curator.storage import resources
from curator.storage.engine.rows import DIGITS
from curator.topics.family import with_children

if TYPE_CHECKING:
    from curator.app import App


def list_(
    app: App,
    *,
    topic: str | None = None,
    track: str | None = None,
    kind: str | None = None,
    state: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[StoredResource]:
    """Stored resources, newest first, without their text; those of a topic with those below it.

    Raises ``NotFound`` for a topic that is none.
    """
    asked = named(app, [topic]) if topic else ()
    filters = resources.Filters(
        topics=with_children(asked, app.config.topics),
        track=Track(track) if track else None,
        kind=Kind(kind) if kind else None,
        state=PageState(state) if state else None,
    )
    with app.database.read() as connection:
        return resources.list_(connection, filters, limit=limit, offset=offset)


def get(app: App, which: str) -> StoredResource:
    """A stored resource by id, key or address. Raises :class:`curator.errors.NotFound`."""
    numbered = which.isdecimal() and len(which) <= DIGITS
    key: int | str = int(which) if numbered else canonical.identity(typed.address(which)).key
    with app.database.read() as connection:
        return resources.get(connection, key)
