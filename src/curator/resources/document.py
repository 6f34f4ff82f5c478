"""A page parsed once: what every collector reads.

One lxml tree, the meta elements and links as dictionaries, the JSON-LD as a list of nodes. Nothing
here judges; the collectors do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from curator import urls
from curator.errors import ParseError
from curator.model import Page
from curator.resources import decode, ldjson
from curator.resources.decode import Source
from curator.resources.ldjson import Node

_ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)
"""One class for all elements: choosing one by name, as lxml.html does, costs more than parsing."""
_RESOURCE_HINTS = frozenset(
    "stylesheet preload prefetch modulepreload preconnect dns-prefetch icon shortcut apple-touch-icon "
    "mask-icon manifest".split()
)
"""Relations that only help a browser to load the page."""


_RARE_MARKS = {
    name: etree.XPath(f"boolean(/descendant::*/@{name})")
    for name in ("data-testid", "data-qa", "itemprop")
}
"""Attributes that name a purpose beside class and id, and how to find any; most pages have none."""


@dataclass(frozen=True)
class Link:
    """A ``link`` or ``a`` element with a relation."""

    rel: frozenset[str]
    href: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """One parsed page."""

    url: str
    """The address that answered."""
    markup: str
    tree: HtmlElement = field(repr=False)
    status: int = 200

    @cached_property
    def base(self) -> str:
        """What relative addresses are resolved against."""
        declared = (one.get("href") for one in self.tree.iter("base"))
        first = next((href for href in declared if href is not None), None)
        return urls.absolute(first, self.url) or self.url

    @cached_property
    def metas(self) -> Mapping[str, tuple[str, ...]]:
        """Contents of ``meta`` elements by name or property in lower case, in page order."""
        found: dict[str, list[str]] = {}
        for element in self.tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = element.get("content") or element.get("value")
            if name and content and content.strip():
                for one in name.lower().split():
                    found.setdefault(one, []).append(squeeze(content))
        return {name: tuple(values) for name, values in found.items()}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """``link`` elements with an address, made absolute."""
        return tuple(self._links())

    def _links(self) -> Iterator[Link]:
        for element in self.tree.iter("link"):
            rel = (element.get("rel") or "").lower().split()
            if not rel or _RESOURCE_HINTS.issuperset(rel):
                continue
            if href := urls.absolute(element.get("href"), self.base):
                yield Link(frozenset(rel), href, dict(element.attrib.items()))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The JSON-LD nodes that are about this page, its main ones first."""
        return ldjson.nodes(self.scripts("application/ld+json"))

    @cached_property
    def title_tag(self) -> str:
        """The text of the first ``title`` outside drawings."""
        for found in self.tree.iter("title"):
            if next(found.iterancestors("svg"), None) is None:
                return squeeze(text_of(found))
        return ""

    @cached_property
    def body(self) -> HtmlElement:
        """The body, or the whole tree where there is none."""
        return next(self.tree.iterdescendants("body"), self.tree)

    @cached_property
    def canonical(self) -> str | None:
        """The address the page declares for itself, unchecked."""
        for link in self.links:
            if "canonical" in link.rel:
                return link.href
        return urls.absolute(self.meta("og:url"), self.base)

    def meta(self, *names: str) -> str | None:
        """The first content among the named ``meta`` elements."""
        for name in names:
            if values := self.metas.get(name):
                return values[0]
        return None

    def scripts(self, kind: str) -> list[str]:
        """The sources of the scripts of a media type."""
        return [
            element.text or ""
            for element in self.tree.iter("script")
            if (element.get("type") or "").lower().split(";")[0].strip() == kind
        ]

    @cached_property
    def rare_marks(self) -> tuple[str, ...]:
        """Which of the rare attributes that name a purpose any element has.

        Asked of the parser's own tree: far quicker than to ask each element here.
        """
        return tuple(name for name, any_has in _RARE_MARKS.items() if any_has(self.tree))

    def absolute(self, href: str | None) -> str | None:
        """An address of the page made absolute; ``None`` unless http(s)."""
        return urls.absolute(href, self.base)


def parse(page: Page) -> Document:
    """The document of a fetched page.

    Raises :class:`~curator.errors.ParseError` where there is no markup at all.
    """
    source = decode.source_of(page.body, page.headers.get("content-type", ""))
    return _of_source(source, page.final_url or page.url, page.status)


def of_markup(markup: str, url: str, status: int = 200) -> Document:
    """The document of markup that is already text; raises ``ParseError`` if it has none."""
    return _of_source(Source(markup, markup.encode("utf-8", "replace")), url, status)


def _of_source(source: Source, url: str, status: int) -> Document:
    if "<" not in source.text:
        raise ParseError("the page has no markup")
    parser = etree.HTMLParser(
        remove_comments=True, remove_pis=True, collect_ids=False, encoding="utf-8"
    )
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        tree = lxml.html.document_fromstring(source.utf8, parser=parser)
    except (etree.LxmlError, ValueError, RecursionError, AssertionError) as error:
        raise ParseError(f"the page's markup could not be read: {error}") from error
    return Document(url, source.text, tree, status)


_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong "
    "sub sup tt u var wbr".split()
)
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "head"})


def text_of(element: HtmlElement, *, apart: bool = False, limit: int = 100_000) -> str:
    """The words of an element, scripts left out, with a space wherever a block begins or ends.

    With ``apart`` every element is set off by spaces: labels and names often touch in the source.
    Reading stops soon after ``limit`` characters.
    """
    if not len(element):
        return "" if element.tag in _SILENT else element.text or ""
    found: list[str] = []
    _gather(element, found, frozenset() if apart else _INLINE, limit)
    return "".join(found)


def _gather(element: HtmlElement, found: list[str], inline: frozenset[str], left: int) -> int:
    """Append an element's words and give how many characters may still be added."""
    # Recursion is safe: the parser nests at most 256 deep.
    tag = element.tag
    if tag in _SILENT or not isinstance(tag, str):
        return left
    gap = "" if tag in inline else " "
    text = (element.text or "") + gap
    found.append(gap + text)
    left -= len(text)
    for child in element:
        if left < 0:
            return left
        if len(child):
            left = _gather(child, found, inline, left)
        elif child.tag not in _SILENT:  # most have no children, and a call costs more than they do
            gap_inside = "" if child.tag in inline else " "
            text = (child.text or "") + gap_inside
            found.append(f"{gap_inside}{text}{gap_inside}")
            left -= len(text)
        if tail := child.tail:
            found.append(tail)
            left -= len(tail)
    found.append(gap)
    return left


def squeeze(text: str) -> str:
    """``text`` with runs of white space made one space."""
    return " ".join(text.split())
