"""What stands within a line or between blocks, as Markdown: links, emphasis, pictures, videos."""

from __future__ import annotations

import re
from urllib.parse import quote, urldefrag

from lxml.html import HtmlElement

from curator import urls
from curator.resources import canonical
from curator.resources.collect.pictures import declared_sizes, source

MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
"""Elements of emphasis and the marks that stand around them."""
_ORNAMENT = 64
"""Pixels of width or height below which a picture is an icon, a smiley or a counter."""
_ROOM = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_BRACKET = re.compile(r"(?<!\\)([\[\]])")
_SIGN = re.compile(r"([\\\[\]<`*_$])")


def link(words: str, href: str | None, base: str) -> str:
    """``words``, already Markdown, as a link; without one where it leads nowhere else on the web."""
    before, inner, after = _apart(words)
    target = _target(href, base)
    if not inner or target is None:
        return words
    if not _balanced(inner):
        inner = _BRACKET.sub(r"\\\1", inner)
    return f"{before}[{inner}]({target}){after}"


def emphasis(words: str, mark: str, before: str = "", after: str = "") -> str:
    """``words``, already Markdown, between marks, where these would be read as such.

    ``before`` and ``after`` are what stands beside them: a mark between a letter and a sign is none
    (CommonMark, left- and right-flanking delimiter runs).
    """
    opening, inner, closing = _apart(words)
    if not inner or mark[0] in inner:
        return words
    opens = inner[0].isalnum() or not (before + opening)[-1:].isalnum()
    closes = inner[-1].isalnum() or not (closing + after)[:1].isalnum()
    return f"{opening}{mark}{inner}{mark}{closing}" if opens and closes else words


def picture(element: HtmlElement, base: str) -> str:
    """A picture with what it shows; empty for an ornament and for one that is nowhere on the web."""
    target = _target(source(element), base)
    if target is None or _is_ornament(element):
        return ""
    shows = _SIGN.sub(r"\\\1", " ".join((element.get("alt") or "").split()))
    return f"![{shows}]({target})"


def video(element: HtmlElement, base: str) -> str:
    """A link to the video that a frame plays; empty for any other frame."""
    address = urls.absolute(element.get("src") or element.get("data-src") or "", base)
    played = canonical.identity(address) if address else None
    return f"[Video]({played.url})" if played and played.video_id else ""


def _apart(words: str) -> tuple[str, str, str]:
    """The spaces before, the words, the spaces after."""
    found = _ROOM.fullmatch(words)
    return (found[1], found[2], found[3]) if found else ("", words, "")


def _balanced(words: str) -> bool:
    """Whether brackets close as they open, as they must in a link's words (CommonMark 6.3)."""
    depth = 0
    for bracket in _BRACKET.findall(words):
        depth += 1 if bracket == "[" else -1
        if depth < 0:
            return False
    return depth == 0


def _target(href: str | None, base: str) -> str | None:
    """Where a link leads, in the form that stands in Markdown; ``None`` on the page itself."""
    href = (href or "").strip()
    if href.startswith("mailto:"):
        return quote(href, safe="/:?@&=+,;%~-._")
    address = None if href.startswith("#") else urls.absolute(href, base)
    if address is None or _without_fragment(address) == _without_fragment(base):
        return None
    return quote(address, safe="/:?#@!$&'*+,;=%~-._[]")


def _without_fragment(address: str) -> str:
    return urldefrag(address).url if "#" in address else address


def _is_ornament(element: HtmlElement) -> bool:
    return any(size is not None and size < _ORNAMENT for size in declared_sizes(element))
