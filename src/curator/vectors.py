"""Texts as TF-IDF vectors: how alike two things are, and what a yes or no says of a third.

Word frequencies come from a table of numbers that ships with Curator (``data/background.bin``: one
byte for each of 32,768 hash buckets, counted offline over writing on the field by
``bench/fit_topics.py``). No word is stored. An unknown word is as rare as can be.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from operator import mul
from zlib import crc32

import numpy as np

from curator.words import terms

BUCKETS = 1 << 15
STEP = 0.05
"""One unit of a stored byte, in nats."""

_SLICE = 256
_ROUNDS = 100
DECAY = 0.1
"""The usual L2 penalty of a regression on few examples."""

Vector = Mapping[str, float]
"""Weights by stemmed word, of length one."""


@lru_cache(maxsize=1)
def _table() -> bytes:
    return files("curator").joinpath("data/background.bin").read_bytes()


def bucket(term: str) -> int:
    """Where a stemmed term's frequency stands; the same on every machine."""
    return crc32(term.encode()) % BUCKETS


@lru_cache(maxsize=65536)
def rarity(term: str) -> float:
    """The inverse document frequency of a stemmed term, in nats: 0 where it is everywhere."""
    return _table()[bucket(term)] * STEP


def count(title: str, body: str) -> Counter[str]:
    """The content words of a thing; those of its title count twice more."""
    counts = Counter(terms(body))
    for term in terms(title):
        counts[term] += 2
    return counts


@lru_cache(maxsize=1024)
def grown(times: int) -> float:
    """What a word counts that stands so often: each further time less."""
    return 1 + math.log(times)


def weights(counts: Mapping[str, int]) -> list[float]:
    """The TF-IDF of each of the counted words, in their order."""
    return list(map(mul, map(grown, counts.values()), map(rarity, counts)))


def normal(values: Sequence[float]) -> list[float]:
    """The same direction at length one."""
    length = math.sqrt(sum([value * value for value in values])) or 1.0
    return [value / length for value in values]


def unit(counts: Mapping[str, int]) -> dict[str, float]:
    """Counts as TF-IDF of length one, with the logarithm of repeats."""
    return dict(zip(counts, normal(weights(counts)), strict=True))


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of two vectors, 0 to 1."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(weight * large.get(term, 0.0) for term, weight in small.items())


class Space:
    """Vectors laid side by side as a matrix, over the words that any of them has."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self.columns = {term: i for i, term in enumerate(sorted({t for v in vectors for t in v}))}
        self.matrix = self.lay(vectors)

    def lay(self, vectors: Sequence[Vector]) -> np.ndarray:
        """``vectors`` as rows; words that the space does not know are dropped."""
        laid = np.zeros((len(vectors), len(self.columns)), dtype=np.float32)
        for row, vector in zip(laid, vectors, strict=True):
            for term, weight in vector.items():
                column = self.columns.get(term)
                if column is not None:
                    row[column] = weight
        return laid


def alike(ones: Sequence[Vector], others: Sequence[Vector]) -> np.ndarray:
    """The cosine of each of ``ones`` (rows) with each of ``others`` (columns), 0 to 1."""
    if not ones or not others:
        return np.zeros((len(ones), len(others)), dtype=np.float32)
    space = Space(others)
    # In slices, so that many thousand texts need no huge dense matrix.
    slices = (ones[i : i + _SLICE] for i in range(0, len(ones), _SLICE))
    return np.vstack([space.lay(part) @ space.matrix.T for part in slices])


@dataclass(frozen=True, slots=True)
class Regression:
    """A linear model of yes and no in the span of a few examples."""

    shares: np.ndarray
    """How much each example pulls."""
    bias: float

    def logits(self, likeness: np.ndarray) -> np.ndarray:
        """The log-odds of yes for things (rows) by their likeness to the examples (columns)."""
        said: np.ndarray = likeness @ self.shares + self.bias
        return said


def regress(
    kernel: np.ndarray,
    labels: Sequence[bool],
    *,
    known: np.ndarray | None = None,
    decay: float = DECAY,
) -> Regression:
    """Logistic regression on the likeness of each example with each other one.

    ``known`` are log-odds that the examples already have: what is fitted then only adds to them.
    Without it both classes weigh the same. ``decay`` is the L2 penalty. The cost depends on the
    number of examples and not on the number of words.
    """
    told = np.asarray(labels, dtype=float)
    importance = np.ones(len(told)) if known is not None else _even(told)
    start = np.zeros(len(told)) if known is None else known
    inverse = np.linalg.inv(_curvature(kernel, importance, decay))
    numbers = np.zeros(len(told) + 1)
    for _ in range(_ROUNDS):
        shares, bias = numbers[:-1], numbers[-1]
        guess = 1 / (1 + np.exp(-np.clip(kernel @ shares + bias + start, -30, 30)))
        error = importance * (guess - told)
        numbers = numbers - inverse @ np.append(error + decay * shares, error.sum() + bias)
    return Regression(numbers[:-1], float(numbers[-1]))


def _curvature(kernel: np.ndarray, importance: np.ndarray, decay: float) -> np.ndarray:
    """An upper bound of the curvature, so that no step goes too far (Böhning and Lindsay, 1988)."""
    size = len(importance)
    system = np.zeros((size + 1, size + 1))
    curve = importance / 4
    system[:size, :size] = curve[:, None] * kernel + decay * np.eye(size)
    system[:size, size] = curve
    system[size, :size] = curve @ kernel
    system[size, size] = curve.sum() + 1
    return system


def _even(told: np.ndarray) -> np.ndarray:
    """Weights that make both classes count the same."""
    yes = max(1.0, float(told.sum()))
    no = max(1.0, len(told) - float(told.sum()))
    weights: np.ndarray = np.where(told > 0, len(told) / (2 * yes), len(told) / (2 * no))
    return weights
