"""Candidates for the title among the headings a reader sees."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from curator.model import Candidate
from curator.resources.collect.walk import View, leads_home
from curator.resources.document import squeeze, text_of
from curator.resources.walls import NO_SCRIPT

_MOST = 8
_SIGN = re.compile(r"(?:\s*[¶🔗]+|\s+[#§])$")
_LONGEST = 250
_TAGS = frozenset({"h2", "h3", "div", "span", "p"})


def candidates(view: View) -> Iterator[Candidate]:
    """Main headings: ``h1``, else elements named a title, else the first ``h2``."""
    count = homes = 0
    for seen in view.seen:
        tag = seen.tag
        if tag == "h1" and count < _MOST:
            text = _words(seen.element)
            if text and leads_home(seen.element):
                homes += 1
                yield Candidate("site", text, "heading")
            elif text and not NO_SCRIPT.match(text):
                yield Candidate("title", text, "h1" if seen.place == view.heading else "h1:other")
                count += 1
        elif (named := seen.purpose) and named.title and tag in _TAGS and count < _MOST:
            text = squeeze(text_of(seen.element, limit=400))
            if 0 < len(text) < _LONGEST:
                yield Candidate("title", text, "heading")
                count += 1
    if len(view.by_tag["h1"]) == homes:
        yield from _second(view)


def _words(element: HtmlElement) -> str:
    """What a heading says, without the buttons in it and the sign that links to it."""
    if next(element.iter("button"), None) is not None:
        element = copy.deepcopy(element)
        element.tail = None
        for button in list(element.iter("button")):
            button.drop_tree()
    return _SIGN.sub("", squeeze(text_of(element)))


def _second(view: View) -> Iterator[Candidate]:
    """The first ``h2`` of a page without any ``h1`` of its own."""
    for seen in view.by_tag["h2"]:
        if text := squeeze(text_of(seen.element)):
            yield Candidate("title", text, "h2")
            break
    if view.heading is not None:
        seen = next(seen for seen in view.seen if seen.place == view.heading)
        yield Candidate("title", squeeze(text_of(seen.element)), "heading")
