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
        self._vectors = [unit(Counter(_topic_terms(topic))) for topic in topics]
        every = dict.fromkeys(term for known in self._vectors for term in known)
        self._rows = {term: row for row, term in enumerate(every)}
        self._weights = np.zeros((len(every), len(topics)))
        """Words by topics."""
        for place, known in enumerate(self._vectors):
            for term, weight in known.items():
                self._weights[self._rows[term], place] = weight

    def compare(self, vector: Vector) -> np.ndarray:
        """The cosine of a resource's words with each topic, 0 to 1."""
        rows = self._rows
        shared = [(rows[term], weight) for term, weight in vector.items() if term in rows]
        if not shared:
            return np.zeros(len(self._vectors))
        places, weights = zip(*shared, strict=True)
        cosines: np.ndarray = np.einsum("i,ij->j", weights, self._weights.take(places, axis=0))
        return cosines

    def shared(self, vector: Vector, place: int, limit: int = 3) -> list[tuple[str, float]]:
        """The words that make a resource like topic ``place``, most telling first."""
        known = self._vectors[place]
        found = [(term, vector[term] * weight) for term, weight in known.items() if term in vector]
        return nsmallest(limit, found, key=lambda pair: (-pair[1], pair[0]))


def _topic_terms(topic: Topic) -> Iterable[str]:
    for _ in range(_NAME_TIMES):
        yield from terms(topic.name)
    yield from terms(topic.description)
