"""Candidates for the dates among what a reader sees: ``time`` elements and dates in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from curator.model import Candidate
from curator.resources import dating
from curator.resources.collect.walk import Seen, View
from curator.resources.document import squeeze, text_of

_MOST = 60
_MARKED = re.compile(
    r"date|time(?!line)|publish|posted|pub-?|datum|created|meta|byline|timestamp|updated|modified|"
    r"veroeff|fecha|info",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"publish|posted|pub-?date|dateline|entry-date|post-date|article-date|postdate|article__date|"
    r"post__date|timestamp|created",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"updat|modif|aktualis|revis|edited|changed", re.IGNORECASE)
_TIME_TAGS = frozenset({"time", "abbr", "relative-time"})


def candidates(view: View) -> Iterator[Candidate]:
    """Dates that stand on the page, as published or modified by the words around them."""
    yield from _elements(view)
    yield from _written(view)


def _elements(view: View) -> Iterator[Candidate]:
    """``time`` elements, and ``abbr`` with a date as its title."""
    count = 0
    for seen in view.seen:
        element = seen.element
        if element.tag not in _TIME_TAGS or count >= _MOST:
            continue
        value = element.get("datetime") or (element.get("title") if element.tag == "abbr" else None)
        value = value or seen.text
        if value and len(value) <= 60:
            count += 1
            updated = _UPDATED.search(_context(element))
            yield Candidate("modified" if updated else "published", value, "time" + view.suffix(seen))


def _context(element: HtmlElement) -> str:
    """What names the purpose of a date: marks of it and its parent, and the words around it."""
    parent, previous = element.getparent(), element.getprevious()
    around = [element.get("class") or "", element.get("itemprop") or "", text_of(element)[:40]]
    if previous is not None:
        around += [text_of(previous)[-30:], previous.tail or ""]
    if parent is not None:
        around += [parent.get("class") or "", (parent.text or "")[-30:]]
    return " ".join(around)


def _written(view: View) -> Iterator[Candidate]:
    """Dates in elements named for it, near the heading, or after "Published"."""
    marked = 0
    for seen in view.seen:
        if seen.element.tag in ("time", "h1"):
            continue
        if seen.marks and marked < _MOST and _MARKED.search(seen.marks):
            if 5 < len(seen.text) < 140:
                marked += 1
                origin = "date" if _STRONG.search(seen.marks) else "date:weak"
                yield from _found(seen.text, origin + view.suffix(seen), seen.marks)
        elif view.near(seen.place):
            yield from _near(seen)


def _near(seen: Seen) -> Iterator[Candidate]:
    for text in (seen.element.text, seen.element.tail):
        if text and 5 < len(text.strip()) < 120:
            yield from _found(squeeze(text), "near", "")


def _found(text: str, origin: str, marks: str) -> Iterator[Candidate]:
    """The dates in a short text, each as published or modified by the words before it."""
    for written, label in dating.find(text):
        updated = label == "modified" or (not label and bool(_UPDATED.search(marks)))
        shown = "labelled" if label == "published" else origin
        yield Candidate("modified" if updated else "published", written, shown)
