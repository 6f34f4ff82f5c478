"""What the public may see: issues that are out, what was picked and why, the reading list, search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from curator import urls
from curator.config.words import unknown_topic
from curator.errors import NotFound
from curator.model import (
    FetchState,
    Issue,
    IssueState,
    PageState,
    Pick,
    ReadingItem,
    ReadingStatus,
    Source,
    StoredResource,
    Topic,
)
from curator.resources import canonical, typed
from curator.storage import issues, reading, resources, search, sources
from curator.storage.resources import Filters
from curator.topics.family import with_children

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

OUT = (IssueState.SENDING, IssueState.PAUSED, IssueState.SENT)


@dataclass(frozen=True, slots=True)
class Picked:
    """A resource that was in an issue, as it was there."""

    pick: Pick
    issue: Issue


@dataclass(frozen=True, slots=True)
class Shelf:
    """A topic and how much of it was picked."""

    topic: Topic
    picks: int


@dataclass(frozen=True, slots=True)
class Queued:
    """A link on the reading list."""

    item: ReadingItem
    stored: StoredResource


@dataclass(frozen=True, slots=True)
class Found:
    """A search hit."""

    stored: StoredResource
    snippet: str
    """Plain text; each match stands between :data:`curator.storage.search.MARKS`."""


_AHEAD = (ReadingStatus.QUEUED, ReadingStatus.READING)
_DONE = (ReadingStatus.READ, ReadingStatus.SHARED)


def is_out(issue: Issue) -> bool:
    """Whether an issue's mail is on its way or has arrived, so that its page may be read."""
    return issue.state in OUT and issue.frozen_at is not None


def newest(
    app: App, *, limit: int | None = None, offset: int = 0, full: bool = True
) -> list[Issue]:
    """Issues that are out, newest first; ``full=False`` without what they say."""
    with app.database.read() as connection:
        return _out(connection, limit=limit, offset=offset, full=full)


def issue(app: App, number: int) -> Issue:
    """An issue that is out. Raises :class:`curator.errors.NotFound`."""
    with app.database.read() as connection:
        found = issues.get(connection, number)
    if not is_out(found):
        raise NotFound(f"there is no issue {number}")
    return found


def neighbours(app: App, number: int) -> tuple[int | None, int | None]:
    """The numbers of the issues before and after ``number`` that are out."""
    numbers = sorted(one.number for one in newest(app, full=False))
    before = [one for one in numbers if one < number]
    after = [one for one in numbers if one > number]
    return (before[-1] if before else None), (after[0] if after else None)


def topic(app: App, slug: str) -> Topic:
    """A topic of the taxonomy, by its slug or a former one. Raises ``NotFound``."""
    for one in app.config.topics:
        if slug == one.slug or slug in one.former:
            return one
    raise NotFound(unknown_topic(slug, [one.slug for one in app.config.topics]))


def shelves(app: App) -> list[Shelf]:
    """Every topic with the number of its picks, in the order of ``feeds.yaml``."""
    topics = app.config.topics
    with app.database.read() as connection:
        return [
            Shelf(one, resources.count(connection, _picked_of(with_children([one.slug], topics))))
            for one in topics
        ]


def picked(app: App, *, slug: str | None = None, limit: int = 30, offset: int = 0) -> list[Picked]:
    """What was in issues that are out, the newest issue's first, with the reason it was picked for.

    ``slug``: of this topic and those below it.
    """
    topics = with_children([slug], app.config.topics) if slug else ()
    with app.database.read() as connection:
        stored = resources.picks(connection, topics, limit=limit, offset=offset)
        numbers = {one.issue_number for one in stored if one.issue_number is not None}
        out = {number: issues.get(connection, number) for number in numbers}
    by_resource = {
        pick.resource.id: (pick, found)
        for found in out.values()
        if is_out(found)
        for pick in found.content.picks()
    }
    return [Picked(*by_resource[one.id]) for one in stored if one.id in by_resource]


def reading_list(app: App, *, limit: int) -> tuple[list[Queued], list[Queued]]:
    """What the author means to read or reads now, and what was read or shared; newest first.

    At most ``limit`` of each. A link of which nothing is known yet, or that leads nowhere, is the
    author's business alone.
    """
    with app.database.read() as connection:
        ahead = reading.newest(connection, statuses=_AHEAD, limit=limit)
        done = reading.newest(connection, statuses=_DONE, limit=limit)
        found = resources.get_many(connection, [one.resource_id for one in (*ahead, *done)])
    queued = [[Queued(one, found[one.resource_id]) for one in part] for part in (ahead, done)]
    return list(filter(_is_known, queued[0])), list(filter(_is_known, queued[1]))


def _is_known(queued: Queued) -> bool:
    """Whether there is something to show of it."""
    stored = queued.stored
    return stored.state is not PageState.GONE and stored.resource.title != stored.resource.url


def find(
    app: App,
    query: str,
    *,
    slugs: Sequence[str] = (),
    picked: bool = False,
    limit: int,
    offset: int,
) -> list[Found]:
    """Resources that match a query, best first; of topics those below them too.

    A query that is an address, or an identifier such as ``arXiv:2101.00001``, finds what is there.
    """
    topics = with_children(slugs, app.config.topics)
    with app.database.read() as connection:
        if named := _named(connection, query):
            wanted = _is_wanted(named, topics, picked=picked) and not offset
            return [Found(named, named.resource.summary)] if wanted else []
        hits = search.find(
            connection, query, topics=topics, picked=picked, limit=limit, offset=offset
        )
        stored = resources.get_many(connection, [hit.resource_id for hit in hits])
    return [
        Found(stored[hit.resource_id], hit.snippet) for hit in hits if hit.resource_id in stored
    ]


def _named(connection: Connection, query: str) -> StoredResource | None:
    """The resource whose address or identifier the query is."""
    address = typed.address(query)
    if not urls.is_web(address):
        return None
    return resources.find(connection, canonical.identity(address).key)


def _is_wanted(one: StoredResource, topics: Sequence[str], *, picked: bool) -> bool:
    """Whether a resource passes the filters of a search."""
    about = {tag.slug for tag in one.tags.topics}
    return not (topics and about.isdisjoint(topics)) and not (picked and one.issue_number is None)


def read_sources(app: App) -> list[tuple[Source, str | None]]:
    """Every source that is not private, with the address of its site, if that is known."""
    with app.database.read() as connection:
        known = sources.states(connection)
    nothing = FetchState()
    listed = [(one, known.get(one.url, nothing)) for one in app.config.sources if not one.private]
    return [(replace(one, name=one.name or state.title), state.site_url) for one, state in listed]


def _picked_of(topics: tuple[str, ...]) -> Filters:
    return Filters(topics=topics, picked=True)


def _out(
    connection: Connection, *, limit: int | None = None, offset: int = 0, full: bool = True
) -> list[Issue]:
    found = issues.list_(connection, states=OUT, limit=limit, offset=offset, full=full)
    return [one for one in found if is_out(one)]
