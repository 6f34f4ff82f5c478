"""How alike a resource and the text of a topic are: cosine of TF-IDF, explained by its words.

The text is name and description; aliases are found as phrases and do not count twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nsmallest

import numpy as np

from curator.model import Topic
from curator.vectors import Vector, unit
from curator.words import terms

_NAME_TIMES = 2


class TopicTexts:
    """The texts of a taxonomy as sparse unit vectors, by word."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self.size = len(topics)
        self._postings: dict[str, tuple[list[int], list[float]]] = {}
        self._vectors = [unit(Counter(_topic_terms(topic))) for topic in topics]
        for place, known in enumerate(self._vectors):
            for term, weight in known.items():
                places, weights = self._postings.setdefault(term, ([], []))
                places.append(place)
                weights.append(weight)

    def compare(self, vector: Vector) -> np.ndarray:
        """The cosine of a resource's words with each topic, 0 to 1."""
        scores = [0.0] * self.size
        for term, weight in vector.items():
            for place, other in zip(*self._postings.get(term, ((), ())), strict=True):
                scores[place] += weight * other
        return np.array(scores)

    def shared(self, vector: Vector, place: int, limit: int = 3) -> list[tuple[str, float]]:
        """The words that make a resource like topic ``place``, most telling first."""
        known = self._vectors[place]
        found = [(term, vector[term] * weight) for term, weight in known.items() if term in vector]
        return nsmallest(limit, found, key=lambda pair: (-pair[1], pair[0]))


def _topic_terms(topic: Topic) -> Iterable[str]:
    for _ in range(_NAME_TIMES):
        yield from terms(topic.name)
    yield from terms(topic.description)
