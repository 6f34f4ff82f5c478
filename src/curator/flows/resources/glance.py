"""One look at an address: whether anything is there, without reading all of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from curator.errors import BadStatus, CuratorError, FetchError
from curator.model import Page
from curator.resources import enrich, standing
from curator.resources.standing import GONE, Seen

if TYPE_CHECKING:
    from curator.app import App

MOST = 1 << 19
"""Bytes of a page that are fetched: its head and more, and no large file."""


def looker(app: App) -> Callable[[str], Seen]:
    """What gives what one look at an address finds; every failure is a value.

    Made before the threads that share it, so that each does not make a fetcher of its own.
    """
    fetch, workers = partial(app.fetcher.glance, most=MOST), app.workers

    def seen(url: str) -> Seen:
        try:
            page = either(fetch, enrich.wanted(url).url, url)
            return workers.run(partial(standing.of_page, page))
        except CuratorError as error:
            return standing.of_error(error)

    return seen


def either(fetch: Callable[[str], Page], tidy: str, linked: str) -> Page:
    """The page at the tidied address; where nothing is there, the one at the address linked."""
    try:
        return fetch(tidy)
    except BadStatus as error:
        if error.status not in GONE or tidy == linked:
            raise
        try:
            return fetch(linked)
        except FetchError:
            raise error from None
