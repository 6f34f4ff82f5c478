"""Blocks written out: as plain text, and as Markdown with headings, lists, code and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from curator.resources.maintext.blocks import Block

_TIGHT = frozenset({"li", "row"})
_INDENT = "   "
"""Of an item within an item: under a number two spaces are too few, and four alone would be code."""


def plain(blocks: Sequence[Block]) -> str:
    """The words, blocks a line apart, items and rows on lines of their own."""
    return _joined(blocks, [block.plain for block in blocks])


def markdown(blocks: Sequence[Block]) -> str:
    """The same as Markdown (CommonMark with tables, mathematics between dollars), with pictures."""
    lines = [_written(block) for block in blocks]
    for rows in _tables(blocks):
        width = max(len(block.cells) for block in rows.values())
        for at, block in rows.items():
            lines[at] = _row(block, width)
        lines[min(rows)] += f"\n|{' --- |' * width}"
        shown = [picture for block in rows.values() for picture in block.pictures]
        lines[max(rows)] = "\n\n".join((lines[max(rows)], *shown))
    return _joined(blocks, lines)


def _tables(blocks: Sequence[Block]) -> Iterator[dict[int, Block]]:
    """Rows one after another, of which one has two cells at least, by their place."""
    for is_row, run in groupby(enumerate(blocks), lambda pair: pair[1].kind == "row"):
        rows = dict(run)
        if is_row and any(len(block.cells) > 1 for block in rows.values()):
            yield rows


def _row(block: Block, width: int) -> str:
    """A row with as many cells as its table has (GitHub Flavored Markdown 4.10)."""
    cells = block.cells or (block.markdown,)
    return f"| {' | '.join((*cells, *[''] * (width - len(cells))))} |"


def _joined(blocks: Sequence[Block], lines: Sequence[str]) -> str:
    parts: list[str] = []
    for place, line in enumerate(lines):
        if place:
            parts.append(_between(blocks[place - 1], blocks[place]))
        parts.append(line)
    return "".join(parts)


def _between(one: Block, next_one: Block) -> str:
    return "\n" if one.kind in _TIGHT and one.kind == next_one.kind else "\n\n"


def _written(block: Block) -> str:
    """A block and the pictures after it; each line of a quotation has its mark."""
    line = _line(block)
    if block.quoted:
        line = re.sub(r"^", "> ", line, flags=re.MULTILINE)
    return "\n\n".join((line, *block.pictures))


def _line(block: Block) -> str:
    if block.kind == "code":
        return block.markdown
    text = block.markdown
    if block.kind == "h":
        return f"{'#' * max(1, block.level)} {text}"
    if block.item:
        mark = f"{block.number}." if block.number is not None else "-"
        return f"{_INDENT * (max(1, block.level) - 1)}{mark} {text}"
    return re.sub(r"^(\d+)\.(?=\s)", r"\1\\.", text) if text[:1].isdigit() else text
