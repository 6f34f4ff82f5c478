"""A page cut into blocks of text in reading order: paragraphs, headings, list items, code, rows.

Each has its words and its Markdown, which keeps links and emphasis, and the pictures after it.

Nothing is judged here; each block carries the marks by which it is judged (links, place, what
stands around it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from curator.resources.maintext import inline, mathematics, surroundings
from curator.shifted import shifted

MOST = 6000
"""Blocks kept of a page; the rest is a list, a log or an attack."""
LONGEST = 200_000
"""Characters kept of one block."""

_CONTAINERS = frozenset(
    "html body div section article main header footer nav aside form fieldset figure details dl ul ol "
    "table tbody thead tfoot center hgroup search address picture video audio menu colgroup".split()
)
_LEAVES = {
    **dict.fromkeys(("p", "dd", "dt", "summary", "legend"), "p"),
    **{f"h{level}": "h" for level in range(1, 7)},
    "li": "li",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
    "tr": "row",
}
_SILENT = frozenset(
    "script style noscript template svg head iframe object embed canvas button select option textarea "
    "input datalist dialog link meta source track map area progress meter img".split()
)
_CELL = "\x1f"
"""What a cell of a row begins with while it is gathered (ASCII's unit separator)."""
_SHOWN = frozenset({"img", "iframe"})
_MARKUP = re.compile(r"<(?=[A-Za-z/!?]|$)")
"""What a Markdown reader that lets HTML through takes for a tag's beginning."""
_MARK = re.compile(r"(\*|\](?=\()|(?<!\w)_|_(?!\w))")
"""What could be emphasis or a link where the page has none."""


@dataclass(slots=True)
class Block:
    """One block of text."""

    kind: str
    """``p``, ``h``, ``li``, ``quote``, ``caption``, ``row`` or ``code``."""
    plain: str
    markdown: str
    level: int = 0
    """Of a heading 1 to 6, of a list item its depth from 1."""
    linked: int = 0
    """Characters inside links."""
    where: frozenset[str] = frozenset()
    """What it stands in: ``nav``, ``footer``, ``aside``, ``form``, ``header``, ``article``,
    ``hidden``, ``unwanted`` (by a class name), ``wanted``."""
    number: int | None = None
    """Of an item in an ordered list."""
    item: bool = False
    """Whether it is an item of a list, or the first paragraph of one."""
    quoted: bool = False
    """Whether it stands in a quotation."""
    article: int = 0
    """Which of the page's ``article`` elements it stands in, counted from 1; 0 for none."""
    path: tuple[int, ...] = ()
    """The containers it stands in, outermost first, each by its number on the page."""
    cells: tuple[str, ...] = ()
    """Of a row, as Markdown; empty ones too."""
    pictures: list[str] = field(default_factory=list)
    """Pictures and videos between it and the next, as Markdown."""


@dataclass(slots=True)
class _Around:
    """What the walk knows of the elements above."""

    where: frozenset[str] = frozenset()
    depth: int = 0
    """Nesting of lists."""
    ordered: list[int] = field(default_factory=list)
    """The next number, while in an ordered list."""
    kind: str = "p"
    level: int = 0
    article: int = 0
    path: tuple[int, ...] = ()
    quoted: bool = False
    unsaid: list[bool] = field(default_factory=lambda: [False])
    """Whether nothing was said yet of the list item that it stands in."""


def of_page(body: HtmlElement, base: str = "") -> list[Block]:
    """The blocks of a page's body; links are taken from ``base``."""
    walk = _Walk(base)
    walk.visit(body, _Around())
    walk.flush(_Around())
    return list(_shown_once(walk.blocks[:MOST]))


def _shown_once(found: list[Block]) -> Iterator[Block]:
    """Each longer block once; hidden ones only where the page's text is hidden until scripts run."""
    hidden = sum(
        len(block.plain) for block in found if "hidden" in block.where and _is_prose(block)
    )
    shown = sum(
        len(block.plain) for block in found if "hidden" not in block.where and _is_prose(block)
    )
    seen: set[str] = set()
    for block in found:
        if "hidden" in block.where and hidden < 2 * shown:
            continue
        if _is_prose(block) and block.plain in seen:
            continue
        if "hidden" in block.where and len(block.plain) > 3000 and shown > 1000:
            continue  # the whole text once more, for programs
        seen.add(block.plain)
        yield block


def _is_prose(block: Block) -> bool:
    return len(block.plain) > 60


class _Walk:
    """The walk over the tree; text gathers until a block ends."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.blocks: list[Block] = []
        self.pictures: list[str] = []
        self.flushes = 0
        self.plain: list[str] = []
        self.markdown: list[str] = []
        self.linked = 0
        self.links = 0
        self.articles = 0
        self.containers = 0

    def visit(self, element: HtmlElement, around: _Around) -> None:
        """Walk an element and everything in it."""
        # Recursion is safe: the parser nests at most 256 deep.
        tag = element.tag
        if not isinstance(tag, str) or len(self.blocks) > MOST:
            return
        if tag in mathematics.TAGS or mathematics.is_formula(element):
            self.formula(element)
        elif tag in _SHOWN:
            self.show(element, around)
        elif tag in _SILENT and not (tag == "button" and element.find(".//p") is not None):
            return  # a button that holds paragraphs was never closed
        elif tag == "pre":
            self.flush(around)
            self.code(element, around)
        elif (
            tag in _LEAVES
            or tag in _CONTAINERS
            or tag == "button"
            or (tag == "td" and _has_blocks(element))
        ):
            inside = _below(element, around)
            if tag == "article" and not around.article:
                self.articles += 1
                inside.article = self.articles
            if tag in _CONTAINERS:
                self.containers += 1
                inside.path = (*around.path, self.containers)
            self.block(element, inside, around)
        else:
            self.inline(element, around)

    def block(self, element: HtmlElement, inside: _Around, around: _Around) -> None:
        """An element that begins and ends a block."""
        self.flush(around)
        self.children(element, inside)
        self.flush(inside)

    def children(self, element: HtmlElement, inside: _Around) -> None:
        """The texts and elements in an element."""
        self.say(element.text)
        for child in element:
            self.visit(child, inside)
            self.say(child.tail)

    def inline(self, element: HtmlElement, around: _Around) -> None:
        """An element within a line."""
        tag = element.tag
        if tag in ("br", "hr"):
            self.say(" ")
        elif tag in ("td", "th") and around.kind == "row":
            self.plain.append(" | " if self.plain else "")
            self.markdown.append(_CELL)
        elif tag == "a" and around.kind == "h" and not _says(element):
            return  # the sign beside a heading that links to it
        if tag == "code" and (text := "".join(element.itertext())).strip():
            self.plain.append(text)
            self.markdown.append(f"`{text}`" if "`" not in text else escaped(text))
            self.linked += len(text) if self.links else 0
            return
        begin, plain, flushes = len(self.markdown), len(self.plain), self.flushes
        self.links += tag == "a"
        self.children(element, around)
        self.links -= tag == "a"
        if self.flushes != flushes:
            return
        if tag in ("sup", "sub"):
            self.shift(tag, begin, plain)
        elif around.kind != "h":
            self.dress(element, begin)

    def shift(self, tag: str, begin: int, plain: int) -> None:
        """Put the Markdown and the words gathered since then above or below the line."""
        for parts, since in ((self.markdown, begin), (self.plain, plain)):
            parts[since:] = [shifted("".join(parts[since:]), tag)]

    def dress(self, element: HtmlElement, begin: int) -> None:
        """Make a link or emphasis of the Markdown gathered since ``begin``, where the element is one."""
        words = "".join(self.markdown[begin:])
        if element.tag == "a":
            self.markdown[begin:] = [inline.link(words, element.get("href"), self.base)]
        elif mark := inline.MARKS.get(element.tag):
            beside = "".join(self.markdown[max(0, begin - 1) : begin]), element.tail or ""
            self.markdown[begin:] = [inline.emphasis(words, mark, *beside)]

    def show(self, element: HtmlElement, around: _Around) -> None:
        """A picture or a video, kept for the block that it follows."""
        if around.where & surroundings.APART:
            return
        show = inline.picture if element.tag == "img" else inline.video
        if shown := show(element, self.base):
            self.pictures.append(shown)

    def formula(self, element: HtmlElement) -> None:
        """Mathematics as TeX between dollar signs."""
        if tex := mathematics.tex(element):
            self.plain.append(tex)
            safe = _MARKUP.sub(r"\\lt ", tex)
            self.markdown.append(f"$${safe}$$" if mathematics.is_display(element) else f"${safe}$")

    def code(self, element: HtmlElement, around: _Around) -> None:
        """A block of code, its lines and spaces kept."""
        text = _source(element)
        if not text.strip():
            return
        fence = "```" if "```" not in text else "~~~~"
        markdown = f"{fence}{_language(element)}\n{text.strip(chr(10))}\n{fence}"
        self.blocks.append(
            Block(
                "code",
                text.strip("\n")[:LONGEST],
                markdown[:LONGEST],
                where=around.where,
                quoted=around.quoted,
                article=around.article,
                path=around.path,
            )
        )

    def say(self, text: str | None) -> None:
        """Text goes into the block that is being gathered."""
        if text:
            self.plain.append(text)
            self.markdown.append(escaped(text))
            self.linked += len(text) if self.links else 0

    def flush(self, around: _Around) -> None:
        """End the block that is being gathered."""
        if plain := _line(self.plain):
            self.blocks.append(self.text(plain, around))
            around.unsaid[0] = False
        if self.pictures and self.blocks and self.blocks[-1].article == around.article:
            self.blocks[-1].pictures += self.pictures
        self.plain, self.markdown, self.linked, self.pictures = [], [], 0, []
        self.flushes += 1

    def text(self, plain: str, around: _Around) -> Block:
        """The block of what was gathered."""
        cells = _cells(self.markdown) if around.kind == "row" else ()
        markdown = " | ".join(cells) if cells else _line(self.markdown)
        if len(markdown) > LONGEST:  # cut inside a span of code, its text would act
            markdown, cells = escaped(plain), ()
        item = around.kind == "li" or (around.kind == "p" and around.unsaid[0])
        return Block(
            around.kind,
            plain[:LONGEST],
            markdown[:LONGEST],
            around.depth if item else around.level,
            linked=min(self.linked, len(plain)),
            where=around.where,
            number=around.ordered[-1] if around.ordered and item else None,
            item=item,
            quoted=around.quoted,
            article=around.article,
            path=around.path,
            cells=cells,
        )


def _says(element: HtmlElement) -> bool:
    """Whether there is a letter or digit in what an element says."""
    return any(map(str.isalnum, "".join(element.itertext())))


def _cells(parts: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row; a bar within one makes no other."""
    found = "".join(parts).split(_CELL)[1:]
    return tuple(" ".join(cell.split()).replace("|", "\\|") for cell in found)


def _line(parts: Sequence[str]) -> str:
    """What was gathered, on one line."""
    return " ".join("".join(parts).split()).strip(" |")


def escaped(text: str) -> str:
    """Text for Markdown that makes no tag, code, formula, emphasis or link, whatever follows."""
    if "<" in text:
        text = _MARKUP.sub("&lt;", text)
    text = text.replace("`", "\\`").replace("$", "\\$")
    return _MARK.sub(r"\\\1", text) if "*" in text or "_" in text or "](" in text else text


def _below(element: HtmlElement, around: _Around) -> _Around:
    """What is known inside an element."""
    tag = element.tag
    inside = _Around(
        surroundings.of(element, around.where),
        around.depth,
        around.ordered,
        around.kind,
        around.level,
        around.article,
        around.path,
        around.quoted or tag == "blockquote",
        around.unsaid,
    )
    if tag in ("ul", "ol", "menu"):
        inside.depth += 1
        start = element.get("start") or "1"
        inside.ordered = [int(start) - 1 if start.isdecimal() else 0] if tag == "ol" else []
    elif tag in _LEAVES:
        inside.kind = _LEAVES[tag]
        inside.level = int(tag[1]) if inside.kind == "h" else inside.depth if tag == "li" else 0
        if tag == "li":
            inside.unsaid = [True]
            if inside.ordered:
                inside.ordered[-1] += 1
    return inside


def _has_blocks(element: HtmlElement) -> bool:
    """Whether a table's cell is used for layout: it holds paragraphs, lists or headings."""
    return any(
        child.tag in _CONTAINERS or child.tag in _LEAVES
        for child in element.iter()
        if child is not element
    )


def _source(element: HtmlElement) -> str:
    """The text of a code block; line breaks may be elements."""
    return "".join(_pieces(element))


def _pieces(element: HtmlElement) -> Iterator[str]:
    if element.tag == "br":
        yield "\n"
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and "lineno" not in (child.get("class") or ""):
            yield from _pieces(child)
        yield child.tail or ""


def _language(element: HtmlElement) -> str:
    """The language a code block is marked with (``language-python``, ``sourceCode python``)."""
    inner = element.find("code")
    classes = (
        f"{element.get('class') or ''} {inner.get('class') or '' if inner is not None else ''}"
    )
    found = re.search(
        r"(?:language|lang|highlight-source|sourceCode|brush:)[-\s:]+([A-Za-z+#]{1,15})", classes
    )
    return found.group(1).lower() if found else ""
