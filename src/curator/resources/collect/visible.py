"""Candidates that a reader sees: headings, bylines, dates near the heading, ``time`` elements.

Where a thing stands counts as much as how it is marked: origins end in ``:far`` when they are not
near the main heading, where menus, related posts and comments have names and dates of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from curator.model import Candidate
from curator.resources import dating, names
from curator.resources.document import Document, squeeze, text_of

BEFORE, AFTER = 40, 120
"""Elements before and after the main heading that count as near it."""
_MOST = 60
"""Marked elements looked at per kind; more of them are a list, not this page's."""

_AUTHOR = re.compile(r"author|byline|by-line|writer|contributor|autor|reporter|posted-?by|written-?by|vcard",
                     re.IGNORECASE)  # fmt: skip
_NOT_AUTHOR = re.compile(
    r"bio|box|avatar|image|img|photo|social|related|comment|widget|count|follow|about|desc|job|role|"
    r"authoring|authority|authoriz|authoris|more|list|date|time|latest|share|icon|title-author|card-",
    re.IGNORECASE,
)
_DATE = re.compile(r"date|time(?!line)|publish|posted|pub-?|datum|created|meta|byline|timestamp|updated|modified|"
                   r"veroeff|fecha|info", re.IGNORECASE)  # fmt: skip
_STRONG_DATE = re.compile(r"publish|posted|pub-?date|dateline|entry-date|post-date|article-date|postdate|"
                          r"article__date|post__date|timestamp|created", re.IGNORECASE)  # fmt: skip
_UPDATED = re.compile(r"updat|modif|aktualis|revis|edited|changed", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:entry|post|article|story|page|blog|content|news|headline|main)[-_]*(?:title|headline|heading|header__title)|"
    r"^(?:title|headline)$",
    re.IGNORECASE,
)
_AUTHOR_HREF = re.compile(
    r"/(?:authors?|by|byline|people|persons?|staff|contributors?|profiles?|writers?|bio|columnists?|"
    r"reporters?|team|experts?|users?|members?|autor(?:en)?|auteurs?|journalists?)/[^/?#]{2,}|"
    r"[?&]author=|/@[\w.-]+$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:^|[\s|•·(])(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Aa]utor(?:in)?|[Aa]uthor|[Ww]ritten [Bb]y|[Tt]ext)(?:\s*:\s*|\s+)"
    r"(?=[A-ZÀ-ÖØ-Þ])(.{3,90})$"
)
_ASIDE = re.compile(
    r"comment|related|sidebar|side-bar|widget|footer|recommend|promo|teaser|trending|popular|"
    r"latest|more-|recirc|newsletter|breadcrumb|nav|menu|reply|replies|carousel|read-next|also-like",
    re.IGNORECASE,
)  # fmt: skip
_ASIDE_TAGS = frozenset({"aside", "footer", "nav"})


@dataclass(frozen=True)
class Seen:
    """An element of the body with its place."""

    element: HtmlElement
    place: int
    marks: str
    """Class, id and what else names its purpose."""


@dataclass(frozen=True)
class View:
    """The body walked once."""

    seen: list[Seen]
    heading: int | None
    """Place of the main heading."""

    def near(self, place: int) -> bool:
        """Whether a place is near the main heading."""
        return self.heading is not None and self.heading - BEFORE <= place <= self.heading + AFTER

    def suffix(self, seen: Seen) -> str:
        """Empty near the heading and outside side matters, else ``:far``."""
        return "" if self.near(seen.place) and not is_aside(seen.element) else ":far"


def candidates(document: Document) -> Iterator[Candidate]:
    """What stands on the page for people to read."""
    view = walk(document)
    yield from _titles(view)
    yield from _authors(view)
    yield from _times(view)
    yield from _dates(document, view)


def walk(document: Document) -> View:
    """The elements of the body that may matter, and where the main heading is."""
    seen: list[Seen] = []
    heading: int | None = None
    words = set(re.findall(r"\w+", document.title_tag.lower()))
    best = -1.0
    for place, element in enumerate(document.body.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag == "h1":
            likeness = _likeness(squeeze(text_of(element)), words)
            if likeness > best:
                heading, best = place, likeness
        seen.append(Seen(element, place, _marks(element)))
    return View(seen, heading)


def _marks(element: HtmlElement) -> str:
    get = element.get
    return " ".join(
        filter(None, (get("class"), get("id"), get("rel") if element.tag == "a" else None,
                      get("data-testid"), get("data-qa"), get("itemprop")))
    )  # fmt: skip


def _likeness(text: str, words: set[str]) -> float:
    """The share of a heading's words that the title element has too."""
    own = set(re.findall(r"\w+", text.lower()))
    return len(own & words) / len(own) if own else -1.0


def is_aside(element: HtmlElement) -> bool:
    """Whether an element stands among comments, related posts, menus or in a footer."""
    depth = 0
    current: HtmlElement | None = element
    while current is not None and depth < 12:  # noqa: PLR2004 - further up stands the page itself
        if current.tag in _ASIDE_TAGS:
            return True
        if current.tag not in ("body", "html", "main", "article") and _ASIDE.search(
            f"{current.get('class') or ''} {current.get('id') or ''}"
        ):
            return True
        current, depth = current.getparent(), depth + 1
    return False


# --------------------------------------------------------------------------- headings


def _titles(view: View) -> Iterator[Candidate]:
    """Main headings: ``h1``, else elements named a title, else the first ``h2``."""
    count = 0
    for seen in view.seen:
        tag = seen.element.tag
        if tag == "h1" and count < 8:  # noqa: PLR2004
            text = squeeze(text_of(seen.element))
            if text:
                yield Candidate("title", text, "h1" if seen.place == view.heading else "h1:other")
                count += 1
        elif tag in ("h2", "h3", "div", "span", "p") and _HEADING.search(seen.marks):
            text = squeeze(text_of(seen.element))
            if 0 < len(text) < 250:  # noqa: PLR2004
                yield Candidate("title", text, "heading")
                count += 1
    if view.heading is None:
        for seen in view.seen:
            if seen.element.tag == "h2" and (text := squeeze(text_of(seen.element))):
                yield Candidate("title", text, "h2")
                return


# --------------------------------------------------------------------------- people


def _authors(view: View) -> Iterator[Candidate]:
    """Bylines, ``rel=author``, links to authors' pages, and "By …" near the heading."""
    count = 0
    for seen in view.seen:
        origin = _author_origin(seen)
        if origin is None:
            continue
        count += 1
        if count > _MOST:
            return
        text = squeeze(text_of(seen.element))
        if not text or len(text) > 160:  # noqa: PLR2004 - longer than a byline
            continue
        if found := names.people(text):
            yield Candidate("authors", "; ".join(found), origin + view.suffix(seen))
    yield from _by_lines(view)


def _author_origin(seen: Seen) -> str | None:
    element = seen.element
    if element.tag == "a":
        if "author" in (element.get("rel") or "").lower().split():
            return "rel"
        if _AUTHOR_HREF.search(element.get("href") or ""):
            return "author-link"
    if element.tag in ("meta", "link", "script", "style", "img", "svg", "form", "input"):
        return None
    if seen.marks and _AUTHOR.search(seen.marks):
        return "byline" if not _NOT_AUTHOR.search(seen.marks) else "byline:weak"
    return None


def _by_lines(view: View) -> Iterator[Candidate]:
    """Text that begins with "By" near the heading, the name in it or in the element after it."""
    if view.heading is None:
        return
    for seen in view.seen:
        if not view.near(seen.place) or seen.element.tag in ("script", "style", "a", "h1", "title"):
            continue
        direct = (seen.element.text or "").strip()
        if len(direct) > 120 or not direct:  # noqa: PLR2004
            continue
        whole = squeeze(text_of(seen.element)) if len(direct) < 12 else direct  # noqa: PLR2004
        if len(whole) < 120 and (found := _BY.search(whole)):  # noqa: PLR2004
            if people := names.people(found.group(1)):
                yield Candidate("authors", "; ".join(people), "by" + view.suffix(seen))


# --------------------------------------------------------------------------- dates


def _times(view: View) -> Iterator[Candidate]:
    """``time`` elements."""
    count = 0
    for seen in view.seen:
        if seen.element.tag not in ("time", "abbr", "relative-time"):
            continue
        value = seen.element.get("datetime") or (
            seen.element.get("title") if seen.element.tag == "abbr" else None
        )
        value = value or squeeze(text_of(seen.element))
        if not value or len(value) > 60 or count > _MOST:  # noqa: PLR2004
            continue
        count += 1
        updated = _UPDATED.search(_context(seen.element))
        yield Candidate("modified" if updated else "published", value, "time" + view.suffix(seen))


def _context(element: HtmlElement) -> str:
    """What names the purpose of a date: marks of it and its parent, and the words before it."""
    parent = element.getparent()
    around = [element.get("class") or "", element.get("itemprop") or ""]
    previous = element.getprevious()
    if previous is not None:
        around += [text_of(previous)[-30:], previous.tail or ""]
    if parent is not None:
        around += [parent.get("class") or "", (parent.text or "")[-30:]]
    return " ".join(around)


def _dates(document: Document, view: View) -> Iterator[Candidate]:
    """Dates written in elements named for it, or near the heading."""
    marked = 0
    for seen in view.seen:
        element = seen.element
        if element.tag in ("script", "style", "time", "h1", "noscript"):
            continue
        strong = bool(seen.marks) and bool(_DATE.search(seen.marks))
        if strong and marked < _MOST:
            text = squeeze(text_of(element))
            if 5 < len(text) < 140:  # noqa: PLR2004
                marked += 1
                origin = "date" if _STRONG_DATE.search(seen.marks) else "date:weak"
                yield from _found(text, origin + view.suffix(seen), seen.marks)
        elif view.near(seen.place):
            for text in (element.text, element.tail):
                if text and 5 < len(text.strip()) < 120:  # noqa: PLR2004
                    yield from _found(squeeze(text), "near", "")


def _found(text: str, origin: str, marks: str) -> Iterator[Candidate]:
    """The dates in a short text, each as published or modified by the words before it."""
    for written, label in dating.find(text):
        updated = label == "modified" or (not label and bool(_UPDATED.search(marks)))
        shown = "labelled" if label == "published" else origin
        yield Candidate("modified" if updated else "published", written, shown)
