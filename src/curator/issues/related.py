"""What is like a thing and yet not the same: told beside it, never folded into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from curator.vectors import Vector, alike

RELATED = 0.45
"""Cosine from which two things are related; of pairs so near in real feeds none was far-fetched."""
MOST = 2


def nearest(
    ones: Sequence[Vector], others: Sequence[Vector], *, most: int = MOST
) -> dict[int, list[int]]:
    """For places in ``ones`` those in ``others`` that are related, nearest first, ``most`` at most.

    Each of ``others`` belongs to the nearest of ``ones`` only, so that none is told of twice.
    """
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    if ones:
        # Laid over the words of the few, not of the many.
        for other, row in enumerate(alike(others, ones)):
            place = int(row.argmax())
            if row[place] >= RELATED:
                found[place].append((-float(row[place]), other))
    return {place: [other for _, other in sorted(near)[:most]] for place, near in found.items()}
