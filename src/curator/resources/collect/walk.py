"""The body walked once: what stands where, and how near to the main heading."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
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
    r"latest|more-|recirc|newsletter|breadcrumb|nav|menu|reply|replies|carousel|read-next|also-like"
)
"""In lower case, as all patterns here that every element is held against: five times as quick."""
_ASIDE_TAGS = frozenset({"aside", "footer", "nav"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
_RARE_MARKS = ("data-testid", "data-qa", "itemprop")
"""Marks beside class and id: most pages have none of them."""
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
    broken: Mapping[HtmlElement, list[str]]
    """Lines that stand after line breaks, by the element they stand in."""

    def near(self, place: int) -> bool:
        """Whether a place is near the main heading."""
        first, last = self.span
        return first <= place <= last

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first and the last place near the main heading; no place where there is none."""
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

    def writes(self, word: str) -> bool:
        """Whether the page has a word somewhere, written just so."""
        place = self._words.find(word)
        while place > 0:
            before, after = self._words[place - 1], self._words[place + len(word)]
            if not (before.isalnum() or before in "_'’-" or after.isalpha()):
                return True
            place = self._words.find(word, place + 1)
        return False

    @cached_property
    def _words(self) -> str:
        """The page's words in no order, each with a sign before and after it."""
        tails = (tail for seen in self.seen if (tail := seen.element.tail))
        return "\n".join(itertools.chain(("",), (seen.direct for seen in self.seen), tails, ("",)))

    @cached_property
    def by_tag(self) -> Mapping[str, list[Seen]]:
        """The elements of each tag, in order."""
        found: dict[str, list[Seen]] = {}
        for seen in self.seen:
            found.setdefault(seen.tag, []).append(seen)
        return found

    @cached_property
    def around(self) -> list[Seen]:
        """The elements near the main heading."""
        first, last = self.span
        return [seen for seen in self.seen if first <= seen.place <= last]


def walk(document: Document) -> View:
    """The elements of the body that may matter, and where the main heading is."""
    seen: list[Seen] = []
    heading: int | None = None
    broken: dict[HtmlElement, list[str]] = {}
    words = set(re.findall(r"\w+", document.title_tag.lower()))
    best = -9.0
    rare = _rare_marks(document)
    for place, element in enumerate(document.body.iter()):
        tag = element.tag
        if tag in _IGNORED:
            if tag == "br" and (tail := element.tail) and not tail.isspace():
                broken.setdefault(element.getparent(), []).append(tail)
            continue
        if tag in _HEADINGS and (words or tag == "h1"):
            # A lower heading counts where no first one does, if it says what the title says.
            likeness = _likeness(text_of(element, limit=400), words) - (0.0 if tag == "h1" else 2.0)
            if likeness > best and (tag == "h1" or likeness > -1.4):
                heading, best = place, likeness
        direct = element.text
        if direct is None or direct.isspace():
            direct = ""
        marks = element.get("class") or ""
        if identifier := element.get("id"):
            marks = f"{marks} {identifier}" if marks else identifier
        if rare:
            marks = _with_rare(marks, element, rare)
        seen.append(Seen(element, tag, place, marks, direct))
    return View(seen, heading, broken)


def _rare_marks(document: Document) -> tuple[str, ...]:
    """Those that the page has, so that no element is asked for others."""
    return tuple(name for name in _RARE_MARKS if document.mentions(name))


def _with_rare(marks: str, element: HtmlElement, rare: tuple[str, ...]) -> str:
    """The marks of an element with its rare ones."""
    for name in rare:
        if value := element.get(name):
            marks = f"{marks} {value}" if marks else value
    return marks


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
    return bool(_ASIDE.search(f"{classes or ''} {identifier or ''}".lower()))
