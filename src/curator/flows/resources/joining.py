"""The same thing under several addresses is found: one is kept, the others are told of beside it.

Nothing is deleted. A resource that repeats another one is marked, is not offered to issues or found
by search any more, and lends its sources to the one that is kept ("also in"). The author can set two
apart again, which lasts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING

from curator import urls
from curator.errors import NotFound
from curator.flows.work.parts import parts
from curator.model import PageState, StoredResource
from curator.resources import dedupe
from curator.resources.dedupe import Match, Print, Rule
from curator.storage import kv, reading, resources
from curator.storage.resources import Filters

if TYPE_CHECKING:
    from curator.app import App

BACK = timedelta(days=60)
"""How much older the first appearance of a thing may be; a print takes a millisecond."""
MOST = 5000
"""Resources that are compared, the newest; as many as an issue chooses from."""
APART = "apart:"
"""In the store: pairs that the author has set apart, by their rows."""
_NEVER = datetime.max.replace(tzinfo=UTC)
_BY_TEXT = frozenset({Rule.TEXT, Rule.SUBJECT})
_THINGS = (*dedupe.IDENTIFIED, "isbn:")


def join(app: App, *, since: datetime, stop: Event | None = None) -> int:
    """Mark what repeats another resource, of those dated from ``since`` on; gives how many."""
    with app.database.begin() as connection:
        resources.free_repeats(connection)
    pool, prints = _prints(app, since - BACK, stop)
    if stop and stop.is_set():
        return 0
    found = _repeats(app, pool, prints)
    _mark(app, found)
    return len(found)


def repeated(app: App, pool: Sequence[StoredResource]) -> set[int]:
    """The rows of a few resources, given with their texts, that repeat another of them.

    For whoever cannot wait until they are marked.
    """
    return set(_repeats(app, pool, [Print.of(one.resource) for one in pool]))


def _repeats(app: App, pool: Sequence[StoredResource], prints: Sequence[Print]) -> dict[int, int]:
    """Which rows repeat which; never one that was in an issue."""
    with app.database.read() as connection:
        queued = reading.listed(connection, [one.id for one in pool])
        apart = set(kv.names(connection, APART))
    matches = [
        match
        for match in dedupe.find(prints)
        if _pair(pool[match.first].id, pool[match.second].id) not in apart
        and not _written_twice(pool[match.first], pool[match.second], match)
    ]
    order = sorted(range(len(pool)), key=lambda place: _standing(pool[place], queued))
    folded = dedupe.folded(matches, order)
    return {
        pool[gone].id: pool[keep].id
        for gone, keep in folded.items()
        if pool[gone].issue_number is None
    }


def _written_twice(one: StoredResource, other: StoredResource, match: Match) -> bool:
    """Whether the author wrote two posts on one blog that only have much of their text in common.

    The log of each week may be half template, and a post of his must not be lost in silence.
    """
    same_blog = urls.host(one.resource.url) == urls.host(other.resource.url)
    return match.rule in _BY_TEXT and one.mine and other.mine and same_blog


def set_apart(app: App, which: StoredResource, now: datetime) -> StoredResource:
    """Let a resource stand by itself again, for good; gives the one it was taken to repeat.

    Raises :class:`curator.errors.NotFound` where it repeats nothing.
    """
    if which.duplicate_of is None:
        raise NotFound(
            f"{which.id} {which.resource.title} is not taken for a repeat of another one"
        )
    with app.database.begin() as connection:
        kept = resources.get(connection, which.duplicate_of)
        resources.mark_duplicate(connection, which.id, None)
        kv.put(connection, _pair(which.id, kept.id), "", now)
    return kept


def _prints(
    app: App, since: datetime, stop: Event | None
) -> tuple[list[StoredResource], list[Print]]:
    """What is compared, without its text, and the prints of it; the texts are let go part by part."""
    with app.database.read() as connection:
        ids = resources.list_ids(connection, Filters(since=since), limit=MOST)
    pool: list[StoredResource] = []
    prints: list[Print] = []
    for part in parts(ids):
        if stop and stop.is_set():
            break
        with app.database.read() as connection:
            found = resources.get_many(connection, part, text=True)
        whole = [found[one] for one in part if one in found]
        prints += [Print.of(one.resource) for one in whole]
        pool += [
            replace(one, resource=replace(one.resource, text="", markdown="")) for one in whole
        ]
    return pool, prints


def _standing(one: StoredResource, queued: set[int]) -> tuple[list[bool], datetime, int]:
    """What is kept sorts first: what went out, what the author has to do with, the thing itself."""
    last = [
        one.issue_number is None,
        not one.mine,
        one.id not in queued,
        one.resource.claimed or not one.resource.key.startswith(_THINGS),
        one.state is not PageState.OK,
    ]
    return last, one.first_seen_at or _NEVER, one.id


def _mark(app: App, found: Mapping[int, int]) -> None:
    for part in parts(list(found.items())):
        with app.database.begin() as connection:
            for gone, keep in part:
                resources.mark_duplicate(connection, gone, keep)


def _pair(one: int, other: int) -> str:
    return f"{APART}{min(one, other)}:{max(one, other)}"
