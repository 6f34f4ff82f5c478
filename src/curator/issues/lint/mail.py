"""What the rules look at: the mail parsed once, and the finding that a rule gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from lxml import etree, html

from curator.issues.view import MailLinks
from curator.model import Content, Newsletter, Rendered

Element = etree._Element  # noqa: SLF001 - lxml's only name for the type

_WORD = re.compile(r"[^\W_]{2,}")
_SNIPPET = 60


class Level(StrEnum):
    """Whether an issue may leave: an error stops it, a warning is told."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that the mail breaks."""

    level: Level
    rule: str
    """A stable name, for example ``html-size``."""
    message: str
    """What is wrong and what to do."""
    where: str = ""
    """The part, or the element's opening."""

    def __str__(self) -> str:
        """``error html-size: … (body.html)``."""
        where = f" ({self.where})" if self.where else ""
        return f"{self.level} {self.rule}: {self.message}{where}"


def error(rule: str, message: str, where: str = "") -> Finding:
    """A finding that stops the issue."""
    return Finding(Level.ERROR, rule, message, where)


def warning(rule: str, message: str, where: str = "") -> Finding:
    """A finding that is only told."""
    return Finding(Level.WARNING, rule, message, where)


class Mail:
    """A rendered mail with its HTML parsed, and what it was made from."""

    def __init__(
        self,
        rendered: Rendered,
        content: Content,
        newsletter: Newsletter,
        links: MailLinks | None,
    ) -> None:
        self.rendered = rendered
        self.content = content
        self.newsletter = newsletter
        self.links = links
        self.root: Element = html.document_fromstring(rendered.html or "<html></html>")

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """All elements in document order, without comments."""
        return tuple(self.root.iter("*"))

    def tagged(self, *tags: str) -> Iterator[Element]:
        """The elements with one of these tags, in document order."""
        return (e for e in self.elements if e.tag in tags)

    @cached_property
    def hidden(self) -> frozenset[Element]:
        """Elements that no reader sees: the head, and whatever has ``display:none``."""
        out: set[Element] = set()
        for element in self.elements:
            hides = "display:none" in element.get("style", "").replace(" ", "")
            if element.tag in ("head", "style", "script") or hides or element.getparent() in out:
                out.add(element)
        return frozenset(out)

    @cached_property
    def visible(self) -> tuple[tuple[Element, str], ...]:
        """Each piece of text that a reader sees, with the element it stands in."""
        pieces: list[tuple[Element, str]] = []
        for element in self.elements:
            parent = element.getparent()
            if element not in self.hidden:
                pieces.append((element, element.text or ""))
            if parent is not None and parent not in self.hidden:
                pieces.append((parent, element.tail or ""))
        return tuple((element, text.strip()) for element, text in pieces if text.strip())

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that a reader of the HTML part sees, in lower case."""
        return words(" ".join(text for _, text in self.visible))

    @cached_property
    def stylesheet(self) -> str:
        """The text of all ``style`` elements."""
        return "\n".join(e.text or "" for e in self.tagged("style"))


def said(element: Element) -> str:
    """All the text inside an element on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` in lower case; single letters and digits are left out."""
    return tuple(_WORD.findall(text.lower()))


def opening(element: Element) -> str:
    """The start of an element's markup, to find it by."""
    markup = etree.tostring(element, encoding="unicode", with_tail=False)
    line = " ".join(markup.split())
    return line if len(line) <= _SNIPPET else line[: _SNIPPET - 1] + "…"
