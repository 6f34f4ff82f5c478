"""Sitemaps and sitemap indexes to drafts (sitemaps.org/protocol.html)."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree

from curator.errors import ParseError
from curator.feeds.draft import Draft, DraftFeed, Text

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
    fields = {
        etree.QName(child).localname: (child.text or "").strip()
        for child in node.iter()
        if child is not node and isinstance(child.tag, str)
    }
    # The image extension has a ``loc`` of its own, deeper down.
    address = node.findtext("{*}loc", fields.get("loc", "")).strip()
    return Draft(
        guid=address,
        link=address,
        title=Text(fields.get("title") or _words(address)),
        published=fields.get("publication_date", ""),
        updated=fields.get("lastmod", ""),
        language=fields.get("language", ""),
    )


def _words(address: str) -> str:
    """A title out of the address's last part: ``/posts/why-cnns.html`` says ``why cnns``."""
    last = unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])
    return re.sub(r"[-_+]+", " ", _SUFFIX.sub("", last)).strip()
