"""Long work is stored a part at a time, so that others can write in between.

There is one writer on SQLite: a reader who signs up or leaves waits for the part that is being
stored, and no longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

MOST = 25
"""Rows stored in one transaction: less than a tenth of a second."""


def parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """``rows`` in their order, at most :data:`MOST` at a time."""
    return (rows[start : start + MOST] for start in range(0, len(rows), MOST))


def room(done: int, most: int | None) -> int:
    """How many rows the next part may have, when ``done`` are done and ``most`` are wanted."""
    return MOST if most is None else min(MOST, most - done)
