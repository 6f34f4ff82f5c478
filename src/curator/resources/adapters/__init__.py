"""Adapters: small files that know one place's pages better than the general reading can.

:mod:`~curator.resources.adapters.ours` lists those that come with Curator. A package that is
installed beside it adds its own through the entry point group ``curator.adapters``::

    [project.entry-points."curator.adapters"]
    mysite = "my_package.mysite:ADAPTER"

Added adapters are asked first; one with the name of ours replaces it. An adapter's candidates carry
the origin ``adapter:NAME`` and win over every other origin. It never fetches; it may ask for further
addresses with :attr:`Adapter.wanted`. One that fails is logged, and the page is read without it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import TypeVar

from curator.model import Candidate, Page
from curator.resources.canonical import Identity
from curator.resources.document import Document

GROUP = "curator.adapters"
_log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fetch for a link."""

    url: str
    extras: tuple[str, ...] = ()
    """Further addresses that add to the page; reading goes on without those that fail."""
    instead: tuple[str, ...] = ()
    """Addresses asked only where the page cannot be had: a site's interface for programs."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an adapter reads from."""

    document: Document
    identity: Identity
    """Of the address that was linked or answered."""
    extras: Mapping[str, Page]
    """Pages of :attr:`Wanted.extras` that could be fetched, by address."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """One place's knowledge; every part but ``name`` and ``applies`` may be left out."""

    name: str
    applies: Callable[[Document, Identity], bool]
    candidates: Callable[[Reading], Iterable[Candidate]] = lambda _: ()
    wanted: Callable[[Identity], Wanted | None] = lambda _: None
    text: Callable[[Reading], str | None] = lambda _: None
    """The main text as Markdown, where the general extraction would miss it."""
    alone: Callable[[Identity, Mapping[str, Page]], Iterable[Candidate]] = lambda *_: ()
    """What the other addresses tell without the page, which may be a wall."""


@cache
def installed() -> tuple[Adapter, ...]:
    """The added adapters by the names of their entry points, then ours."""
    from curator.resources.adapters import ours

    added = tuple(_added())
    names = {one.name for one in added}
    return (*added, *(one for one in ours.ADAPTERS if one.name not in names))


def _added() -> Iterator[Adapter]:
    """What entry points give; one that cannot be loaded is logged and left out."""
    for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        if point.value.startswith(f"{__name__}."):
            continue  # Metadata of an older installation still list ours.
        try:
            adapter = point.load()
        except Exception as error:  # noqa: BLE001 - somebody else's code; the rest goes on
            _log.warning("the adapter %s cannot be loaded: %r", point.name, error)
            continue
        if isinstance(adapter, Adapter):
            yield adapter
        else:
            _log.warning("the entry point %s (%s) is no curator Adapter", point.name, point.value)


def wanted(identity: Identity) -> Wanted:
    """What to fetch for a link, by the first adapter that knows."""
    found = (_guarded(one.name, one.wanted, identity) for one in installed())
    return next(filter(None, found), Wanted(identity.url))


def fitting(document: Document, identity: Identity) -> Adapter | None:
    """The adapter for a page, or ``None``."""
    fit = (one for one in installed() if _guarded(one.name, one.applies, document, identity))
    return next(fit, None)


def collected(adapter: Adapter | None, reading: Reading) -> tuple[Candidate, ...]:
    """The adapter's candidates under its origin; none where it fails on the page."""
    if adapter is None:
        return ()
    return _named(adapter, _guarded(adapter.name, lambda: list(adapter.candidates(reading))))


def text(adapter: Adapter | None, reading: Reading) -> str | None:
    """The adapter's main text as Markdown; ``None`` where it has none or fails."""
    return _guarded(adapter.name, adapter.text, reading) if adapter else None


def alone(identity: Identity, extras: Mapping[str, Page]) -> tuple[Candidate, ...]:
    """What adapters can tell from the other addresses, where the page itself is a wall."""
    if not extras:
        return ()
    return tuple(
        candidate
        for adapter in installed()
        for candidate in _named(adapter, _guarded(adapter.name, _listed(adapter), identity, extras))
    )


def _listed(adapter: Adapter) -> Callable[[Identity, Mapping[str, Page]], list[Candidate]]:
    return lambda identity, extras: list(adapter.alone(identity, extras))


def _named(adapter: Adapter, found: list[Candidate] | None) -> tuple[Candidate, ...]:
    origin = f"adapter:{adapter.name}"
    return tuple(Candidate(one.field, one.value, origin) for one in found or () if one.value)


def _guarded(name: str, function: Callable[..., T], *args: object) -> T | None:
    """The function's value; ``None`` where it fails: an adapter is somebody else's code."""
    try:
        return function(*args)
    except Exception:  # noqa: BLE001 - see above
        _log.warning("the adapter %s failed", name, exc_info=True)
        return None
