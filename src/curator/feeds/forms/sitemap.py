"""Sitemaps and sitemap indexes to drafts (sitemaps.org/protocol.html)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree

from curator.errors import ParseError
from curator.feeds.forms.draft import Draft, DraftFeed, Text

INDEX = "sitemapindex"
ROOTS = ("urlset", INDEX)
MOST_ADDRESSES = 50_000
"""What the protocol allows in one file."""
_SUFFIX = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)


def parse(text: str) -> DraftFeed:
    """One draft per page, or per sitemap of an index. Raises :class:`ParseError`."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise ParseError("the sitemap is not XML")
    form = etree.QName(root).localname
    drafts = (_draft(node) for node in islice(root, MOST_ADDRESSES) if isinstance(node.tag, str))
    return DraftFeed(format=form, entries=tuple(one for one in drafts if one.link))


def _draft(node: etree._Element) -> Draft:
    """A page: its address and date, and what Google's news extension says of it.

    The extensions for pictures and films have titles and addresses too, which are not the page's.
    """
    page = _texts(node.iterchildren("*"))
    news = node.find("{*}news")
    told = _texts(news.iterdescendants("*")) if news is not None else {}
    address = page.get("loc", "")
    return Draft(
        guid=address,
        link=address,
        title=Text(told.get("title") or _words(address)),
        published=told.get("publication_date", ""),
        updated=page.get("lastmod", ""),
        language=told.get("language", ""),
    )


def _texts(nodes: Iterable[etree._Element]) -> dict[str, str]:
    """The text of each element by its local name."""
    return {etree.QName(one).localname: (one.text or "").strip() for one in nodes}


def _words(address: str) -> str:
    """A title out of the address's last part: ``/posts/why-cnns.html`` says ``why cnns``."""
    last = unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])
    return re.sub(r"[-_+]+", " ", _SUFFIX.sub("", last)).strip()
