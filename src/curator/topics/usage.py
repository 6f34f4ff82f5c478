"""How words are used in the field: one linear model per area of the lexicon.

``usage.bin`` holds the weights, fitted by ``bench/fit_topics.py`` to labelled titles and texts: per
area one signed byte for each of 8,192 hash buckets of stems and pairs of stems. Only numbers are
kept. A topic that carries an area's name (:mod:`curator.topics.lexicon`) is judged by its model;
one that carries none is judged by its own words alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple
from zlib import crc32

import numpy as np

from curator.model import Topic
from curator.topics.document import Document
from curator.topics.naming import speaking
from curator.vectors import grown

BUCKETS = 1 << 13
UNKNOWN = -3.0
"""The log-odds of a topic that no model knows, and the least that any model says."""
FIELD = "the field"
"""The model that tells writing on the field from everything else."""
MOST = 4.0
PAIR_RARITY = 5.0
"""Pairs of words are all taken for rare."""


class Weighed(NamedTuple):
    """The stems and pairs of stems of a document as TF-IDF of length one."""

    terms: tuple[str, ...]
    values: np.ndarray


def weigh(read: Document) -> Weighed:
    """The words of ``read`` as the models take them."""
    pairs = [PAIR_RARITY * grown(n) for n in read.pairs.values()]
    raw = np.array(read.weights + pairs)
    return Weighed(read.terms, raw / (math.sqrt(raw @ raw) or 1.0))


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


@dataclass(frozen=True, slots=True)
class Said:
    """What the models say of one document."""

    terms: tuple[str, ...]
    values: np.ndarray
    places: np.ndarray
    """Per term the bucket that its weights stand in."""
    areas: np.ndarray
    """Per area the log-odds that the document belongs to it."""


class Usage:
    """The models that speak for the topics of one taxonomy."""

    def __init__(self, topics: Sequence[Topic], model: Model) -> None:
        self.model = model
        areas = [{area.name for area in speaking(topic)} for topic in topics]
        self._rows = [
            [row for row, name in enumerate(model.names) if name in known] for known in areas
        ]
        self.inside = np.array(list(map(bool, areas)), dtype=bool)
        """Per topic whether it is one of the field."""
        self._field = model.names.index(FIELD) if FIELD in model.names else None
        self._speaking = _even(self._rows)
        self._by_bucket = np.ascontiguousarray(model.weights.T)

    def read(self, weighed: Weighed) -> Said:
        """What every model says of a document with these terms."""
        terms, values = weighed
        places = np.fromiter(map(bucket, terms), np.intp, len(terms))
        # No BLAS: its sums depend on the number of threads.
        areas = (
            np.einsum("i,ij->j", values, self._by_bucket.take(places, axis=0)) + self.model.biases
        )
        return Said(terms, values, places, areas)

    def logits(self, said: Said) -> np.ndarray:
        """Per topic the log-odds of its best-fitting area; :data:`UNKNOWN` where it has none."""
        best: np.ndarray = np.append(said.areas, UNKNOWN)[self._speaking].max(axis=1)
        return best

    def field(self, said: Said) -> np.ndarray:
        """Per topic the log-odds that the document is about the field at all.

        Topics outside the field are not held to it: for them they are as high as can be.
        """
        most = np.full(len(self._rows), MOST)
        if self._field is None:
            return most
        return np.where(self.inside, np.clip(said.areas[self._field], -MOST, MOST), most)

    def telling(self, said: Said, place: int, limit: int = 3) -> list[tuple[str, float]]:
        """The words that speak most for topic ``place``, each with its share of all that speaks so."""
        rows = self._rows[place]
        if not rows or not said.terms:
            return []
        adds = self.model.weights[max(rows, key=said.areas.__getitem__), said.places] * said.values
        whole = float(adds[adds > 0].sum())
        least = np.partition(adds, -limit)[-limit] if len(adds) > limit else 0.0
        parts = [(said.terms[at], float(adds[at])) for at in np.flatnonzero(adds >= least)]
        positive = ((term, part / whole) for term, part in parts if part > 0)
        return sorted(positive, key=lambda part: (-part[1], part[0]))[:limit]


def _even(rows: Sequence[Sequence[int]]) -> np.ndarray:
    """Rows of one length: the first of each again and again, or -1 where it has none."""
    most = max([1, *map(len, rows)])
    padded = [[*row, *[row[0] if row else -1] * (most - len(row))] for row in rows]
    return np.array(padded, dtype=int).reshape(len(rows), most)
