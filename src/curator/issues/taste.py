"""What the author likes, learned from keep, skip and pin.

From the first keep on two things are put on one scale and added: likeness to what was kept, and a
regression of keeps against skips and the rest. How well they find what an author would pick is
measured (``docs/topics.md``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from curator.model import StoredResource, Verdict
from curator.vectors import Vector, alike, count, regress, unit

LIKENESS = 0.5
"""What likeness weighs beside the regression."""
DECAY = 2.0
"""The L2 penalty of the regression: strong, for the keeps are few and not all for one reason."""
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

    @classmethod
    def of(
        cls, feedback: Sequence[tuple[StoredResource, Verdict]], embed: Embed | None = None
    ) -> Taste:
        """The taste that ``feedback`` shows; the last verdict on a resource counts."""
        last = {stored.id: (stored, verdict) for stored, verdict in feedback}
        told = [last[key] for key in sorted(last)]
        liked = tuple(stored for stored, verdict in told if verdict is not Verdict.SKIP)
        disliked = tuple(stored for stored, verdict in told if verdict is Verdict.SKIP)
        return cls(liked, disliked, embed)

    @property
    def weight(self) -> float:
        """How far to trust what was learned over the topics alone, 0 to 1."""
        told = len(self.liked) + len(self.disliked)
        return told / (told + HALF_LEARNED) if self.liked else 0.0

    def scores(self, pool: Sequence[StoredResource]) -> np.ndarray:
        """How much the author would like each of ``pool``: larger is better, 0 is the average."""
        if not self.liked or not pool:
            return np.zeros(len(pool))
        told = Told.of([*self.liked, *self.disliked], self.embed)
        met = Told.of(pool, self.embed)
        likeness = met.like(told)
        near = [standard(one[:, : len(self.liked)].mean(axis=1)) for one in likeness]
        said = self._regressions(told, met)
        total: np.ndarray = standard(LIKENESS * np.sum(near, axis=0) + np.sum(said, axis=0))
        return total

    def _regressions(self, told: Told, met: Told) -> list[np.ndarray]:
        """Keeps against skips; the pool itself stands in for what was never looked at."""
        every = met.some(_BACKGROUND)
        labels = [True] * len(self.liked) + [False] * (len(self.disliked) + len(every.words))
        examples = told.and_(every)
        return [
            standard(regress(own.astype(float), labels, decay=DECAY).logits(new))
            for own, new in zip(examples.like(examples), met.like(examples), strict=True)
        ]

    def nearest(self, stored: StoredResource) -> StoredResource | None:
        """The kept resource most like this one, to explain by."""
        if not self.liked:
            return None
        return self.liked[int(alike([vector(stored)], list(map(vector, self.liked)))[0].argmax())]


@dataclass(frozen=True, slots=True)
class Told:
    """Resources as they are compared: by words, and by meaning where that is known."""

    words: Sequence[Vector]
    meaning: np.ndarray | None = None

    @classmethod
    def of(cls, pool: Sequence[StoredResource], embed: Embed | None) -> Told:
        """``pool`` as it is compared."""
        meaning = embed([wording(stored) for stored in pool]) if embed else None
        return cls([vector(stored) for stored in pool], meaning)

    def like(self, other: Told) -> list[np.ndarray]:
        """How alike each is to each of ``other``: by words, then by meaning."""
        found = [alike(self.words, other.words)]
        if self.meaning is not None and other.meaning is not None:
            found.append(self.meaning @ other.meaning.T)
        return found

    def some(self, most: int) -> Told:
        """About ``most`` of these, evenly spread."""
        step = max(1, len(self.words) // most)
        return Told(self.words[::step], None if self.meaning is None else self.meaning[::step])

    def and_(self, other: Told) -> Told:
        """These and ``other``."""
        both = [one for one in (self.meaning, other.meaning) if one is not None]
        return Told([*self.words, *other.words], np.vstack(both) if len(both) > 1 else None)


def standard(values: np.ndarray) -> np.ndarray:
    """Values with mean 0 and deviation 1."""
    spread = float(values.std())
    standard: np.ndarray = (values - values.mean()) / (spread if spread > _FLAT else 1.0)
    return standard


_FLAT = 1e-9
