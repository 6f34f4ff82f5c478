"""What a text means beside its words: how near it comes to each topic in the sentence encoder.

Only with the ``[semantic]`` extra (:mod:`curator.topics.semantic`). A topic stands where its name and
its aliases stand on average. ``meaning.bin`` holds where writing of any kind stands on average (384
little-endian floats, :mod:`bench.fit_topics`), so that nearness is counted from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import islice

import numpy as np

from curator.model import Topic
from curator.patterns import is_pattern
from curator.topics.document import Document

Embed = Callable[[Sequence[str]], np.ndarray]
"""Texts to unit vectors, one row each; from :mod:`curator.topics.semantic`."""

ALIASES = 16
"""Of a topic are read; reading one takes 3 ms, and more told no more (``docs/topics.md``)."""
_RIVAL = 0.02
"""Keeps the share of the nearest topic small where all are far."""


def meaning(read: Document, embed: Embed) -> np.ndarray:
    """The sentence vector of a document."""
    vector: np.ndarray = embed([f"{read.title}. {read.body}"])[0]
    return vector


@lru_cache(maxsize=1)
def background() -> np.ndarray:
    """Where writing of any kind stands on average."""
    raw = files("curator.topics").joinpath("meaning.bin").read_bytes()
    return np.frombuffer(raw, dtype="<f4")


@dataclass(frozen=True)
class Meanings:
    """The topics of one taxonomy as the encoder sees them; read when they are first needed."""

    topics: Sequence[Topic]
    embed: Embed
    middle: np.ndarray = field(default_factory=background)

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """Per topic what is read of it: its name and first aliases."""
        return tuple(map(_phrases, self.topics))

    @cached_property
    def _vectors(self) -> list[np.ndarray]:
        """The vectors of what is read of each topic."""
        return [self.embed(phrases) for phrases in self.phrases]

    @cached_property
    def _directions(self) -> np.ndarray:
        means = np.array([vectors.mean(axis=0) for vectors in self._vectors])
        lengths: np.ndarray = np.linalg.norm(means, axis=1, keepdims=True)
        directions: np.ndarray = means / lengths
        return directions

    @cached_property
    def _usual(self) -> np.ndarray:
        """How near any text comes to each topic."""
        usual: np.ndarray = np.einsum("ij,j->i", self._directions, self.middle)
        return usual

    def signals(self, read: Document) -> np.ndarray:
        """How near ``read`` comes to each topic, and beside the nearest, as two columns.

        The first counts from where any text stands; what is farther takes nothing away.
        """
        # No BLAS: its sums depend on the number of threads.
        near = np.einsum("ij,j->i", self._directions, meaning(read, self.embed))
        share = near / (near.max(initial=0.0) + _RIVAL)
        return np.stack([(near - self._usual).clip(0, 1), share.clip(0, 1)], axis=1)

    def nearest(self, read: Document, place: int) -> str:
        """The name or alias of topic ``place`` that means most nearly what ``read`` does."""
        near = self._vectors[place] @ meaning(read, self.embed)
        return self.phrases[place][int(near.argmax())]


def _phrases(topic: Topic) -> tuple[str, ...]:
    plain = (alias for alias in topic.aliases if not is_pattern(alias))
    return tuple(dict.fromkeys((topic.name, *islice(plain, ALIASES))))
