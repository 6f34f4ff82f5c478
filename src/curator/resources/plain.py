"""Texts that are not HTML pages: plain text, Markdown, notebooks."""

from __future__ import annotations

import json
import re
from typing import Any

from curator.errors import ParseError
from curator.model import Candidate, Page
from curator.resources import decode
from curator.resources.text import MainText
from curator.sanitize import clean_block

_TYPES = frozenset(
    {
        "text/plain",
        "text/markdown",
        "text/x-markdown",
        "application/x-ipynb+json",
        "application/json",
    }
)
_UNREADABLE = ("image/", "audio/", "video/", "font/", "application/zip", "application/octet-stream")


def applies(page: Page) -> bool:
    """Whether an answer is text but no HTML; raises ``ParseError`` for pictures, sound and files."""
    if page.content_type.startswith(_UNREADABLE):
        raise ParseError(f"a file of type {page.content_type} cannot be read as a page")
    if page.content_type not in _TYPES:
        return False
    return b"<html" not in page.body[:2000].lower()


def read(page: Page) -> tuple[tuple[Candidate, ...], MainText]:
    """Title and text of a plain text, a Markdown file or a notebook."""
    text = decode.text_of(page.body, page.headers.get("content-type", ""))
    is_notebook = page.content_type.endswith("json") or _looks_like_notebook(page, text)
    if is_notebook:
        text = _notebook(text)
    title = next((one for line in text.split("\n")[:40] if (one := line.strip(" #=*-\t"))), "")
    found = [Candidate("title", title[:200], "heading")] if title else []
    if is_notebook:
        found.append(Candidate("kind", "notebook", "adapter:notebook"))
    return tuple(found), MainText(of_markdown(text), clean_block(text), "plain", 1.0)


def _looks_like_notebook(page: Page, text: str) -> bool:
    """Whether a file that is served as plain text is a notebook."""
    named = page.final_url.split("?")[0].endswith(".ipynb")
    return text.lstrip().startswith("{") and '"cells"' in text and (named or '"nbformat"' in text)


def _notebook(text: str) -> str:
    """The cells of a Jupyter notebook as Markdown (nbformat 3 and 4)."""
    try:
        value = json.loads(text)
        cells = value.get("cells") or [c for sheet in value["worksheets"] for c in sheet["cells"]]
        return "\n\n".join(filter(None, map(_cell, cells)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ParseError("the JSON is not a notebook") from error


def _cell(cell: dict[str, Any]) -> str:
    source = cell.get("source") or cell.get("input") or ""
    text = "".join(source) if isinstance(source, list) else str(source)
    code = cell.get("cell_type") == "code"
    return f"```python\n{text}\n```" if code and text.strip() else text


def of_markdown(markdown: str) -> str:
    """Markdown without its marks: the words as they are read."""
    text = re.sub(r"^```.*$", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(
        r"^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,3}[.)]\s+)", "", text, flags=re.MULTILINE
    )
    text = re.sub(r"(?<!\\)(\*\*|__|`|\*)(?=\S)(.+?)(?<=[^\s\\])\1", r"\2", text)
    text = re.sub(r"\\([\\`*_$\[\]])", r"\1", text)
    return re.sub(r"\n{3,}", "\n\n", clean_block(text))
