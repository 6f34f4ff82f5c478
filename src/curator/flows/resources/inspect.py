"""Look at sources and pages without storing anything."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from curator import shorthands, urls
from curator.errors import CuratorError
from curator.feeds import inspect as feeds_inspect
from curator.feeds.inspect import Inspection
from curator.flows.resources import library, recheck
from curator.flows.resources.enrich import read_instead, read_page, state_of
from curator.model import PageState, SourceKind, Tag, Tags
from curator.resources import canonical, enrich, typed
from curator.resources import inspect as resources_inspect
from curator.resources.why import Row, explain
from curator.storage import resources as storage

if TYPE_CHECKING:
    from datetime import datetime

    from curator.app import App

T = TypeVar("T")
logger = logging.getLogger(__name__)

AHEAD = 256
"""Addresses under way or waiting to be printed, so that memory does not grow with the list."""


def sources(
    app: App, addresses: Iterable[str], *, selector: str | None = None
) -> Iterator[dict[str, Any]]:
    """What stands behind each address as a source, in the order given.

    With ``selector`` they are pages of links.
    """
    look = partial(_inspected, app, selector)
    for found in in_order(look, addresses, app.settings.fetch_threads):
        yield feeds_inspect.as_json(found)


def _inspected(app: App, selector: str | None, url: str) -> Inspection:
    """What stands behind one address; even a mistake of ours is only that address's error."""
    try:
        address = shorthands.typed(url)
        found = feeds_inspect.inspect(address, app.fetcher, app.workers, selector=selector)
        return replace(found, url=url)
    except Exception as error:
        logger.debug("looking at %s", url, exc_info=True)
        return Inspection(url, SourceKind.FEED, error=_unforeseen(error))


def resources(app: App, addresses: Iterable[str], now: datetime) -> Iterator[dict[str, Any]]:
    """What each address is as a resource, with its topics, in the order given."""
    tagger = app.tagger(learned=False)
    threads = app.settings.fetch_threads
    for url, enriched in in_order(partial(_looked_at, app, now), addresses, threads):
        if isinstance(enriched, CuratorError):
            known, resource = _tagged(None, enriched.message), None
            row = resources_inspect.nothing_of(url)
        else:
            known, resource = _tagged(tagger.tag(enriched.resource)), enriched.resource
            row = resources_inspect.described(url, resource)
        yield row | known | resources_inspect.certainty(resource)


def _looked_at(app: App, now: datetime, url: str) -> tuple[str, enrich.Enriched | CuratorError]:
    """What was asked for, as it was written, and what it is."""
    return url, _read(app, typed.address(url), now, feeds=True)


def _tagged(tags: Tags | None, error: str | None = None) -> dict[str, Any]:
    """What tagging adds; nothing of a page that could not be read."""
    return {
        "topics": [_tag(tag) for tag in tags.topics] if tags else [],
        "track": tags.track if tags else None,
        "track_evidence": [str(one) for one in tags.track_evidence] if tags else [],
        "level": tags.level if tags else None,
        "error": error,
        "suggested": [_tag(tag) for tag in tags.suggested] if tags else [],
    }


@dataclass(frozen=True, slots=True)
class Reasons:
    """Where each field of a page comes from."""

    rows: list[Row]
    note: str = ""
    """That it is told from memory, and why; empty where the page was looked at."""


def why(app: App, which: str, now: datetime) -> Reasons:
    """Every candidate for every field of a page, the chosen ones marked.

    ``which`` is an address, or the id or key of a stored resource. Of a page that cannot be had now
    it is told what the last look found; without one :class:`CuratorError` is raised, with what is
    known of the link.
    """
    url = typed.address(which)
    url = url if urls.is_web(url) else library.get(app, which).resource.url
    enriched = _read(app, url, now)
    if not isinstance(enriched, CuratorError):
        return Reasons(explain(enriched))
    known = recheck.told_of(app, url)
    said = f"{enriched.message}; {known}" if known else enriched.message
    if remembered := _remembered(app, url):
        return Reasons(explain(remembered), f"this is of an earlier look: {said}")
    raise CuratorError(said) from enriched


def _remembered(app: App, url: str) -> enrich.Enriched | None:
    """What the last look at a stored page found."""
    with app.database.read() as connection:
        stored = storage.find(connection, canonical.identity(url).key)
        candidates = storage.page_candidates(connection, stored.id) if stored else ()
    return enrich.Enriched(stored.resource, candidates, ()) if stored and candidates else None


def _read(
    app: App, url: str, now: datetime, *, feeds: bool = False
) -> enrich.Enriched | CuratorError:
    """Fetch and read one page; a failure is a value."""
    try:
        return _page_or_instead(app, url, now, feeds=feeds)
    except CuratorError as error:
        return error
    except Exception as error:
        logger.debug("looking at %s", url, exc_info=True)
        return CuratorError(_unforeseen(error))


def _page_or_instead(
    app: App, url: str, now: datetime, *, feeds: bool
) -> enrich.Enriched | CuratorError:
    try:
        return read_page(app, url, now, feeds=feeds)
    except CuratorError as error:
        if state_of(error) is PageState.GONE:
            return error
        return read_instead(app, url, now) or error


def _unforeseen(error: Exception) -> str:
    return f"could not be read: {type(error).__name__}: {error}"


def _tag(tag: Tag) -> dict[str, Any]:
    """A tag with its evidence in words."""
    return {
        "slug": tag.slug,
        "score": round(tag.score, 4),
        "evidence": [str(one) for one in tag.evidence],
    }


def in_order(look: Callable[[str], T], addresses: Iterable[str], threads: int) -> Iterator[T]:
    """``look`` at ``threads`` addresses at a time; the answers in the order of the addresses."""
    waiting: deque[Future[T]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="look") as pool:
        for address in addresses:
            waiting.append(pool.submit(look, address))
            if len(waiting) >= AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
