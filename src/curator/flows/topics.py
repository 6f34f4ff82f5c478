"""The taxonomy at work: what carries which topic, what nearly does, and tagging it all anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.errors import NotFound
from curator.flows.progress import Progress, no_progress
from curator.flows.tag import tag
from curator.model import StoredResource, Tag, Topic
from curator.storage import resources
from curator.storage.resources import Filters
from curator.topics import taxonomy

if TYPE_CHECKING:
    from curator.app import App

ASKED = 5
"""Doubtful tags that the author is asked about at a time."""
LOOKED_AT = 500
EVEN = 0.5


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic and how many resources carry it."""

    topic: Topic
    resources: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A tag that could go either way."""

    resource: StoredResource
    tag: Tag


def insist(app: App, slugs: Iterable[str]) -> None:
    """Raise :class:`curator.errors.NotFound` for a slug that ``feeds.yaml`` does not have."""
    known = {topic.slug for topic in app.config.topics}
    for slug in slugs:
        if slug not in known:
            have = f"feeds.yaml has {', '.join(sorted(known))}" if known else "feeds.yaml has none"
            raise NotFound(f"there is no topic {slug!r}; {have}")


def counts(app: App) -> list[TopicCount]:
    """Every topic with the number of resources that carry it."""
    with app.database.read() as connection:
        return [
            TopicCount(topic, resources.count(connection, Filters(topic=topic.slug)))
            for topic in app.config.topics
        ]


def check(app: App) -> tuple[str, ...]:
    """What is doubtful in the taxonomy of ``feeds.yaml``, a sentence each."""
    return taxonomy.check(app.config.topics)


def doubts(app: App, limit: int = ASKED) -> list[Doubt]:
    """The tags of recent resources nearest to even odds: an answer teaches the tagger most."""
    with app.database.read() as connection:
        recent = resources.list_(connection, limit=LOOKED_AT)
    found = [
        Doubt(stored, one)
        for stored in recent
        for one in (*stored.tags.topics, *stored.tags.suggested)
        if not one.corrected
    ]
    found.sort(key=lambda doubt: (abs(doubt.tag.score - EVEN), doubt.resource.id))
    return found[:limit]


def retag(app: App, *, progress: Progress = no_progress) -> int:
    """Tag everything that another taxonomy or other corrections had tagged; the number tagged."""
    return tag(app, progress=progress)
