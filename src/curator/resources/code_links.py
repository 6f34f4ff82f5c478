"""Repositories that belong to a resource: links of its main text, never of menus or scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from curator.resources.canonical import identity
from curator.resources.collect.walk import is_aside
from curator.resources.document import Document

MOST = 5
_NAMES = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org")
_HOSTS = re.compile(
    r"^https?://(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)/[^/]+/[^/?#]+"
)
_IN_TEXT = re.compile(r"(?:https?://)?(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)"
                      r"/[\w.-]+/[\w.-]*\w")  # fmt: skip


def of_page(document: Document, text: str) -> tuple[str, ...]:
    """Roots of the repositories that the main text of a page links to."""
    if not text or not any(host in document.markup for host in _NAMES):
        return ()
    words = set(re.findall(r"\w{4,}", text.lower()))
    found: list[str] = []
    for element in document.body.iter("a"):
        href = (element.get("href") or "").strip()
        if not _HOSTS.match(href) or is_aside(element):
            continue
        around = element.getparent() if element.getparent() is not None else element
        near = re.findall(r"\w{4,}", "".join(around.itertext())[:300].lower())
        if near and sum(word in words for word in near) >= 0.8 * len(near):
            found.append(href)
    return roots(found)


def of_text(text: str) -> tuple[str, ...]:
    """Roots of the repositories written out in a text."""
    return roots("https://" + re.sub(r"^https?://", "", url) for url in _IN_TEXT.findall(text))


def roots(addresses: Iterable[str]) -> tuple[str, ...]:
    """The repositories' own addresses, each once."""
    kept: dict[str, str] = {}
    for address in addresses:
        known = identity(address)
        if known.repository:
            kept.setdefault(known.repository.lower(), f"https://github.com/{known.repository}")
        elif known.kind and known.kind.value == "repository":
            kept.setdefault(known.key, known.url)
    return tuple(kept.values())[:MOST]
