"""Markdown becomes safe HTML for a mail, and plain words for its text part.

The author's note, the goals and the posts' text are Markdown. Raw HTML in it stays text, addresses
are made absolute, headings are flattened to one level so that a mail keeps its outline, and the
outcome passes :mod:`curator.sanitize` like everything else that is shown.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from curator import sanitize, urls
from curator.issues import tables

WIDTH = 72
"""Columns of a text part (RFC 5322 §2.1.1 asks for at most 78)."""

_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_REL = ' rel="noopener noreferrer nofollow"'


def html(source: str, *, heading: int = 3, base: str | None = None, images: bool = False) -> Markup:
    """``source`` as safe HTML; every heading becomes ``<h{heading}>``."""
    tokens = _parser.parse(sanitize.clean_source(source))
    return _render(tokens, heading, base, images=images)


def inline_html(source: str) -> Markup:
    """One line of Markdown as safe HTML without a paragraph around it."""
    tokens = _parser.parseInline(sanitize.clean_text(source))
    return _render(tokens, 6, None, images=False)


def text(source: str, *, base: str | None = None, width: int = WIDTH) -> str:
    """``source`` as plain text: wrapped paragraphs, lists with marks, addresses in brackets."""
    tokens = _parser.parse(sanitize.clean_source(source))
    return "\n\n".join(_blocks(_tabled(_absolute(tokens, base)), width))


def inline_text(source: str) -> str:
    """One line of Markdown as plain words on one line."""
    tokens = _parser.parseInline(sanitize.clean_text(source))
    return " ".join(_words(token) for token in tokens)


def blocks(source: str) -> tuple[str, ...]:
    """The top-level blocks of ``source``, each as its own piece of Markdown."""
    lines = sanitize.clean_source(source).split("\n")
    spans = [t.map for t in _parser.parse("\n".join(lines)) if t.level == 0 and t.map]
    pieces = ("\n".join(lines[start:end]).strip("\n").rstrip() for start, end in spans)
    return tuple(piece for piece in pieces if piece.strip())


def _render(tokens: Sequence[Token], heading: int, base: str | None, *, images: bool) -> Markup:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{heading}"
    markup = _parser.renderer.render(_absolute(tokens, base), _parser.options, {})
    # ``rel`` does nothing in a mail and costs 40 bytes a link.
    clean = sanitize.clean_html(markup, images=images).replace(_REL, "").strip()
    return Markup(clean)  # noqa: S704 - sanitised on the line above


def _absolute(tokens: Sequence[Token], base: str | None) -> list[Token]:
    """``tokens`` with every link absolute; a link that cannot be is left as its words."""
    for token in tokens:
        if token.children:
            token.children = list(_links(token.children, base))
    return list(tokens)


def _links(children: Sequence[Token], base: str | None) -> Iterator[Token]:
    open_links: list[bool] = []
    for place, child in enumerate(children):
        if child.type == "link_open":
            # The mark of a heading, as blogs have it, is a link without a word.
            empty = children[place + 1].type == "link_close"
            open_links.append(not empty and _resolve(child, "href", base))
            if open_links[-1]:
                yield child
        elif child.type == "link_close":
            if open_links.pop():
                yield child
        elif child.type != "image" or _resolve(child, "src", base):
            yield child


def _resolve(token: Token, attribute: str, base: str | None) -> bool:
    """Make an attribute's address absolute in place; whether it is usable."""
    value = str(token.attrs.get(attribute, ""))
    target = value if value.startswith("mailto:") else urls.absolute(value, base)
    if target is None:
        return False
    token.attrSet(attribute, urls.strip_trackers(target) if attribute == "href" else target)
    return True


def _blocks(tokens: Iterable[Token], width: int) -> Iterator[str]:
    """Each block as wrapped text; nested lists and quotes are indented by their depth."""
    indent: list[str] = []
    mark = ""
    counters: list[int] = []
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            counters.append(_start(token))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            counters.pop()
        elif token.type == "list_item_open":
            mark = f"{counters[-1]}. " if counters[-1] else "- "
            counters[-1] += 1 if counters[-1] else 0
            indent.append(" " * len(mark))
        elif token.type == "blockquote_open":
            indent.append("> ")
        elif token.type in ("list_item_close", "blockquote_close"):
            indent.pop()
        elif token.type in ("fence", "code_block"):
            yield textwrap.indent(token.content.rstrip("\n"), "".join(indent) + "    ")
        elif token.type == "rows":
            before = "".join(indent)
            table = tables.as_text(token.meta["rows"], width - len(before))
            yield textwrap.indent(table, before, lambda _: True)
        elif token.type == "hr":
            yield "* * *".center(width).rstrip()
        elif token.type == "inline":
            yield fold(_words(token), width=width, indent="".join(indent), mark=mark)
            mark = ""


def _tabled(tokens: Sequence[Token]) -> Iterator[Token]:
    """``tokens`` with each table as one token, whose content are its rows of cells."""
    rows: list[list[str]] | None = None
    for token in tokens:
        if token.type == "table_open":
            rows = []
        elif token.type == "table_close" and rows is not None:
            yield Token("rows", "", 0, meta={"rows": rows})
            rows = None
        elif rows is None:
            yield token
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_words(token))


def _start(token: Token) -> int:
    """The first number of an ordered list; 0 for a list of bullets."""
    return int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else 0


def _words(token: Token) -> str:
    """The words of one inline token; a link's address follows it in angle brackets."""
    out: list[str] = []
    hrefs: list[str] = []
    for child in token.children or ():
        if child.type == "link_open":
            hrefs.append(str(child.attrs.get("href", "")))
            out.append("\0")
        elif child.type == "link_close":
            href = hrefs.pop()
            said = "".join(out[_last(out) + 1 :])
            out.append("" if said in (href, href.removeprefix("mailto:")) else f" <{href}>")
        elif child.type in ("softbreak", "hardbreak"):
            out.append(" ")
        else:
            out.append(child.content)
    return re.sub(r"\s+", " ", "".join(out).replace("\0", "")).strip()


def _last(out: Sequence[str]) -> int:
    """Where the latest link began."""
    return max(index for index, piece in enumerate(out) if piece == "\0")


def fold(words: str, *, width: int = WIDTH, indent: str = "", mark: str = "") -> str:
    """``words`` wrapped at ``width`` columns; a long word, such as an address, stays whole.

    ``mark`` stands before the first line, inside the indent of the rest.
    """
    first = indent[: len(indent) - len(mark)] + mark if mark else indent
    return textwrap.fill(
        words,
        width,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
