"""Candidates for the title among the headings a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from curator.model import Candidate
from curator.resources.collect.walk import View
from curator.resources.document import squeeze, text_of
from curator.resources.walls import NO_SCRIPT

_MOST = 8
_LONGEST = 250
_NAMED = re.compile(
    r"(?:entry|post|article|story|page|blog|content|news|headline|main)[-_]*"
    r"(?:title|headline|heading|header__title)|^(?:title|headline)$"
)
_TAGS = frozenset({"h2", "h3", "div", "span", "p"})


@lru_cache(maxsize=8192)
def _is_named(marks: str) -> bool:
    """Whether class and id name an element the title or the headline."""
    lowered = marks.lower()
    return ("title" in lowered or "head" in lowered) and bool(_NAMED.search(lowered))


def candidates(view: View) -> Iterator[Candidate]:
    """Main headings: ``h1``, else elements named a title, else the first ``h2``."""
    count = 0
    for seen in view.seen:
        tag = seen.tag
        if tag == "h1" and count < _MOST:
            text = squeeze(text_of(seen.element))
            if text and not NO_SCRIPT.match(text):
                yield Candidate("title", text, "h1" if seen.place == view.heading else "h1:other")
                count += 1
        elif seen.marks and tag in _TAGS and count < _MOST and _is_named(seen.marks):
            text = squeeze(text_of(seen.element, limit=400))
            if 0 < len(text) < _LONGEST:
                yield Candidate("title", text, "heading")
                count += 1
    if "h1" not in view.by_tag:
        yield from _second(view)


def _second(view: View) -> Iterator[Candidate]:
    """The first ``h2`` of a page without any ``h1``."""
    for seen in view.by_tag.get("h2", ()):
        if text := squeeze(text_of(seen.element)):
            yield Candidate("title", text, "h2")
            break
    if view.heading is not None:
        seen = next(seen for seen in view.seen if seen.place == view.heading)
        yield Candidate("title", squeeze(text_of(seen.element)), "heading")
