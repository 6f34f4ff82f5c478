"""Collectors: every source of a field on a page gives candidates, and none judges.

A collector is a function of a :class:`~curator.resources.document.Document` that yields
:class:`~curator.model.Candidate` values with the origin named. Values stand as the page has them,
except authors, which are one string of names joined by ``"; "``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from curator.model import Candidate
from curator.resources.collect import (
    address,
    highwire,
    jsonld,
    meta,
    microdata,
    state,
    titletag,
    visible,
)
from curator.resources.document import Document

Collector = Callable[[Document], Iterator[Candidate]]

COLLECTORS: tuple[Collector, ...] = (
    highwire.candidates,
    jsonld.candidates,
    meta.candidates,
    microdata.candidates,
    titletag.candidates,
    visible.candidates,
    address.candidates,
    state.candidates,
)


def collect(document: Document) -> tuple[Candidate, ...]:
    """All candidates of a page, each once per field, value and origin."""
    found = (candidate for collector in COLLECTORS for candidate in collector(document))
    return tuple(dict.fromkeys(found))
