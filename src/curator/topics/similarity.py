"""How alike a resource and the text of a topic are: cosine of TF-IDF, explained by its words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from curator.model import Topic
from curator.topics.background import rarity
from curator.topics.phrases import is_pattern
from curator.topics.words import terms

_NAME_TIMES = 2


class TopicTexts:
    """The texts of a taxonomy as sparse unit vectors, by word."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self.size = len(topics)
        self._postings: dict[str, tuple[list[int], list[float]]] = {}
        for place, topic in enumerate(topics):
            for term, weight in unit(Counter(_topic_terms(topic))).items():
                places, weights = self._postings.setdefault(term, ([], []))
                places.append(place)
                weights.append(weight)

    def compare(self, counts: Counter[str]) -> np.ndarray:
        """The cosine of a resource's words with each topic, 0 to 1."""
        scores = np.zeros(self.size)
        for term, weight in unit(counts).items():
            if term in self._postings:
                places, weights = self._postings[term]
                scores[places] += weight * np.asarray(weights)
        return scores

    def shared(self, counts: Counter[str], place: int, limit: int = 3) -> list[tuple[str, float]]:
        """The words that make a resource like topic ``place``, most telling first."""
        found = []
        for term, weight in unit(counts).items():
            places, weights = self._postings.get(term, ([], []))
            if place in places:
                found.append((term, weight * weights[places.index(place)]))
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]


def unit(counts: Counter[str]) -> dict[str, float]:
    """Counts as TF-IDF of length one, with the logarithm of repeats."""
    raw = {term: (1 + math.log(n)) * rarity(term) for term, n in counts.items()}
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {term: value / length for term, value in raw.items()}


def count(title: str, body: str) -> Counter[str]:
    """The content words of a resource; those of the title count twice."""
    counts = Counter(terms(body))
    for term in terms(title):
        counts[term] += 2
    return counts


def _topic_terms(topic: Topic) -> Iterable[str]:
    for _ in range(_NAME_TIMES):
        yield from terms(topic.name)
    yield from terms(topic.description)
    for alias in (*topic.aliases, *topic.weak):
        if not is_pattern(alias):
            yield from terms(alias)
