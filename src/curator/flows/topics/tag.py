"""Give topics, track and level to every resource that needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from curator.flows.topics import carry
from curator.flows.work import parts
from curator.flows.work.progress import Progress, Step, no_progress
from curator.model import Config, StoredResource, Tags
from curator.storage import resources
from curator.storage.engine.database import Connection
from curator.topics.classify import Tagger
from curator.topics.document import Document, document

if TYPE_CHECKING:
    from curator.app import App


def save(
    connection: Connection,
    tagger: Tagger,
    stored: StoredResource,
    by_source: Mapping[str, Sequence[str]],
) -> None:
    """Tag one resource, given with its text; ``by_source`` are the topics that each source gives."""
    read = document(stored.resource)
    tags = tags_of(tagger, by_source, stored, read)
    resources.save_tags(connection, stored.id, tags, read.forms)


def save_all(
    connection: Connection,
    tagger: Tagger,
    batch: Iterable[StoredResource],
    by_source: Mapping[str, Sequence[str]],
) -> None:
    """Tag many as :func:`save` does; only what is new of each is written.

    Of those that keep their tags that is the version. A resource that another version tagged has the
    words it had then: a change of its own would have unmarked it.
    """
    alike: list[int] = []
    for stored in batch:
        read, known = document(stored.resource), bool(stored.tags.model_version)
        tags = tags_of(tagger, by_source, stored, read)
        if known and replace(stored.tags, model_version=tags.model_version) == tags:
            alike.append(stored.id)
        else:
            resources.save_tags(connection, stored.id, tags, None if known else read.forms)
    resources.tagged_alike(connection, alike, tagger.version)


def tags_of(
    tagger: Tagger,
    by_source: Mapping[str, Sequence[str]],
    stored: StoredResource,
    read: Document | None = None,
) -> Tags:
    """All that tagging says of a resource in its sources; ``read`` are its words, if known."""
    given = [slug for url in stored.source_urls for slug in by_source.get(url, ())]
    return tagger.tag(
        stored.resource,
        categories=stored.categories,
        source_topics=tuple(dict.fromkeys(given)),
        given=stored.given,
        read=read,
    )


def topics_of(config: Config) -> dict[str, tuple[str, ...]]:
    """The topics that each source gives to all it brings, by its address."""
    return {source.url: source.topics for source in config.sources}


def one(connection: Connection, tagger: Tagger, config: Config, resource_id: int) -> StoredResource:
    """A resource tagged at once, whatever else waits; gives it as it is then.

    Raises :class:`curator.errors.NotFound`.
    """
    save(connection, tagger, resources.get(connection, resource_id), topics_of(config))
    return resources.get(connection, resource_id)


def tag(
    app: App,
    *,
    since: datetime | None = None,
    most: int | None = None,
    progress: Progress = no_progress,
    stop: Event | None = None,
) -> int:
    """Tag what is new, has changed, or was tagged by another taxonomy; the number tagged.

    With ``since`` only what is dated from then on; the rest waits until there is time for it;
    ``most`` is where to stop, and so is ``stop``, once it is set.
    """
    tagger = app.tagger()
    with app.database.begin() as connection:
        same = carry.as_good(connection, tagger)
    by_source = topics_of(app.config)
    tagged = 0
    while most is None or tagged < most:
        room = parts.room(tagged, most)
        with app.database.begin() as connection:
            batch = resources.untagged(
                connection, tagger.version, same=same, since=since, limit=room
            )
            save_all(connection, tagger, batch, by_source)
        tagged += len(batch)
        progress(Step("tags", tagged, tagged))
        if len(batch) < room or (stop and stop.is_set()):
            break
    return tagged
