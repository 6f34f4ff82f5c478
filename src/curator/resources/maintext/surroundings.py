"""Where the content of an element stands: in the text, beside it, or hidden."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

_ASIDE_TAGS = frozenset({"nav", "footer", "aside", "form", "header"})
APART = _ASIDE_TAGS | {"hidden"}
"""Where no picture is part of the text."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Both are held against names in lower case.
_UNWANTED = re.compile(
    r"comment|share|social|related|recommend|sidebar|side-bar|widget|promo|newsletter|subscribe|cookie|"
    r"consent|breadcrumb|pagination|\bnav|menu|footer|advert|\bads?\b|sponsor|popup|modal|\btags?\b|"
    r"byline|author|\bbio\b|meta\b|toolbar|\btoc\b|login|sign-?up|banner|caption|credit|trending|popular"
)
_WANTED = re.compile(
    r"article|\bpost|entry|content|story|\bbody|\bmain\b|\btext\b|markdown|prose|rich-?text"
)
_NOWHERE: frozenset[str] = frozenset()


def of(element: HtmlElement, above: frozenset[str]) -> frozenset[str]:
    """Where an element's content stands, by its tag and the names of its classes.

    ``nav``, ``footer``, ``aside``, ``form``, ``header``, ``article``, ``hidden``, ``unwanted`` and
    ``wanted`` (both by a name), and all that holds ``above``.
    """
    tag = element.tag
    found = frozenset({tag}) if tag in _ASIDE_TAGS or tag == "article" else _NOWHERE
    if _is_hidden(element):
        found |= {"hidden"}  # applications send their pages hidden and show them by script
    classes, identifier = element.get("class"), element.get("id")
    if (classes or identifier) and tag not in ("body", "html"):
        found |= _named(f"{classes or ''} {identifier or ''}")
    return above | found if found else above


@lru_cache(maxsize=8192)
def _named(names: str) -> frozenset[str]:
    """What class and id say of an element's content."""
    return _NOWHERE.union(*map(_of_name, names.split()))


@lru_cache(maxsize=16384)
def _of_name(name: str) -> frozenset[str]:
    """What one of them says: names come again and again, their sets do not."""
    signs = (("unwanted", _UNWANTED), ("wanted", _WANTED))
    lowered = name.lower()
    return frozenset(sign for sign, pattern in signs if pattern.search(lowered))


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))
