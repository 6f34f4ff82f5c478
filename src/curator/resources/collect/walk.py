"""The body walked once: what stands where, and how near to the main heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml.html import HtmlElement

from curator.resources.document import Document, squeeze, text_of

BEFORE, AFTER = 40, 120
"""Elements before and after the main heading that count as near it."""
CLOSE_BEFORE, CLOSE_AFTER = 10, 25
"""And those that count as close: where a byline stands."""

_ASIDE = re.compile(
    r"comment|related|sidebar|side-bar|(?<!elementor-)widget|footer|recommend|promo|teaser|trending|popular|"
    r"latest|more-|recirc|newsletter|breadcrumb|nav|menu|reply|replies|carousel|read-next|also-like",
    re.IGNORECASE,
)
_SMALL = re.compile(r"(?<![\w'’-])[^\W\d_A-ZÀ-ÖØ-Þ][^\W\d_]{2,}")
_ASIDE_TAGS = frozenset({"aside", "footer", "nav"})
_LOWER = frozenset({"h2", "h3"})
_MARKS = ("class", "id", "data-testid", "data-qa", "itemprop")
_MAIN_TAGS = frozenset({"body", "html", "main", "article"})
_IGNORED = frozenset(
    {"script", "style", "noscript", "template", "svg", "path", "link", "meta", "br"}
)


@dataclass(slots=True, eq=False)
class Seen:
    """An element of the body with its place.

    There are thousands on a page, and most are looked at by every collector: what is asked most is
    taken from the tree once. Nothing changes one.
    """

    element: HtmlElement
    tag: str
    place: int
    marks: str
    """Class, id and what else names its purpose."""
    direct: str
    """Its own text before its first child, empty where that is only white space."""
    _text: str | None = None

    @property
    def text(self) -> str:
        """Its first words on one line, those of each element apart: some 400 characters."""
        if self._text is None:
            self._text = squeeze(text_of(self.element, apart=True, limit=400))
        return self._text


@dataclass(frozen=True)
class View:
    """The body's elements in order."""

    seen: list[Seen]
    heading: int | None
    """Place of the main heading."""

    def near(self, place: int) -> bool:
        """Whether a place is near the main heading."""
        first, last = self._span
        return first <= place <= last

    @cached_property
    def _span(self) -> tuple[int, int]:
        if self.heading is None:
            return (0, -1)
        return (self.heading - BEFORE, self.heading + AFTER)

    def close(self, place: int) -> bool:
        """Whether a place is where bylines stand: right above or below the main heading."""
        return self.heading is not None and (
            self.heading - CLOSE_BEFORE <= place <= self.heading + CLOSE_AFTER
        )

    def suffix(self, seen: Seen) -> str:
        """``:close`` to the heading, empty near it, ``:far`` elsewhere and in side matters."""
        if not self.near(seen.place) or is_aside(seen.element):
            return ":far"
        return ":close" if self.close(seen.place) else ""

    @cached_property
    def written_small(self) -> frozenset[str]:
        """Words that the page writes in lower case somewhere: a name seldom is one of them."""
        words: set[str] = set()
        for seen in self.seen:
            if seen.direct:
                words.update(_SMALL.findall(seen.direct))
            if (tail := seen.element.tail) and not tail.isspace():
                words.update(_SMALL.findall(tail))
        return frozenset(words)

    @cached_property
    def around(self) -> list[Seen]:
        """The elements near the main heading."""
        return [seen for seen in self.seen if self.near(seen.place)]


def walk(document: Document) -> View:
    """The elements of the body that may matter, and where the main heading is."""
    seen: list[Seen] = []
    heading: int | None = None
    words = set(re.findall(r"\w+", document.title_tag.lower()))
    best = -9.0
    for place, element in enumerate(document.body.iter()):
        tag = element.tag
        if tag in _IGNORED or not isinstance(tag, str):
            continue
        if tag == "h1" or (tag in _LOWER and words):
            # A lower heading counts where no first one does, if it says what the title says.
            likeness = _likeness(text_of(element, limit=400), words) - (0.0 if tag == "h1" else 2.0)
            if likeness > best and (tag == "h1" or likeness > -1.4):
                heading, best = place, likeness
        direct = element.text
        if direct is None or direct.isspace():
            direct = ""
        seen.append(Seen(element, tag, place, _marks(element), direct))
    return View(seen, heading)


def _marks(element: HtmlElement) -> str:
    get = element.get
    return " ".join([value for name in _MARKS if (value := get(name))])


def _likeness(text: str, words: set[str]) -> float:
    """The share of a heading's words that the title element has too."""
    own = set(re.findall(r"\w+", text.lower()))
    return len(own & words) / len(own) if own else -1.0


def is_aside(element: HtmlElement) -> bool:
    """Whether an element stands among comments, related posts, menus or in a footer."""
    depth = 0
    current: HtmlElement | None = element
    while current is not None and depth < 12:  # further up stands the page itself
        if current.tag in _ASIDE_TAGS:
            return True
        if current.tag not in _MAIN_TAGS and _names_aside(current.get("class"), current.get("id")):
            return True
        current, depth = current.getparent(), depth + 1
    return False


@lru_cache(maxsize=8192)
def _names_aside(classes: str | None, identifier: str | None) -> bool:
    return bool(_ASIDE.search(f"{classes or ''} {identifier or ''}"))
