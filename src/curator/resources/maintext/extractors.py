"""Three extractors by others, each asked for the main text of the same page.

Trafilatura (its quick mode) is the most precise, resiliparse misses least, readability-lxml knows
news best; where they agree they are nearly always right. Each may raise anything on hostile markup
and then just has no say.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from curator.resources.document import Document

NAMES = ("trafilatura", "resiliparse", "readability")
LARGEST = 1_500_000
"""Characters of markup above which readability, whose time grows fastest, is not asked."""

for _name in ("trafilatura", "readability", "htmldate", "courlan"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def ask(document: Document) -> dict[str, str]:
    """What each extractor takes for the main text; empty where it fails."""
    askers = {"trafilatura": _trafilatura, "resiliparse": _resiliparse, "readability": _readability}
    return {name: _asked(askers[name], document) for name in NAMES}


def _asked(asker: Callable[[Document], str | None], document: Document) -> str:
    try:
        return asker(document) or ""
    except Exception:  # noqa: BLE001 - see above
        return ""


def _trafilatura(document: Document) -> str | None:
    import trafilatura

    # It works on a copy of the tree.
    return trafilatura.extract(
        document.tree, include_comments=False, with_metadata=False, fast=True
    )


def _resiliparse(document: Document) -> str | None:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    found: str = extract_plain_text(
        HTMLTree.parse(document.markup),
        main_content=True,
        alt_texts=False,
        links=False,
        form_fields=False,
        noscript=False,
        comments=False,
    )
    return found


@cache
def _readable() -> type:
    """Readability's document, which spends a quarter of its time on links' addresses: not here."""
    import readability
    from lxml_html_clean import Cleaner

    cleaner = Cleaner(style=True, javascript=False, meta=False, page_structure=False,
                      embedded=False, frames=False, forms=False, annoying_tags=False,
                      remove_unknown_tags=False, safe_attrs_only=False)  # fmt: skip

    class Readable(readability.Document):  # type: ignore[misc]  # it has no types
        """A page whose links keep their addresses."""

        def _parse(self, tree: HtmlElement) -> HtmlElement:
            self.encoding = "utf-8"
            return cleaner.clean_html(tree)

    return Readable


def _readability(document: Document) -> str | None:
    if len(document.markup) > LARGEST:
        return None
    summary = _readable()(document.tree).summary(html_partial=True)
    try:
        return str(lxml.html.fromstring(summary).xpath("string()"))
    except etree.LxmlError:
        return None
