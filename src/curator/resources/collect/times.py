"""Candidates for the dates among what a reader sees: ``time`` elements and dates in words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from curator.model import Candidate
from curator.resources import dating
from curator.resources.collect.neighbours import just_before
from curator.resources.collect.walk import INLINE, Seen, View
from curator.resources.dating import Order
from curator.resources.document import squeeze, text_of

_MOST = 60
_UPDATED = re.compile(r"updat|modif|aktualis|revis|edited|changed", re.IGNORECASE)
_LINE = 60
"""Characters of a line that has nothing but a date, or what it is and a date."""
_MOST_WORDS = 12
"""Of a line that is no sentence."""
_CELLS = frozenset({"td", "th", "dd"})
_FEW_LEVELS = 4
_DIGIT = re.compile(r"\d")
_NOT_WRITTEN = frozenset({"time", "h1", "option"})
_TIME_TAGS = ("time", "abbr", "relative-time")

Placed = tuple[Candidate, int]
"""A candidate and the place of its element."""


def candidates(view: View, order: Order | None = None) -> Iterator[Candidate]:
    """Dates that stand on the page, as published or modified by the words around them."""
    found = [*_elements(view), *_written(view, order)]
    yield from (candidate for candidate, _ in found)
    yield from _nearest(view, found)


def _nearest(view: View, found: list[tuple[Candidate, int]]) -> Iterator[Candidate]:
    """The first date after the main heading, and the last before it."""
    if view.heading is None:
        return
    near = [(place, one) for one, place in found if not one.origin.endswith((":far", ":prose"))]
    after = [pair for pair in near if pair[0] >= view.heading]
    before = [pair for pair in near if pair[0] < view.heading]
    if after:
        first = min(after, key=lambda pair: pair[0])[1]
        yield Candidate(first.field, first.value, "first-after")
    if before:
        last = max(before, key=lambda pair: pair[0])[1]
        yield Candidate(last.field, last.value, "last-before")


def _elements(view: View) -> Iterator[Placed]:
    """``time`` elements, and ``abbr`` with a date as its title."""
    count = 0
    told = itertools.chain.from_iterable(view.by_tag[tag] for tag in _TIME_TAGS)
    for seen in sorted(told, key=lambda one: one.place):
        if count >= _MOST:
            return
        element = seen.element
        value = element.get("datetime") or (element.get("title") if seen.tag == "abbr" else None)
        value = value or seen.text
        if value and len(value) <= 60:
            count += 1
            updated = _UPDATED.search(_context(element))
            name = "modified" if updated else "published"
            suffix = view.suffix(seen)
            yield Candidate(name, value, "time" + suffix), seen.place
            published = not updated and dating.label(just_before(element)) == "published"
            if suffix == ":far" and published:
                yield Candidate(name, value, "labelled:far"), seen.place


def _context(element: HtmlElement) -> str:
    """What names the purpose of a date: marks of it and its parent, and the words around it."""
    parent, previous = element.getparent(), element.getprevious()
    around = [
        element.get("class") or "",
        element.get("itemprop") or "",
        text_of(element, limit=60)[:40],
    ]
    if previous is not None:
        around += [text_of(previous, limit=200)[-30:], previous.tail or ""]
    if parent is not None:
        around += [parent.get("class") or "", (parent.text or "")[-30:]]
    return " ".join(around)


def _written(view: View, order: Order | None) -> Iterator[Placed]:
    """Dates in elements named for it, near the heading, or after "Published"."""
    marked = 0
    first, last = view.span
    for seen in view.seen:
        if seen.tag in _NOT_WRITTEN:
            continue
        if (named := seen.purpose) and marked < _MOST and (origin := named.date):
            if 5 < len(seen.text) < 140:
                marked += 1
                if not _DIGIT.search(seen.text):
                    continue
                shown = _Shown(origin + view.suffix(seen), seen.marks, seen.element)
                yield from ((one, seen.place) for one in _found(seen.text, shown, order))
        elif first <= seen.place <= last:
            yield from ((one, seen.place) for one in _near(view, seen, order))
        elif len(seen.direct) > 7 and _is_short(seen.direct) and _DIGIT.search(seen.direct):
            yield from ((one, seen.place) for one in _signed(view, seen, order))


def _near(view: View, seen: Seen, order: Order | None) -> Iterator[Candidate]:
    close = ":close" if view.close(seen.place) else ""
    for line in _lines(view, seen):
        if _DIGIT.search(line) and 5 < len(text := squeeze(line)) < 120:
            if view.is_listed(seen.element):
                return
            origin = "near:prose" if _is_prose(seen.element, text) else f"near{close}"
            yield from _found(text, _Shown(origin, "", seen.element), order)


def _is_short(text: str) -> bool:
    """Whether a text may be one line: its beginning shows that most are none."""
    return len(text) < 4 * _LINE or len(squeeze(text[: 4 * _LINE])) < _LINE


def _signed(view: View, seen: Seen, order: Order | None) -> Iterator[Candidate]:
    """Far from the heading, as below the text: a date alone in its element or after "Posted on"."""
    direct = squeeze(seen.direct)
    if not 7 < len(direct) < _LINE or view.is_aside(seen.element):
        return
    for written, label in dating.find(direct, order):
        if label:
            yield Candidate(label, written, "labelled:far")
        elif len(direct) - len(written) < 4 and not _is_entry(seen.element):
            yield Candidate("published", written, "alone:far")


def _is_entry(element: HtmlElement) -> bool:
    """Whether an element is a cell of a table, or stands within a sentence or a teaser."""
    block = element
    for block in (element, *islice(element.iterancestors(), _FEW_LEVELS)):
        if block.tag in _CELLS:
            return True
        if block.tag not in INLINE:
            break
    return block is not element and len(text_of(block, limit=400).split()) > _MOST_WORDS


def _lines(view: View, seen: Seen) -> Iterator[str]:
    """The lines of text right in an element and after it: line breaks end them."""
    yield seen.direct
    yield seen.element.tail or ""
    yield from view.broken.get(seen.element, ())


def _is_prose(element: HtmlElement, text: str) -> bool:
    """Whether a text is a sentence that mentions a date, or stands in one."""
    parent = element.getparent()
    inside = (
        element.tag in ("a", "strong", "em", "b", "i") and parent is not None and parent.tag == "p"
    )
    words = text if not inside or parent is None else squeeze(text_of(parent, limit=400))
    return len(words.split()) > _MOST_WORDS


@dataclass(frozen=True, slots=True)
class _Shown:
    """Where a text with a date stands."""

    origin: str
    marks: str
    element: HtmlElement


def _found(text: str, shown: _Shown, order: Order | None) -> Iterator[Candidate]:
    """The dates in a short text, each as published or modified by the words before it."""
    for written, label in dating.find(text, order):
        told = label or dating.label(just_before(shown.element))
        updated = told == "modified" or (not told and bool(_UPDATED.search(shown.marks)))
        prose = shown.origin.endswith(":prose")
        origin = "labelled" if told == "published" and not prose else shown.origin
        yield Candidate("modified" if updated else "published", written, origin)
