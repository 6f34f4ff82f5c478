"""Blocks written out: as plain text, and as Markdown with headings, lists, code and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curator.resources.maintext.blocks import Block

_TIGHT = frozenset({"li", "row"})
_INDENT = "   "
"""Of an item within an item: under a number two spaces are too few, and four alone would be code."""


def plain(blocks: Sequence[Block]) -> str:
    """The words, blocks a line apart, items and rows on lines of their own."""
    return _joined(blocks, [block.plain for block in blocks])


def markdown(blocks: Sequence[Block]) -> str:
    """The same as Markdown (CommonMark; mathematics between dollar signs), and the pictures."""
    return _joined(blocks, [_written(block) for block in blocks])


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
    text = "\n\n".join((_line(block), *block.pictures))
    return re.sub(r"^", "> ", text, flags=re.MULTILINE) if block.quoted else text


def _line(block: Block) -> str:
    if block.kind == "code":
        return block.markdown
    text = block.markdown
    if block.kind == "h":
        return f"{'#' * max(1, block.level)} {text}"
    if block.item:
        mark = f"{block.number}." if block.number is not None else "-"
        return f"{_INDENT * (max(1, block.level) - 1)}{mark} {text}"
    if block.kind == "row":
        return f"| {text} |"
    return re.sub(r"^(\d+)\.(?=\s)", r"\1\\.", text) if text[0].isdigit() else text
