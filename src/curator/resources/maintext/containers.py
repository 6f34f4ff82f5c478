"""Where on the page the agreed text lies: what surrounds the main text stands in other containers.

A paragraph that one extractor has may be an article's last or a teaser below it. Containers (``div``,
``section``, lists) tell them apart: nearly all that the extractors agree on lies in one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curator.resources.maintext.blocks import Block

MAIN_SHARE = 0.75
"""The main container is the innermost one with so much of the agreed text."""
DEEPEST = 6
"""Levels below the main container that are told apart."""
Path = tuple[int, ...]


@dataclass(slots=True)
class _Weight:
    """Words in a container, and how many of them are agreed on."""

    agreed: float = 0.0
    words: float = 0.0

    def add(self, agreed: float, words: float) -> None:
        self.agreed += agreed
        self.words += words

    def without(self, agreed: float, words: float) -> float:
        """The agreed share of what else is there; of a block alone, its own."""
        left = self.words - words
        return (self.agreed - agreed) / left if left > 0 else agreed / words


class Containers:
    """The containers of a page, weighed by the agreed words in them."""

    def __init__(
        self, blocks: Sequence[Block], means: Sequence[float], lengths: Sequence[int]
    ) -> None:
        """Take each block with the mean share of its words that the extractors have."""
        self._own: dict[Path, _Weight] = defaultdict(_Weight)
        self._inside: dict[Path, _Weight] = defaultdict(_Weight)
        for block, mean, length in zip(blocks, means, lengths, strict=True):
            self._own[block.path].add(mean * length, length)
        for path, weight in self._own.items():
            for depth in range(len(path) + 1):
                self._inside[path[:depth]].add(weight.agreed, weight.words)
        self._total = self._inside[()].agreed if blocks else 0.0
        self._main = self._innermost()

    def _innermost(self) -> Path:
        main: Path = ()
        for path, weight in self._inside.items() if self._total else ():
            if len(path) > len(main) and weight.agreed >= MAIN_SHARE * self._total:
                main = path
        return main

    def signs(self, path: Path, mean: float, length: int) -> Mapping[str, float]:
        """What a block's place says of it."""
        agreed, main = mean * length, self._main
        below = len(path) - len(main)
        within = path[: len(main)] == main
        inside = self._inside[path]
        return {
            "agreed beside": self._own[path].without(agreed, length),
            "agreed in container": inside.without(agreed, length),
            "agreed in second container": self._inside[path[:-1]].without(agreed, length),
            "agreed in third container": self._inside[path[:-2]].without(agreed, length),
            "share of all agreed": inside.agreed / self._total if self._total else 0.0,
            "in main container": float(within),
            "right in main container": float(path == main),
            "below main container": float(min(DEEPEST, below)) if within else 0.0,
            "away from main container": float(len(main) - _common(path, main)),
        }


def _common(one: Path, other: Path) -> int:
    """How many containers two places share."""
    for depth, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return depth
    return min(len(one), len(other))
