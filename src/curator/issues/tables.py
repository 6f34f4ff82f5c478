"""A table in plain text: columns side by side where they fit, else each row as a list of its facts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

BAR = " | "


def as_text(rows: Sequence[Sequence[str]], width: int) -> str:
    """The lines of a table whose first row names its columns, none wider than ``width`` if it can be."""
    sizes = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    if sum(sizes) + len(BAR) * (len(sizes) - 1) <= width:
        return "\n".join(_aligned(rows, sizes))
    head, *body = rows
    return "\n\n".join("\n".join(_facts(head, row, width)) for row in body or [head])


def _aligned(rows: Sequence[Sequence[str]], sizes: Sequence[int]) -> list[str]:
    lines = [
        BAR.join(cell.ljust(size) for cell, size in zip(row, sizes, strict=False)) for row in rows
    ]
    rule = "-+-".join("-" * size for size in sizes)
    return [line.rstrip() for line in (lines[0], rule, *lines[1:])]


def _facts(head: Sequence[str], row: Sequence[str], width: int) -> Iterator[str]:
    """Each cell after the name of its column; a column without a name speaks for itself."""
    for name, cell in zip_longest(head, row, fillvalue=""):
        if cell:
            told = f"{name}: {cell}" if name and name != cell else cell
            yield textwrap.fill(told, width, subsequent_indent="  ", break_long_words=False)
