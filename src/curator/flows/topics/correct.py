"""The author corrects a topic or the track of a resource; the tagger learns from it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from curator.flows import site
from curator.flows.topics import tag
from curator.issues import editing
from curator.model import Correction, IssueState, Pick, StoredResource, Track
from curator.storage import corrections, issues, resources

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection


def topic(
    app: App, resource_id: int, slug: str, now: datetime, *, positive: bool
) -> StoredResource:
    """Say that a resource has a topic, or has it not. Raises :class:`curator.errors.NotFound`."""
    found = site.topic(app, slug)
    with app.database.begin() as connection:
        key = resources.get(connection, resource_id).resource.key
        corrections.add(connection, Correction(key, found.slug, positive, now))
    return _tagged(app, resource_id)


def track(app: App, resource_id: int, to: Track, now: datetime) -> StoredResource:
    """Say that a resource is practice or theory."""
    with app.database.begin() as connection:
        key = resources.get(connection, resource_id).resource.key
        corrections.add(connection, Correction(key, None, True, now, to))
        resources.tag_again(connection, {resource_id})
    return _tagged(app, resource_id)


def take_back(app: App, resource_id: int, slug: str | None) -> StoredResource:
    """Forget what was said of a topic, or with ``None`` of the track."""
    with app.database.begin() as connection:
        key = resources.get(connection, resource_id).resource.key
        corrections.remove(connection, key, slug)
        resources.tag_again(connection, {resource_id})
    return _tagged(app, resource_id)


def said(app: App, resource_id: int) -> list[Correction]:
    """What stands corrected of a resource."""
    with app.database.read() as connection:
        return corrections.of(connection, resources.get(connection, resource_id).resource.key)


def _tagged(app: App, resource_id: int) -> StoredResource:
    """The resource tagged again at once, here and in every draft that has it.

    All the others follow with the next look at what is untagged.
    """
    tagger = app.tagger()
    with app.database.begin() as connection:
        stored = tag.one(connection, tagger, app.config, resource_id)
        _into_drafts(connection, stored)
        return stored


def _into_drafts(connection: Connection, stored: StoredResource) -> None:
    for issue in issues.list_(connection, states=(IssueState.DRAFT,)):
        if any(pick.resource.id == stored.id for pick in issue.content.picks()):
            content = editing.retag(issue.content, Pick(stored, 0.0))
            issues.save_content(connection, issue.id, content)
