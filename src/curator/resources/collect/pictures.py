"""Candidates for the lead image among the pictures a reader sees near the heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from curator.model import Candidate
from curator.resources.collect.walk import View
from curator.resources.document import Document

SMALLEST = 300
"""Pixels of width below which a picture is an ornament."""
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "src")
_PIXELS = re.compile(r"\s*(\d{1,5})")
_FAR = 600
"""Elements after the heading among which the lead image is looked for."""
_MOST = 3
_ENDED_BY_WIDTH = re.compile(r"\s+\d{2,4}w.*$|%20\d{2,4}w.*$|\s+\dx.*$")


def candidates(document: Document, view: View) -> Iterator[Candidate]:
    """The first few pictures from the heading on that are not small by their attributes."""
    count = 0
    for seen in view.by_tag["img"]:
        near = view.heading is None or view.heading - 40 <= seen.place <= view.heading + _FAR
        if not near or is_small(seen.element):
            continue
        href = document.absolute(source(seen.element))
        if href and not href.lower().endswith(".gif") and not view.is_aside(seen.element):
            yield Candidate("image", href, "content")
            count += 1
        if count >= _MOST:
            return


def is_small(element: HtmlElement) -> bool:
    """Whether width or height are declared and too small for a lead image."""
    width, height = declared_sizes(element)
    return any(size is not None and size < SMALLEST / 2 for size in (width, height)) or (
        width is not None and width < SMALLEST
    )


def declared_sizes(element: HtmlElement) -> tuple[int | None, int | None]:
    """The width and height in pixels that a picture's attributes tell."""
    width, height = (_PIXELS.match(element.get(name) or "") for name in ("width", "height"))
    return int(width[1]) if width else None, int(height[1]) if height else None


def source(element: HtmlElement) -> str | None:
    """The picture's address: that of lazy loading before the placeholder, the first of a set."""
    for name in _LAZY:
        value = (element.get(name) or "").strip()
        if value and not value.startswith("data:"):
            return _ENDED_BY_WIDTH.sub("", value.split(", ")[0].split(",%20")[0])
    return None
