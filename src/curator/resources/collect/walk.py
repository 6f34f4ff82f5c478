"""The body walked once: what stands where, and how near to the main heading."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from curator import urls
from curator.resources.collect.marks import Purpose, purpose
from curator.resources.document import Document, squeeze, text_of

BEFORE, AFTER = 40, 120
"""Elements before and after the main heading that count as near it."""
CLOSE_BEFORE, CLOSE_AFTER = 10, 25
"""And those that count as close: where a byline stands."""

_ASIDE = re.compile(
    r"comment|related|sidebar|side-bar|(?<!elementor-)widget|footer|recommend|promo|teaser|trending|popular|"
    r"latest|more-|recirc|newsletter|breadcrumb|nav|menu|reply|replies|carousel|read-next|also-like"
)
"""In lower case: five times as quick as to ignore case."""
_ASIDE_TAGS = frozenset({"aside", "footer", "nav"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
_MAIN_TAGS = frozenset({"body", "html", "main", "article"})
_ASKED_TAGS = frozenset({"h1", "h2", "img", "time", "abbr", "relative-time"})
BLOCKS = frozenset({"p", "div", "li"})
INLINE = frozenset({"a", "strong", "b", "em", "i", "span"})
_TELLING = _ASKED_TAGS | INLINE | {"h3", "address"}
"""Tags that matter without words or a purpose of their own; most others have neither."""
_FURTHER_UP = 12
"""Levels above an element at which the page itself stands, whatever it is called."""
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
    purpose: Purpose | None
    """What these say."""
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
    by_tag: Mapping[str, list[Seen]]
    """Main headings, pictures and times, in order."""
    heading: int | None
    """Place of the main heading."""
    broken: Mapping[HtmlElement, list[str]]
    """Lines that stand after line breaks, by the element they stand in."""
    teasers: frozenset[HtmlElement]
    """The parts of the page that lead to other things."""

    @cached_property
    def _asides(self) -> dict[HtmlElement, int]:
        """What is known of the elements above others: see :func:`is_aside`."""
        return dict.fromkeys(self.teasers, 0)

    def is_aside(self, element: HtmlElement) -> bool:
        """Whether an element stands among side matters."""
        return is_aside(element, self._asides)

    def is_listed(self, element: HtmlElement) -> bool:
        """Whether an element stands in what leads to another thing."""
        return bool(self.teasers) and not self.teasers.isdisjoint(element.iterancestors("article"))

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
        if not self.near(seen.place) or self.is_aside(seen.element):
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
        directs = [seen.direct for seen in self.seen]
        tails = [seen.element.tail for seen in self.seen]
        return "\n".join(itertools.chain(("",), directs, filter(None, tails), ("",)))

    @cached_property
    def around(self) -> list[Seen]:
        """The elements near the main heading."""
        first, last = self.span
        return [seen for seen in self.seen if first <= seen.place <= last]


def walk(document: Document) -> View:
    """The elements of the body that may matter, and where the main heading is."""
    seen: list[Seen] = []
    by_tag: dict[str, list[Seen]] = {tag: [] for tag in _ASKED_TAGS}
    broken: dict[HtmlElement, list[str]] = {}
    rare = document.rare_marks
    elements = list(document.body.iter())
    block: HtmlElement | None = None
    for place, element in enumerate(elements):
        tag = element.tag
        if tag in _IGNORED:
            if tag == "br" and (tail := element.tail) and not tail.isspace():
                _add_line(broken, element.getparent(), tail)
            block = None
            continue
        direct = element.text
        if direct is None or direct.isspace():
            direct = ""
        marks = element.get("class") or ""
        if identifier := element.get("id"):
            marks = f"{marks} {identifier}" if marks else identifier
        if rare:
            marks = _with_rare(marks, element, rare)
        meant = purpose(marks) if marks else None
        if direct or meant or tag in _TELLING or ((tail := element.tail) and not tail.isspace()):
            if block is not None and tag in INLINE:  # its words may be those of its parts
                seen.append(Seen(block, block.tag, place - 1, "", None, ""))
            block = None
            one = Seen(element, tag, place, marks, meant, direct)
            seen.append(one)
            if tag in _ASKED_TAGS:
                by_tag[tag].append(one)
        else:
            block = element if tag in BLOCKS else None
    _add_broken(seen, broken, elements)
    main = _heading(document, seen)
    heading = elements[main] if main is not None else None
    return View(seen, by_tag, main, broken, _teasers(document.body, heading))


def _add_line(broken: dict[HtmlElement, list[str]], around: HtmlElement | None, line: str) -> None:
    if around is not None and around.tag not in _IGNORED:
        broken.setdefault(around, []).append(line)


def _add_broken(
    seen: list[Seen], broken: Mapping[HtmlElement, list[str]], elements: Sequence[HtmlElement]
) -> None:
    """Put elements whose only words stand after line breaks in their places."""
    known = {one.element for one in seen} if broken else set()
    for element in broken.keys() - known:
        place = elements.index(element)
        bisect.insort(
            seen, Seen(element, element.tag, place, "", None, ""), key=lambda one: one.place
        )


_TEASER = etree.XPath("(.//h2|.//h3|.//h4)[.//a[@href] or ancestor::a[@href]]", smart_strings=False)
_FEWEST_TEASERS = 3


def _teasers(body: HtmlElement, heading: HtmlElement | None) -> frozenset[HtmlElement]:
    """Each ``article`` of a list of others: it has a heading that leads elsewhere, and not the page's own."""
    articles = list(body.iter("article"))
    if len(articles) < _FEWEST_TEASERS:
        return frozenset()
    own = set(heading.iterancestors()) if heading is not None else set()
    found = frozenset(one for one in articles if one not in own and _TEASER(one))
    return found if len(found) >= _FEWEST_TEASERS else frozenset()


def leads_home(element: HtmlElement) -> bool:
    """Whether all that an element says is a link to the first page of a site: its name or its logo."""
    link = next(element.iter("a"), None)
    if link is None:
        link = next((one for one in islice(element.iterancestors(), 2) if one.tag == "a"), None)
    href = (link.get("href") or "").strip() if link is not None else ""
    if link is None or not (href == "/" or (href.startswith("http") and href.count("/") < 4)):
        return False
    parts = urls.split(href)
    home = href == "/" or (parts is not None and parts.path in ("", "/"))
    return home and squeeze(text_of(link)) == squeeze(text_of(element))


def _heading(document: Document, seen: Sequence[Seen]) -> int | None:
    """The place of the heading that says what the page's title says."""
    words = set(re.findall(r"\w+", document.title_tag.lower()))
    heading: int | None = None
    best = -9.0
    for one in seen:
        tag = one.tag
        if tag in _HEADINGS and (words or tag == "h1") and not leads_home(one.element):
            # A lower heading counts where no first one does, if it says what the title says.
            likeness = _likeness(text_of(one.element, limit=400), words)
            likeness -= 0.0 if tag == "h1" else 2.0
            if likeness > best and (tag == "h1" or likeness > -1.4):
                heading, best = one.place, likeness
    return heading


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


def is_aside(element: HtmlElement, known: dict[HtmlElement, int] | None = None) -> bool:
    """Whether an element stands among comments, related posts, menus or in a footer.

    ``known`` keeps what was found of the elements above for the next question.
    """
    known = {} if known is None else known
    passed: list[HtmlElement] = []
    current: HtmlElement | None = element
    while current is not None and current not in known:
        if current.tag in _ASIDE_TAGS or (
            current.tag not in _MAIN_TAGS and _names_aside(current.get("class"), current.get("id"))
        ):
            known[current] = 0
            break
        passed.append(current)
        current = current.getparent()
    levels = _FURTHER_UP if current is None else known[current]
    for one in reversed(passed):
        levels += 1
        known[one] = levels
    return known[element] < _FURTHER_UP


@lru_cache(maxsize=8192)
def _names_aside(classes: str | None, identifier: str | None) -> bool:
    return any(map(_is_name_of_aside, f"{classes or ''} {identifier or ''}".split()))


@lru_cache(maxsize=16384)
def _is_name_of_aside(name: str) -> bool:
    return _ASIDE.search(name.lower()) is not None
