"""A plain list: one address on each line, perhaps with its title after it."""

from __future__ import annotations

from collections.abc import Iterator

from curator.resources.saved.link import Listing, SavedLink, Skipped, link, sort_out


def parse(text: str) -> Listing:
    """The links of a list; blank lines and lines after ``#`` are passed over."""
    return sort_out("list", _links(text))


def _links(text: str) -> Iterator[SavedLink | Skipped]:
    for number, line in enumerate(text.splitlines(), 1):
        url, _, title = line.strip().partition(" ")
        if url and not url.startswith("#"):
            yield link(number, url, title=title)
