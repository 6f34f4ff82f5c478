"""How words are used in the field: one linear model per area of the lexicon.

``usage.bin`` holds the weights, fitted by ``bench/fit_topics.py`` to labelled titles and texts: per
area one signed byte for each of 8,192 hash buckets of stems and pairs of stems. Only numbers are
kept. A topic that carries an area's name (:mod:`curator.topics.lexicon`) is judged by its model;
one that carries none is judged by its own words alone.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from zlib import crc32

import numpy as np

from curator.model import Topic
from curator.topics.document import Document
from curator.topics.lexicon import areas, called
from curator.vectors import rarity
from curator.words import STOP_WORDS, Word, stem

BUCKETS = 1 << 13
UNKNOWN = -2.5
"""The log-odds of a topic that no model knows."""
PAIR_RARITY = 5.0
"""Pairs of words are all taken for rare."""
_TITLE_TIMES = 2


def weigh(read: Document) -> dict[str, float]:
    """The stems and pairs of stems of a document as TF-IDF of length one."""
    counts: Counter[str] = Counter()
    for found, times in ((read.title_words, _TITLE_TIMES), (read.body_words, 1)):
        for term in _terms(found):
            counts[term] += times
    raw = {
        term: (1 + math.log(n)) * (PAIR_RARITY if " " in term else rarity(term))
        for term, n in counts.items()
    }
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {term: value / length for term, value in raw.items()}


def _terms(found: Sequence[Word]) -> Iterable[str]:
    last = ""
    for word in found:
        form = "" if word.form in STOP_WORDS or len(word.form) < 2 else stem(word.form)
        if form:
            yield form
            if last and word.joins:
                yield f"{last} {form}"
        last = form


@lru_cache(maxsize=1 << 17)
def bucket(term: str) -> int:
    """Where a term's weights stand; the same on every machine."""
    return crc32(term.encode()) % BUCKETS


@dataclass(frozen=True)
class Model:
    """The fitted numbers."""

    names: tuple[str, ...]
    """The areas that have a model."""
    weights: np.ndarray
    """Areas by buckets."""
    biases: np.ndarray

    def logits(self, terms: Mapping[str, float]) -> np.ndarray:
        """Per area the log-odds that a document with these terms belongs to it."""
        if not terms:
            return self.biases.copy()
        places = [bucket(term) for term in terms]
        values = np.fromiter(terms.values(), dtype=float, count=len(terms))
        said: np.ndarray = self.weights[:, places] @ values + self.biases
        return said


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with Curator."""
    folder = files("curator.topics")
    head = json.loads(folder.joinpath("usage.json").read_text("utf-8"))
    names = tuple(head["areas"])
    raw = np.frombuffer(folder.joinpath("usage.bin").read_bytes(), dtype=np.int8)
    steps = np.asarray(head["steps"])[:, None]
    weights = raw.reshape(len(names), BUCKETS) * steps
    return Model(names, weights, np.asarray(head["biases"], dtype=float))


class Usage:
    """The models that speak for the topics of one taxonomy."""

    def __init__(self, topics: Sequence[Topic], model: Model) -> None:
        self.model = model
        known = {area.name: area for area in areas()}
        self._rows = [
            [row for row, name in enumerate(model.names) if called(topic.name, known[name])]
            for topic in topics
        ]

    def logits(self, terms: Mapping[str, float]) -> np.ndarray:
        """Per topic the log-odds of its best-fitting area; :data:`UNKNOWN` where it has none."""
        said = self.model.logits(terms)
        return np.array([max(said[rows], default=UNKNOWN) for rows in self._rows])

    def telling(
        self, terms: Mapping[str, float], place: int, limit: int = 3
    ) -> list[tuple[str, float]]:
        """The words that speak most for topic ``place``, with the log-odds each adds."""
        rows = self._rows[place]
        if not rows or not terms:
            return []
        said = self.model.logits(terms)
        weights = self.model.weights[max(rows, key=lambda row: float(said[row]))]
        parts = [(term, float(weights[bucket(term)]) * value) for term, value in terms.items()]
        best = sorted(parts, key=lambda part: (-part[1], part[0]))[:limit]
        return [part for part in best if part[1] > 0]
