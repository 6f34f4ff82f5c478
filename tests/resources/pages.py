"""Small invented pages for the tests of collectors and choosers."""

from __future__ import annotations

from datetime import UTC, datetime

from curator.model import Candidate
from curator.resources import document
from curator.resources.collect import Collector, collect, visible
from curator.resources.document import Document
from curator.resources.found import Found, SiteFacts

NOW = datetime(2026, 3, 1, tzinfo=UTC)
URL = "https://weaver.example/blog/warp-and-weft"


def page(body: str = "", head: str = "", url: str = URL, html: str = 'lang="en"') -> Document:
    """A page with some head and body."""
    return document.of_markup(
        f"<!doctype html><html {html}><head>{head}</head><body>{body}</body></html>", url
    )


def gathered(collector: Collector, made: Document, field: str) -> list[tuple[str, str]]:
    """Value and origin of each candidate of a field."""
    return [(one.value, one.origin) for one in collector(made) if one.field == field]


FILLER = "".join(f"<p>the loom is set up and weaving goes on, row {n}</p>" for n in range(200))
"""Text that pushes what follows it away from the heading."""


def origins(body: str, field: str, head: str = "", **page_of: str) -> dict[str, list[str]]:
    """The origins by value of what a page shows people for a field."""
    found: dict[str, list[str]] = {}
    for value, origin in gathered(visible.candidates, page(body, head, **page_of), field):
        found.setdefault(value, []).append(origin)
    return found


def of(*candidates: tuple[str, str, str], url: str = URL, title_tag: str = "",
       site: str | None = None, facts: SiteFacts | None = None) -> Found:  # fmt: skip
    """What was found, as (field, value, origin)."""
    made = tuple(Candidate(*one) for one in candidates)
    return Found(url, NOW, made, title_tag, site, facts or SiteFacts())


def on(made: Document) -> Found:
    """What is found on a page."""
    return Found(made.url, NOW, collect(made), made.title_tag)
