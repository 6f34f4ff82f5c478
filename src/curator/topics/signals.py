"""What speaks for each topic in one resource, as numbers that only ever add.

One row per topic, one column per signal of :data:`SIGNALS`; every signal grows with the evidence,
so the calibrator's weights can be non-negative and each contribution can be read.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from curator.topics.document import LEAD_WORDS, Document
from curator.topics.phrases import Hit, resolve
from curator.topics.similarity import TopicTexts
from curator.topics.taxonomy import Taxonomy
from curator.vectors import Vector, count, rarity, unit
from curator.words import stem, words

SIGNALS = (
    "alias in title",
    "alias in lead",
    "alias in text",
    "distinct aliases",
    "dominance",
    "weak in title",
    "weak in text",
    "related in title",
    "related in text",
    "similarity",
    "best similarity",
)
_RARE = 5.0
_FLOOR = 0.15


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of one resource and the words behind them."""

    values: np.ndarray
    """Topics by :data:`SIGNALS`."""
    title_hits: Mapping[int, Sequence[Hit]]
    body_hits: Mapping[int, Sequence[Hit]]
    vector: Vector
    """Its words as TF-IDF."""


class Reader:
    """Reads the signals of resources against one taxonomy; build it once."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.texts = TopicTexts(taxonomy.topics)
        self._sureness: dict[str, float] = {}

    def read(self, document: Document) -> Signals:
        """What ``document`` says for each topic."""
        scanner = self.taxonomy.scanner
        title = resolve(scanner.find(document.title, document.title_words))
        body = resolve(scanner.find(document.body, document.body_words))
        vector = unit(count(document.title, document.body))
        values = np.zeros((len(self.taxonomy.topics), len(SIGNALS)))
        for place in range(len(values)):
            values[place, :9] = self._hits(
                title.get(place, ()), body.get(place, ()), len(document.body_words)
            )
        _dominance(values)
        similarity = self.texts.compare(vector)
        values[:, 9] = similarity
        values[:, 10] = (
            similarity / max(similarity.max(initial=0.0), 1e-9) if similarity.any() else 0
        )
        return Signals(values, title, body, vector)

    def _hits(self, title: Sequence[Hit], body: Sequence[Hit], length: int) -> list[float]:
        lead = [hit for hit in body if hit.first < LEAD_WORDS]
        spread = 1 / math.sqrt(max(length, 100) / 100)
        return [
            self._mass(title, "alias"),
            self._mass(lead, "alias"),
            self._mass(body, "alias", repeats=True) * spread,
            self._mass([*title, *body], "alias"),
            0.0,
            self._mass(title, "weak"),
            self._mass(body, "weak", repeats=True) * spread,
            self._mass(title, "related"),
            self._mass(body, "related", repeats=True) * spread,
        ]

    def _mass(self, hits: Sequence[Hit], role: str, *, repeats: bool = False) -> float:
        """The sureness of the distinct phrases found, repeats counting less and less."""
        times = Counter(hit.phrase for hit in hits if hit.phrase.role == role)
        grown = (
            self.sureness(phrase.text) * phrase.weight * (1 + math.log(n) if repeats else 1)
            for phrase, n in times.items()
        )
        return math.log1p(sum(grown))

    def sureness(self, alias: str) -> float:
        """How much an alias can be trusted by its form: rare and long ones more, 0 to 1.

        A single everyday word names a topic in passing far more often than a phrase does.
        """
        known = self._sureness.get(alias)
        if known is None:
            forms = [stem(word.form) for word in words(alias)]
            known = min(1.0, max(_FLOOR, sum(map(rarity, forms)) / _RARE)) if forms else 1.0
            self._sureness[alias] = known
        return known


def _dominance(values: np.ndarray) -> None:
    """How much of all alias evidence is for each topic."""
    mass = 2 * values[:, 0] + values[:, 1] + values[:, 2]
    values[:, 4] = mass / (mass.sum() + 0.5)
