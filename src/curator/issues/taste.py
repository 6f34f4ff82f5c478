"""What the author likes, learned from keep, skip and pin.

Under one pick there is nothing to learn; under five, likeness to what was kept; from five on also
a regression of keeps against skips and the rest. Both are put on one scale and added.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from curator.model import StoredResource, Verdict
from curator.vectors import Regression, Vector, alike, count, regress, unit

REGRESS_FROM = 5
"""Keeps from which a regression is worth fitting."""
HALF_LEARNED = 5
"""Verdicts at which what was learned weighs as much as the topics alone."""
_BACKGROUND = 300
_TEXT = 2000

Embed = Callable[[Sequence[str]], np.ndarray]
"""Texts to unit vectors, one row each; from the optional semantic extra."""


def wording(stored: StoredResource) -> str:
    """The beginning of a resource, as taste reads it."""
    resource = stored.resource
    return f"{resource.title}. {resource.summary} {resource.text}"[:_TEXT]


def vector(stored: StoredResource) -> Vector:
    """A resource as TF-IDF of length one."""
    resource = stored.resource
    body = resource.text if resource.summary_quoted else f"{resource.summary} {resource.text}"
    return unit(count(resource.title, body[:_TEXT]))


@dataclass(frozen=True)
class Taste:
    """What was learned from the author's verdicts."""

    liked: tuple[StoredResource, ...] = ()
    disliked: tuple[StoredResource, ...] = ()
    embed: Embed | None = None
    _vectors: tuple[Vector, ...] = field(default=(), repr=False)

    @classmethod
    def of(
        cls, feedback: Sequence[tuple[StoredResource, Verdict]], embed: Embed | None = None
    ) -> Taste:
        """The taste that ``feedback`` shows; the last verdict on a resource counts."""
        last = {stored.id: (stored, verdict) for stored, verdict in feedback}
        told = [last[key] for key in sorted(last)]
        liked = tuple(stored for stored, verdict in told if verdict is not Verdict.SKIP)
        disliked = tuple(stored for stored, verdict in told if verdict is Verdict.SKIP)
        return cls(liked, disliked, embed, tuple(map(vector, liked)))

    @property
    def weight(self) -> float:
        """How far to trust what was learned over the topics alone, 0 to 1."""
        told = len(self.liked) + len(self.disliked)
        return told / (told + HALF_LEARNED) if self.liked else 0.0

    def scores(self, pool: Sequence[StoredResource]) -> np.ndarray:
        """How much the author would like each of ``pool``: larger is better, 0 is the average."""
        if not self.liked or not pool:
            return np.zeros(len(pool))
        vectors = [vector(stored) for stored in pool]
        parts = [_standard(alike(vectors, self._vectors).mean(axis=1))]
        if self.embed is not None:
            parts.append(self._semantic(pool))
        if len(self.liked) >= REGRESS_FROM:
            parts.append(_standard(self._regression(vectors).logits(vectors)))
        total: np.ndarray = _standard(np.sum(parts, axis=0))
        return total

    def nearest(self, stored: StoredResource) -> StoredResource | None:
        """The kept resource most like this one, to explain by."""
        if not self.liked:
            return None
        return self.liked[int(alike([vector(stored)], self._vectors)[0].argmax())]

    def _regression(self, pool: Sequence[Vector]) -> Regression:
        """Keeps against skips; the pool itself stands in for what was never looked at."""
        step = max(1, len(pool) // _BACKGROUND)
        against = [*map(vector, self.disliked), *pool[::step]]
        labels = [True] * len(self._vectors) + [False] * len(against)
        return regress([*self._vectors, *against], labels)

    def _semantic(self, pool: Sequence[StoredResource]) -> np.ndarray:
        embed = self.embed
        if embed is None:
            return np.zeros(len(pool))
        mine = embed([wording(stored) for stored in self.liked])
        return _standard((embed([wording(stored) for stored in pool]) @ mine.T).mean(axis=1))


def _standard(values: np.ndarray) -> np.ndarray:
    """Values with mean 0 and deviation 1."""
    spread = float(values.std())
    standard: np.ndarray = (values - values.mean()) / (spread if spread > _FLAT else 1.0)
    return standard


_FLAT = 1e-9
