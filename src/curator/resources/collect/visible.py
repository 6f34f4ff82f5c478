"""Candidates that a reader sees: headings, bylines, dates, pictures.

Where a thing stands counts as much as how it is marked: origins end in ``:far`` when they are not
near the main heading, where menus, related posts and comments have names and dates of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator import urls
from curator.model import Candidate
from curator.resources import dating
from curator.resources.collect import beside, bylines, headings, notices, pictures, times
from curator.resources.collect.walk import View, walk
from curator.resources.document import Document


def candidates(document: Document) -> Iterator[Candidate]:
    """What stands on the page for people to read."""
    view = walk(document)
    yield from headings.candidates(view)
    yield from bylines.candidates(view)
    yield from beside.candidates(view)
    yield from notices.candidates(view)
    yield from times.candidates(view, _order(document, view))
    yield from pictures.candidates(document, view)


def _order(document: Document, view: View) -> dating.Order | None:
    """How the page writes dates in numbers."""
    language = document.tree.get("lang") or document.meta("og:locale")
    short = (seen.direct for seen in view.seen if 0 < len(seen.direct) < 60)
    return dating.order_of(language, urls.host(document.url).rpartition(".")[2], short)
