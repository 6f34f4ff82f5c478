"""OPML, the lists of feeds that readers exchange: nested outlines are topics (opml.org/spec2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from xml.etree.ElementTree import ParseError as XmlError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from curator.errors import ParseError
from curator.feeds.fetching.addresses import plain
from curator.feeds.forms.document import as_xml, decode
from curator.feeds.forms.draft import Draft, DraftFeed, Text
from curator.model import Source, Topic
from curator.sanitize import clean_text
from curator.urls import is_web

DEEPEST = 20
"""Levels of outlines that are followed."""


def read_opml(body: bytes) -> tuple[Mapping[str, Any], ...]:
    """The feeds of an OPML document as lines of ``feeds.yaml``, each address once.

    A line has ``url`` and, where the document says so, ``name`` and ``topics``: slugs of the
    outlines around it, outermost first. A feed of which only the site is told has the address of
    that, where feeds are looked for; one without any has ``""``. That and an address that is none
    are given as they stand, so that they can be told. Raises :class:`ParseError`.
    """
    try:
        root = fromstring(as_xml(decode(body, None)[0]))
    except (XmlError, DefusedXmlException, ValueError) as error:
        raise ParseError(f"the OPML document is not well-formed ({error})") from error
    if _local(root.tag) != "opml":
        raise ParseError("the document is not OPML")
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for url, name, topics in _feeds(root.findall("./body/outline"), (), 0):
        key = (url, "" if url else name)
        line = found.setdefault(key, {"url": url} | ({"name": name} if name else {}))
        if topics:
            line["topics"] = list(dict.fromkeys([*line.get("topics", []), *topics]))
    return tuple(found.values())


def parse(text: str) -> DraftFeed:
    """An OPML document as a source: an entry for each feed that it lists."""
    lines = read_opml(text.encode())
    drafts = (
        Draft(guid=line["url"], link=line["url"], title=Text(line.get("name", "")))
        for line in lines
        if is_web(line["url"])
    )
    return DraftFeed(format="opml", entries=tuple(drafts))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _feeds(
    outlines: Iterable[Element], topics: tuple[str, ...], depth: int
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Address, name and topics of each feed, in the order of the document."""
    for outline in outlines:
        fields = {name.lower(): value.strip() for name, value in outline.attrib.items()}
        name = clean_text(fields.get("title") or fields.get("text") or "")
        is_folder = len(outline) > 0
        url = plain(fields.get("xmlurl") or ("" if is_folder else fields.get("htmlurl", "")))
        if url or not is_folder:
            yield url, name, topics + _categories(fields)
        elif depth < DEEPEST:
            inner = (*topics, slug(name)) if slug(name) else topics
            yield from _feeds(outline, inner, depth + 1)


def _categories(fields: dict[str, str]) -> tuple[str, ...]:
    """The ``category`` attribute: comma-separated paths, of which the last part counts."""
    paths = fields.get("category", "").split(",")
    return tuple(name for path in paths if (name := slug(path.rpartition("/")[2])))


def slug(name: str) -> str:
    """``Computer Vision!`` as ``computer-vision``."""
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")


def write_opml(
    sources: Sequence[Source],
    topics: Sequence[Topic] = (),
    *,
    title: str = "",
    sites: Mapping[str, str | None] = MappingProxyType({}),
) -> bytes:
    """An OPML 2.0 document: an outline per topic, then the sources that have none.

    A source of several topics stands under each; reading the document back gives them all.
    ``sites`` are the pages of sources, by address, as far as they are known.
    """
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body = SubElement(root, "body")
    names = {topic.slug: topic.name for topic in topics}
    for topic in dict.fromkeys(topic for source in sources for topic in source.topics):
        folder = SubElement(body, "outline", text=names.get(topic, topic))
        for source in sources:
            if topic in source.topics:
                _outline(folder, source, sites.get(source.url))
    for source in sources:
        if not source.topics:
            _outline(body, source, sites.get(source.url))
    indent(root)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return bytes(head + tostring(root, encoding="utf-8") + b"\n")


def _outline(parent: Element, source: Source, site: str | None) -> None:
    label = source.label
    fields = {"type": "rss", "text": label, "title": label, "xmlUrl": source.url}
    SubElement(parent, "outline", fields | ({"htmlUrl": site} if site else {}))
