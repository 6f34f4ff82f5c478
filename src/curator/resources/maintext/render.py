"""Blocks written out: as plain text, and as Markdown with headings, lists, code and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curator.resources.maintext.blocks import Block

_TIGHT = frozenset({"li", "row"})


def plain(blocks: Sequence[Block]) -> str:
    """The words, blocks a line apart, items and rows on lines of their own."""
    return _joined(blocks, [block.plain for block in blocks])


def markdown(blocks: Sequence[Block]) -> str:
    """The same as Markdown (CommonMark; mathematics between dollar signs), and the pictures."""
    return _joined(blocks, ["\n\n".join((_line(block), *block.pictures)) for block in blocks])


def _joined(blocks: Sequence[Block], lines: Sequence[str]) -> str:
    parts: list[str] = []
    for place, line in enumerate(lines):
        if place:
            tight = blocks[place].kind in _TIGHT and blocks[place - 1].kind == blocks[place].kind
            parts.append("\n" if tight else "\n\n")
        parts.append(line)
    return "".join(parts)


def _line(block: Block) -> str:
    if block.kind == "code":
        return block.markdown
    text = block.markdown
    if block.kind == "h":
        return f"{'#' * max(1, block.level)} {text}"
    if block.kind == "li":
        mark = f"{block.number}." if block.number is not None else "-"
        return f"{'  ' * (max(1, block.level) - 1)}{mark} {text}"
    if block.kind == "quote":
        return f"> {text}"
    if block.kind == "row":
        return f"| {text} |"
    return re.sub(r"^(\d+)\.(?=\s)", r"\1\\.", text) if text[0].isdigit() else text
