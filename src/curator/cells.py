"""Cells of CSV files: a spreadsheet must not run what strangers wrote in them.

A cell that begins like a formula gets an apostrophe before it (OWASP, "CSV Injection"); our own
imports take it off again.
"""

from __future__ import annotations

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKED = re.compile(r"'(?=[=+\-@\t\r])")


def marked(text: str) -> str:
    """``text`` as a cell that is only ever shown."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def unmarked(cell: str) -> str:
    """What :func:`marked` was given."""
    return cell[1:] if _MARKED.match(cell) else cell
