"""The tagger fitted without what it is judged by, through the code that fits the shipped numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from bench import fit_topics
from bench.tagging import curves, figures, labelled

from curator.topics.calibrator import Calibrator, decide

HELD_BACK = 0
"""The fold that no number saw."""


@dataclass(frozen=True)
class Judged:
    """Items that were held back, with the probability of every topic."""

    items: list[labelled.Item]
    probabilities: list[np.ndarray]
    calibrator: Calibrator

    def pairs(self, name: str, form: str = "whole") -> list[tuple[np.ndarray, np.ndarray]]:
        """Probabilities and labels of a set's items in one form."""
        return [
            (said, item.labels)
            for item, said in zip(self.items, self.probabilities, strict=True)
            if item.group == (name, form)
        ]

    def figures(self, name: str) -> dict[str, float]:
        """What is pinned of a set."""
        pairs, titles = self.pairs(name), self.pairs(name, "title")
        return {
            f"{name} micro-F1": figures.micro_f1(pairs, self.calibrator),
            f"{name} macro-F1": self.macro_f1(name),
            f"{name} precision@1": figures.precision_at_1(pairs),
            f"{name} titles micro-F1": figures.micro_f1(titles, self.calibrator),
        }

    def macro_f1(self, name: str) -> float:
        """The mean F1 of the topics that occur."""
        pairs = self.pairs(name)
        labels = np.array([label for _, label in pairs])
        chosen = np.zeros(labels.shape)
        for row, (probabilities, _) in enumerate(pairs):
            chosen[row, decide(list(probabilities), self.calibrator)] = 1
        there = labels.sum(axis=0) > 0
        both = 2 * (chosen * labels).sum(axis=0)[there]
        return float((both / (chosen.sum(axis=0) + labels.sum(axis=0))[there]).mean())


@cache
def every() -> list[labelled.Item]:
    """All labelled items, whole and by their titles alone."""
    return [item for name in labelled.SETS for item in labelled.items(name)]


def _without(keep: Callable[[labelled.Item], bool]) -> Judged:
    told, numbers = fit_topics.held_out(every(), keep)
    return Judged([item for item, _ in told], curves.scores(told, numbers), Calibrator.of(numbers))


@cache
def at_home() -> Judged:
    """A third of every set, judged by what the other two thirds taught."""
    return _without(lambda item: item.fold != HELD_BACK)


@cache
def abroad(name: str) -> Judged:
    """A whole set, judged by what the other sets taught."""
    return _without(lambda item: item.set != name)
