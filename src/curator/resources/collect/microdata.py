"""Candidates of microdata, RDFa-like ``itemprop`` and microformats that are about the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from curator.model import Candidate
from curator.resources import names
from curator.resources.document import Document, squeeze, text_of

_PROPERTIES = {
    "headline": "title",
    "author": "authors",
    "creator": "authors",
    "datepublished": "published",
    "datecreated": "published",
    "uploaddate": "published",
    "datemodified": "modified",
    "duration": "duration",
    "inlanguage": "language",
    "license": "licence",
    "isbn": "isbn",
    "image": "image",
    "thumbnailurl": "image",
    "description": "summary",
}
_MARKED = etree.XPath("//*[@itemprop]")
_NAMES = etree.XPath(".//*[@itemprop='name']")
_THREAD = etree.XPath("//*[contains(@itemtype, '/DiscussionForumPosting')]")
_FOREIGN = re.compile(r"/(?:Comment|Review|Rating|AggregateRating|Product|Offer|ItemList|WPHeader|Person|"
                      r"WPFooter|WPSideBar|SiteNavigationElement|Organization|Answer)$")  # fmt: skip


def candidates(document: Document) -> Iterator[Candidate]:
    """What ``itemprop`` attributes say, those of comments, reviews and lists left out."""
    if "itemprop" not in document.rare_marks:
        return
    if "DiscussionForumPosting" in document.markup and _elements(_THREAD, document.tree):
        yield Candidate("kind", "discussion", "microdata")
    found = [
        one
        for element in _elements(_MARKED, document.tree)[:2000]
        for name in element.get("itemprop", "").lower().split()
        if (field := _PROPERTIES.get(name)) and not _is_foreign(element)
        for one in _candidate(document, element, field, name)
    ]
    # The same property of several values comes from a list of things, not from this one.
    counted = Counter(one.field for one in set(found))
    for one in found:
        listed = counted[one.field] > 2 and one.field in ("published", "title", "authors")
        yield Candidate(one.field, one.value, "microdata:listed") if listed else one


def _elements(path: etree.XPath, element: HtmlElement) -> list[HtmlElement]:
    """The elements that a path to elements finds."""
    return cast("list[HtmlElement]", path(element))


def _is_foreign(element: HtmlElement) -> bool:
    """Whether the nearest scope around an element is not the page's main item."""
    scope = element.getparent()
    depth = 0
    while scope is not None and depth < 40:
        if kind := scope.get("itemtype"):
            return bool(_FOREIGN.search(kind.split()[0] if kind.split() else ""))
        if "comment" in (scope.get("class") or "").lower().split():
            return True
        scope, depth = scope.getparent(), depth + 1
    return False


def _candidate(
    document: Document, element: HtmlElement, field: str, name: str
) -> Iterator[Candidate]:
    value = _value(element)
    if field == "authors":
        inner = _elements(_NAMES, element)
        found = names.people(_value(inner[0]) if inner else value)
        if found:
            yield Candidate("authors", "; ".join(found), "microdata")
    elif field == "image":
        if href := document.absolute(
            element.get("content") or element.get("src") or element.get("href")
        ):
            yield Candidate("image", href, "microdata")
    elif field == "summary" and len(value) > 2000:
        return
    elif value:
        origin = "microdata:created" if name == "datecreated" else "microdata"
        yield Candidate(field, value, origin)


def _value(element: HtmlElement) -> str:
    """The machine-readable value of an element, else its words."""
    for attribute in ("content", "datetime", "title" if element.tag == "abbr" else "content"):
        if value := element.get(attribute):
            return squeeze(value)
    if (
        element.tag in ("link", "a")
        and element.get("href")
        and not len(element)
        and not element.text
    ):
        return ""
    return squeeze(text_of(element))[:4000]
