"""The words right before and behind an element: what they say of a name or a date, and the names they lead to."""

from __future__ import annotations

import itertools

from lxml.html import HtmlElement

from curator.resources.document import squeeze, text_of

_LONGEST = 160
"""Characters read of what stands behind a label."""


def words_before(element: HtmlElement) -> list[str]:
    """The words before a name, in or before its element: who is said to have written or checked it."""
    before: list[str] = []
    for _ in range(3):
        previous, parent = element.getprevious(), element.getparent()
        if previous is not None:
            before.append(
                squeeze(text_of(previous, apart=True, limit=400))[-30:]
                + " "
                + (previous.tail or "").strip()
            )
            break
        if parent is None:
            break
        before.append((parent.text or "").strip())
        if before[-1]:
            break
        element = parent
    return [words.strip() for words in before if words.strip()]


def just_before(element: HtmlElement) -> str:
    """The few words that stand before a date: in the element before it, or in its parent."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return squeeze(f"{text_of(previous, apart=True, limit=200)[-40:]} {previous.tail or ''}")
    return squeeze(parent.text or "")[-40:] if parent is not None else ""


def words_behind(element: HtmlElement) -> str:
    """The first words after an element: in the same one, or in the next."""
    following = element.getnext()
    texts = itertools.chain(
        (element.tail or "",), following.itertext() if following is not None else ()
    )
    return next(filter(None, map(squeeze, texts)), "")


def after_label(element: HtmlElement) -> str:
    """What stands after an element that only says "By": inside it, after it, or in the next one."""
    own = squeeze(text_of(element, apart=True, limit=400))
    label = squeeze(element.text or "")
    if len(own) > len(label):
        return own[len(label) :][:_LONGEST]
    if element.tail and element.tail.strip():
        return squeeze(element.tail)[:_LONGEST]
    following = element.getnext()
    if following is None and (parent := element.getparent()) is not None:
        following = parent.getnext()
    return (
        squeeze(text_of(following, apart=True, limit=400))[:_LONGEST]
        if following is not None
        else ""
    )


def is_caption(element: HtmlElement) -> bool:
    """Whether an element stands in the caption of a picture: who is named there took it."""
    return (
        element.tag == "figcaption" or next(element.iterancestors("figcaption"), None) is not None
    )
