"""The taxonomy at work: what carries which topic, what nearly does, and tagging it all anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curator import config, feedsfile
from curator.config.words import unknown_topic
from curator.errors import NotFound
from curator.flows.topics.tag import tag, tags_of, topics_of
from curator.flows.work.progress import Progress, no_progress
from curator.model import StoredResource, Tags, Topic
from curator.storage import corrections, resources
from curator.storage.resources import Filters
from curator.topics import ask, diff, lint, propose, taxonomy
from curator.topics import merge as merging
from curator.topics.ask import Doubt
from curator.topics.classify import Tagger
from curator.topics.diff import Change, Tagging
from curator.topics.document import document
from curator.topics.family import present, today
from curator.topics.learn import Corrected
from curator.topics.lexicon import lend
from curator.topics.lint import Judged
from curator.topics.propose import Carrier, Proposal
from curator.topics.taxonomy import Taxonomy

if TYPE_CHECKING:
    from curator.app import App
    from curator.model import Config

LOOKED_AT = 500
LINTED = 5000


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic and how many resources carry it."""

    topic: Topic
    resources: int


def named(app: App, slugs: Iterable[str]) -> tuple[str, ...]:
    """The topics of ``feeds.yaml`` that ``slugs``, present or former, name, by their slugs of today.

    Raises :class:`curator.errors.NotFound` for a slug that names none.
    """
    topics, asked = app.config.topics, tuple(slugs)
    known = today(topics)
    for slug in asked:
        if slug not in known:
            raise NotFound(unknown_topic(slug, [topic.slug for topic in topics]))
    return present(asked, topics)


def counts(app: App) -> list[TopicCount]:
    """Every topic with the number of resources that carry it."""
    with app.database.read() as connection:
        return [
            TopicCount(topic, resources.count(connection, Filters(topics=(topic.slug,))))
            for topic in app.config.topics
        ]


def check(app: App) -> tuple[str, ...]:
    """What is doubtful in the taxonomy of ``feeds.yaml``, a sentence each."""
    return taxonomy.check(app.config.topics)


def doubts(app: App, limit: int = ask.EACH_WEEK) -> list[Doubt]:
    """The tags of recent resources nearest to the threshold: an answer teaches the tagger most."""
    with app.database.read() as connection:
        return ask.doubts(resources.list_(connection, limit=LOOKED_AT), limit)


@dataclass(frozen=True, slots=True)
class Lint:
    """What was found of the aliases, a sentence each."""

    poor: tuple[str, ...]
    """Those that are mostly wrong."""
    idle: tuple[str, ...]
    """Those that were found nowhere, by topic."""
    resources: int
    """So many were looked at."""


def lint_aliases(app: App, *, most: int = LINTED) -> Lint:
    """What the newest ``most`` resources and the corrections say of the aliases."""
    read = list(_judged(app, most))
    found = lint.uses(Taxonomy(app.config.topics, lend(app.config.topics)), read)
    idle = tuple(lint.idle(found)) if read else ()
    return Lint(tuple(lint.poor(found)), idle, len(read))


def proposals(app: App, *, most: int = LINTED) -> list[Proposal]:
    """Words that set the resources of a topic apart and that are no alias yet."""
    slugs = [topic.slug for topic in app.config.topics]
    carriers = [
        Carrier(
            document(stored.resource),
            _sure(stored.tags, slugs),
            said,
            stored.resource.authors,
            next(iter(stored.sources), stored.resource.site or ""),
        )
        for stored, said in _told(app, most)
    ]
    return propose.propose(Taxonomy(app.config.topics), carriers)


def _sure(tags: Tags, slugs: Iterable[str]) -> dict[str, bool]:
    """Which topics tagging gave because something names them, and which it did not think of."""
    named = {tag.slug for tag in tags.topics if tag.named}
    perhaps = {tag.slug for tag in (*tags.topics, *tags.suggested)} - named
    return {slug: slug in named for slug in slugs if slug not in perhaps}


def _judged(app: App, most: int) -> Iterator[Judged]:
    for stored, said in _told(app, most):
        yield document(stored.resource), said


def _told(app: App, most: int) -> Iterator[tuple[StoredResource, Mapping[str, bool]]]:
    """The newest resources and all corrected ones, with what the author said of each."""
    with app.database.read() as connection:
        corrected = Corrected.of(corrections.list_(connection), Taxonomy(app.config.topics))
        ids = [stored.id for stored in resources.list_(connection, limit=most)]
        ids += resources.owners(connection, list(corrected.by_key)).values()
        found = resources.get_many(connection, list(dict.fromkeys(ids)), text=True)
    for stored in found.values():
        yield stored, corrected.topics(stored.resource.key)


@dataclass(frozen=True, slots=True)
class Difference:
    """What another file would change."""

    changes: tuple[Change, ...]
    resources: int
    """So many were looked at."""


def difference(app: App, other: Path, *, most: int = LINTED) -> Difference:
    """What tagging by the topics of the file ``other`` would change in the newest resources.

    Corrections and the topics that sources give count as in tagging itself. Raises
    :class:`curator.errors.ConfigError` where ``other`` is wrong.
    """
    new = config.load(other)
    with app.database.read() as connection:
        newest = resources.list_(connection, limit=most)
        found = resources.get_many(connection, [stored.id for stored in newest], text=True)
    old_tagger, new_tagger = app.tagger(), app.tagger(topics=new.topics)
    old, after = _tagging(old_tagger, app.config), _tagging(new_tagger, new)
    changes = diff.changes(old, after, new_tagger.taxonomy, found.values())
    return Difference(tuple(changes), len(found))


def _tagging(tagger: Tagger, of: Config) -> Tagging:
    return partial(tags_of, tagger, topics_of(of))


def merge(app: App, gone: str, into: str) -> Topic:
    """Merge topic ``gone`` into ``into`` in ``feeds.yaml``; gives the joined topic.

    Raises :class:`curator.errors.NotFound` and :class:`curator.errors.Conflict`.
    """
    merged = merging.merge(app.config.topics, gone, into)
    joined = next(topic for topic in merged if topic.slug == into)
    feedsfile.merge_topics(app.settings.feeds, gone, _line(joined))
    app.read_again()
    return joined


def _line(topic: Topic) -> dict[str, Any]:
    """A topic's description, lists and target as ``feeds.yaml`` has them."""
    lists = {
        "aliases": topic.aliases,
        "weak": topic.weak,
        "exclude": topic.exclude,
        "urls": topic.urls,
        "feed_tags": topic.feed_tags,
        "former": topic.former,
    }
    line: dict[str, Any] = {name: list(words) for name, words in lists.items() if words}
    if topic.description:
        line["description"] = topic.description
    if topic.target is not None:
        line["target"] = round(100 * topic.target, 2)
    return {"slug": topic.slug} | line


def retag(app: App, *, progress: Progress = no_progress) -> int:
    """Tag everything that another taxonomy or other corrections had tagged; the number tagged."""
    return tag(app, progress=progress)
