"""Where a link is talked about: the page of comments that a source of links names beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from curator import urls
from curator.model import Content, Pick, StoredResource
from curator.storage import entries

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

MOST = 2
"""Discussions of one link that are told."""


def discussions(
    connection: Connection, found: Sequence[StoredResource]
) -> dict[int, tuple[str, ...]]:
    """Where each of ``found`` is talked about, by its id; the first seen first.

    Comments on the site of the thing itself are left out: whoever reads it finds them there.
    """
    named = entries.comments(connection, [one.id for one in found])
    elsewhere = {
        one.id: tuple(
            url for url in named.get(one.id, ()) if not urls.same_site(url, one.resource.url)
        )
        for one in found
    }
    return {one: places[:MOST] for one, places in elsewhere.items() if places}


def of(app: App, one: StoredResource) -> tuple[str, ...]:
    """Where one resource is talked about."""
    with app.database.read() as connection:
        return discussions(connection, [one]).get(one.id, ())


def discussed(connection: Connection, content: Content) -> Content:
    """``content`` with the discussions of each pick, and of what may yet be taken in."""
    everything = (*content.picks(), *content.runners_up)
    known = discussions(connection, [pick.resource for pick in everything])

    def told(pick: Pick) -> Pick:
        return replace(pick, discussions=known.get(pick.resource.id, ()))

    return _each(content, told) if known else content


def _each(content: Content, change: Callable[[Pick], Pick]) -> Content:
    sections = (replace(one, picks=tuple(map(change, one.picks))) for one in content.sections)
    return replace(
        content,
        posts=tuple(map(change, content.posts)),
        sections=tuple(sections),
        reading=tuple(map(change, content.reading)),
        runners_up=tuple(map(change, content.runners_up)),
    )
