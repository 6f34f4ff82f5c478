"""Mathematics of a page as TeX: MathML annotations, KaTeX, MathJax, pictures of formulas."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

TAGS = frozenset({"math", "mjx-container"})
_FORMULA = re.compile(
    r"(?:^|\s)(?:katex|katex-display|MathJax(?:_Display)?|mwe-math-element|math-tex)(?:\s|$)"
)
_SCRIPT = re.compile(r"^math/(?:tex|asciimath)")


def is_formula(element: HtmlElement) -> bool:
    """Whether an element holds one formula."""
    if element.tag == "script":
        return bool(_SCRIPT.match(element.get("type") or ""))
    if element.tag == "img":
        return bool(re.search(r"\b(?:latex|tex|math|equation)\b", element.get("class") or ""))
    classes = element.get("class")
    return classes is not None and _names_formula(classes)


@lru_cache(maxsize=8192)
def _names_formula(classes: str) -> bool:
    return bool(_FORMULA.search(classes))


def is_display(element: HtmlElement) -> bool:
    """Whether a formula stands on lines of its own."""
    kind = (
        f"{element.get('type') or ''} {element.get('class') or ''} {element.get('display') or ''}"
    )
    return bool(re.search(r"display|block", kind))


def tex(element: HtmlElement) -> str:
    """The TeX of a formula, else its words; empty where the page has it a second time."""
    if element.tag == "script":
        return _one_line(element.text or "")
    if element.tag == "img":
        return _one_line(element.get("alt") or "")
    # A preview by MathJax is followed by the script that it was made from.
    following = element.getnext()
    if following is not None and following.tag == "script" and is_formula(following):
        return ""
    for note in element.iter("annotation"):
        if "tex" in (note.get("encoding") or "").lower():
            return _one_line(note.text or "")
    for inner in (element, *element.iter("math")):
        if alternative := inner.get("alttext") or inner.get("data-tex"):
            return _one_line(alternative)
    return _one_line("".join(element.itertext()))


def _one_line(text: str) -> str:
    return re.sub(r"^\{\\displaystyle (.*)\}$", r"\1", " ".join(text.split())).replace("$", "")
