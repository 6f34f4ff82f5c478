"""Pages in the shapes of their places, made for these tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from curator.model import Page, Resource
from curator.resources.enrich import read, read_instead

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FILLER = (
    "<p>" + "Words that a reader would read on such a page, one after the other. " * 12 + "</p>"
)


def page(url: str, body: str | bytes, kind: str = "text/html; charset=utf-8") -> Page:
    """An answer with that body."""
    data = body.encode() if isinstance(body, str) else body
    return Page(url, url, 200, {"content-type": kind}, data, NOW)


def html(head: str, body: str = FILLER) -> str:
    """A page with that head and body."""
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"


def metas(**values: str | list[str]) -> str:
    """``meta`` elements by name; a list gives one for each value."""
    listed = [
        (name, one)
        for name, some in values.items()
        for one in ([some] if isinstance(some, str) else some)
    ]
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in listed)


def resource(
    url: str, head: str, body: str = FILLER, extras: Mapping[str, str] | None = None
) -> Resource:
    """What is made of a page with that head and body."""
    more = {
        address: page(address, text, "application/json") for address, text in (extras or {}).items()
    }
    return read(page(url, html(head, body)), now=NOW, extras=more).resource


def instead(url: str, told: Mapping[str, str]) -> Resource | None:
    """What is made of a site's other addresses alone."""
    more = {address: page(address, text, "application/json") for address, text in told.items()}
    found = read_instead(url, more, now=NOW)
    return found.resource if found else None
