"""Candidates for the lead image among the pictures a reader sees near the heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from curator.model import Candidate
from curator.resources.collect.walk import View, leads_home
from curator.resources.document import Document

SMALLEST = 300
"""Pixels of width below which a picture is an ornament."""
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "src")
_PIXELS = re.compile(r"\s*(\d{1,5})")
_FAR = 600
"""Elements after the heading among which the lead image is looked for."""
_MOST = 3
_SIGNS = 40
"""Pictures among which a page's logo is looked for; it stands near the top."""
_ORNAMENT = re.compile(
    r"(?:^|[/_.-])(?:\w*icons?|emojis?|emoticons?|smil(?:ey|ie)s?|badges?|toolbar|buttons?|avatars?|stickers?|"
    r"\d{2}px)(?:[/_.-]|$)"
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|avif)")
"""What a script that gives somebody's picture names; others draw counters and stars."""
_LOGO = re.compile(r"\blogo|logo\b")
_ENDED_BY_WIDTH = re.compile(r"\s+\d{2,4}w.*$|%20\d{2,4}w.*$|\s+\dx.*$")


def candidates(document: Document, view: View) -> Iterator[Candidate]:
    """The first few pictures from the heading on that are not small by their attributes; the logos."""
    yield from _logos(document, view)
    count = 0
    for seen in view.by_tag["img"]:
        near = view.heading is None or view.heading - 40 <= seen.place <= view.heading + _FAR
        if not near or is_small(seen.element):
            continue
        href = document.absolute(source(seen.element))
        if href and not _is_ornament(href) and not view.is_aside(seen.element):
            yield Candidate("image", href, "content")
            count += 1
        if count >= _MOST:
            return


def _logos(document: Document, view: View) -> Iterator[Candidate]:
    """Pictures that the page uses as its sign: called a logo, or the link to its first page."""
    site = (document.meta("og:site_name") or "").lower()
    for seen in view.by_tag["img"][:_SIGNS]:
        element = seen.element
        alt = (element.get("alt") or "").strip().lower()
        is_sign = _LOGO.search(f"{seen.marks} {alt}") or alt == site != "" or leads_home(element)
        if is_sign and (href := document.absolute(source(element))):
            yield Candidate("logo", href, "img")


def _is_ornament(href: str) -> bool:
    """Whether a picture among the words is one of the page's furniture by its address."""
    parts = urlsplit(href.lower())
    drawn = parts.path.endswith(".php") and not _PICTURE.search(parts.query)
    return drawn or parts.path.endswith((".gif", ".svgz")) or bool(_ORNAMENT.search(parts.path))


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
        value = " ".join((element.get(name) or "").split())
        if value and not value.startswith("data:"):
            return _ENDED_BY_WIDTH.sub("", value.split(", ")[0].split(",%20")[0])
    return None
