"""Three extractors by others, each asked for the main text of the same page.

Trafilatura (its quick mode) is the most precise, resiliparse misses least, readability-lxml knows
news best; where they agree they are nearly always right. Each may raise anything on hostile markup
and then just has no say.
"""

from __future__ import annotations

import copy
import logging
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from curator.resources.document import Document

NAMES = ("trafilatura", "resiliparse", "readability")
SAME = 0.97
"""How alike two texts are that count as one. Half of all articles reach it, and word F1 loses less than
.001 by it (`bench/fit_text.py`)."""
LARGEST = 1_500_000
"""Characters of markup above which readability, whose time grows fastest, is not asked."""

for _name in ("trafilatura", "readability", "htmldate", "courlan"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


_MACHINERY = ("script", "style", "svg", "link", "iframe")
"""Elements that none of them takes text from, and many pages consist of."""
_MENUS = ("nav", "footer")
_LITTLE = 0.3
"""The share of the page's text up to which a menu is one; some pages keep their article in it."""
_TELLING = ("application/ld+json", "math/")
"""Types of scripts that trafilatura reads."""
_GOES_BY = ("class", "id")
"""The attributes that readability goes by. Most of its time is spent on the others."""


def ask(document: Document) -> dict[str, str]:
    """What each extractor takes for the main text; empty where it fails.

    Readability takes longest. Where the two others give the same text it would say nothing new, and
    the text of the more precise one stands for its own.
    """
    lean = _lean(document.tree)
    precise = _asked(lambda: _trafilatura(lean))
    complete = _asked(lambda: _resiliparse(document.markup))
    if _alike(precise, complete) >= SAME:
        third = precise
    else:
        third = _asked(lambda: _readability(lean, len(document.markup)))
    return dict(zip(NAMES, (precise, complete, third), strict=True))


def _alike(one: str, other: str) -> float:
    """F1 of the words that stand between spaces."""
    left, right = Counter(one.split()), Counter(other.split())
    both = (left & right).total()
    return 2 * both / (left.total() + right.total()) if both else 0.0


def _asked(asker: Callable[[], str | None]) -> str:
    try:
        return asker() or ""
    except Exception:  # noqa: BLE001 - see above
        return ""


def _lean(tree: HtmlElement) -> HtmlElement:
    """A copy of a page's tree without its machinery and menus."""
    lean = copy.deepcopy(tree)
    for element in list(lean.iter(*_MACHINERY)):
        if element.tag != "script" or not (element.get("type") or "").startswith(_TELLING):
            _drop(element)
    told = sum(len(script.text or "") for script in lean.iter("script"))
    most = _LITTLE * (_length(lean) - told)
    for element in list(lean.iter(*_MENUS)):
        if _length(element) < most:
            _drop(element)
    return lean


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _length(element: HtmlElement) -> int:
    return sum(map(len, element.itertext()))


def _trafilatura(lean: HtmlElement) -> str | None:
    import trafilatura

    # It works on a copy of the tree, so that readability gets it whole.
    return trafilatura.extract(lean, include_comments=False, with_metadata=False, fast=True)


def _resiliparse(markup: str) -> str | None:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    found: str = extract_plain_text(
        HTMLTree.parse(markup),
        main_content=True,
        alt_texts=False,
        links=False,
        form_fields=False,
        noscript=False,
        comments=False,
    )
    return found


@cache
def _reader() -> Any:
    """Readability's document without the cleaning of markup that lean trees do not need."""
    import readability

    class Lean(readability.Document):  # type: ignore[misc]
        def _parse(self, tree: HtmlElement) -> HtmlElement:
            return copy.deepcopy(tree)

        def get_clean_html(self) -> str:
            return str(etree.tostring(self.html, encoding="unicode", method="html"))

    return Lean


def _readability(lean: HtmlElement, length: int) -> str | None:
    """Its text; the tree loses its other attributes over it."""
    if length > LARGEST:
        return None
    for element in lean.iter():
        named = [(name, value) for name in _GOES_BY if (value := element.get(name))]
        element.attrib.clear()
        element.attrib.update(named)
    summary = _reader()(lean).summary(html_partial=True)
    try:
        return str(lxml.html.fromstring(summary).xpath("string()"))
    except etree.LxmlError:
        return None
