"""Rules on the elements of the HTML part: nothing active, a sound outline, images described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from curator.issues.lint.mail import Element, Finding, Mail, error, opening, warning

FORBIDDEN = frozenset(
    [
        "applet",
        "audio",
        "base",
        "button",
        "canvas",
        "embed",
        "form",
        "frame",
        "frameset",
        "iframe",
        "input",
        "link",
        "math",
        "object",
        "script",
        "select",
        "svg",
        "template",
        "textarea",
        "video",
    ]
)
STYLE_LIMIT = 16_384
"""Bytes; Gmail drops all of a longer ``style`` element."""
_LOADS = ("src", "background", "srcset", "poster", "data")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def active(mail: Mail) -> Iterator[Finding]:
    """No element or attribute that does something, whatever a title tried to smuggle in."""
    for element in mail.elements:
        if element.tag in FORBIDDEN:
            yield error("forbidden-element", f"<{element.tag}> has no place in a mail")
        if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield error("forbidden-element", "<meta http-equiv=refresh> has no place in a mail")
        for name, value in ((str(n), str(v)) for n, v in element.attrib.items()):
            scheme = re.sub(r"[\x00-\x20]", "", value).lower()
            if name.lower().startswith("on"):
                yield error("event-handler", f"{name} runs script", opening(element))
            elif scheme.startswith(("javascript:", "vbscript:", "data:")):
                yield error("active-address", f"{name} holds {scheme[:24]}", opening(element))


def head(mail: Mail) -> Iterator[Finding]:
    """What a mail program needs to know first: language, direction, charset, size, colours."""
    root = mail.root
    for attribute in ("lang", "dir"):
        if not root.get(attribute):
            yield error("html-attributes", f"<html> has no {attribute}")
    if not (root.findtext("head/title") or "").strip():
        yield error("title", "the mail has no <title>")
    metas = {meta.get("name", "").lower(): meta.get("content", "") for meta in mail.tagged("meta")}
    if not any(meta.get("charset", "").lower() == "utf-8" for meta in mail.tagged("meta")):
        yield error("charset", 'there is no <meta charset="utf-8">')
    for kind in ("viewport", "color-scheme"):
        if not metas.get(kind):
            yield error("meta", f"there is no <meta name={kind}>")


def style_place(mail: Mail) -> Iterator[Finding]:
    """``style`` elements only in the head, small enough for Gmail."""
    for style in mail.tagged("style"):
        if any(parent.tag == "body" for parent in style.iterancestors()):
            yield error("style-in-body", "a <style> in the body is dropped or shown as text")
    size = len(mail.stylesheet.encode())
    if size > STYLE_LIMIT:
        yield error("style-size", f"{size:,} bytes of <style>, at most {STYLE_LIMIT:,}")


def tables(mail: Mail) -> Iterator[Finding]:
    """A table without heading cells is layout and says so."""
    for table in mail.tagged("table"):
        is_data = next(table.iter("th"), None) is not None
        if not is_data and table.get("role") != "presentation":
            yield error("table-role", "a layout table needs role=presentation", opening(table))


def headings(mail: Mail) -> Iterator[Finding]:
    """Exactly one h1, and no level is skipped on the way down."""
    levels = [int(str(element.tag)[1]) for element in mail.tagged(*_HEADINGS)]
    if levels.count(1) != 1:
        yield error("one-h1", f"{levels.count(1)} h1 headings instead of one")
    for above, below in pairwise(levels):
        if below > above + 1:
            yield error("heading-order", f"h{below} follows h{above}")


def images(mail: Mail) -> Iterator[Finding]:
    """Alternative text and a size for each image; nothing is loaded that the author did not add."""
    allowed = mail.content.note + (mail.newsletter.author.picture or "")
    for image in mail.tagged("img"):
        if image.get("alt") is None:
            yield error("image-alt", "an image needs an alt text", opening(image))
        if not (image.get("width", "").isdigit() and image.get("height", "").isdigit()):
            yield warning("image-size", "an image needs width and height", opening(image))
    for element in mail.elements:
        for source in _loaded(element):
            if source not in allowed:
                yield error("remote-image", f"{source[:80]} tells its server who reads", "")
    if re.search(r"url\s*\(|@import", mail.stylesheet, re.IGNORECASE):
        yield error("remote-style", "the <style> loads something from elsewhere")


def _loaded(element: Element) -> Iterator[str]:
    """The addresses an element makes a mail program fetch."""
    for name in _LOADS:
        if value := element.get(name):
            yield value
    yield from re.findall(r"url\(\s*['\"]?([^'\")]+)", element.get("style", ""))
