"""From signals to probabilities: one additive, monotone model shared by all topics.

Its numbers ship as ``calibrator.json``, and as ``calibrator-semantic.json`` for where the semantic
extra tells more; ``bench/fit_topics.py`` fits both. Each signal adds
a non-decreasing piecewise-linear amount of log-odds, so each contribution can be shown to a reader
and none can argue backwards. The last step maps log-odds to observed frequencies.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from curator.topics.signals import MEANING, SIGNALS

_SILENT = {"at": [0.0, 1.0], "adds": [0.0, 0.0]}
"""The line of a signal that says nothing."""


@dataclass(frozen=True)
class Calibrator:
    """The fitted numbers."""

    bias: float
    knots: tuple[np.ndarray, ...]
    """Per signal where its line bends, from the first value that counts."""
    heights: tuple[np.ndarray, ...]
    """Per signal the log-odds it adds at each knot."""
    scale: tuple[np.ndarray, np.ndarray]
    """Log-odds and the log-odds they turned out to mean."""
    best_floor: float
    """The best topic is applied from this probability on."""
    floor: float
    """Any topic is applied from this probability on."""

    @classmethod
    def of(cls, numbers: Mapping[str, Any]) -> Calibrator:
        """The calibrator that the parsed JSON describes."""
        meant = [name for name in MEANING if name in numbers["signals"]]
        curves = [numbers["signals"].get(name, _SILENT) for name in (*SIGNALS, *meant)]
        return cls(
            bias=numbers["bias"],
            knots=tuple(np.asarray(curve["at"], dtype=float) for curve in curves),
            heights=tuple(np.asarray(curve["adds"], dtype=float) for curve in curves),
            scale=(np.asarray(numbers["scale"]["from"]), np.asarray(numbers["scale"]["to"])),
            best_floor=numbers["best_floor"],
            floor=numbers["floor"],
        )

    @cached_property
    def _pieces(self) -> tuple[np.ndarray, ...]:
        """The pieces of all lines side by side: their signal, its first, start, length and slope."""
        counts = [len(at) - 1 for at in self.knots]
        length = np.concatenate([np.diff(at) for at in self.knots])
        return (
            np.repeat(np.arange(len(counts)), counts),
            np.cumsum([0, *counts[:-1]]),
            np.concatenate([at[:-1] for at in self.knots]),
            length,
            np.concatenate([np.diff(adds) for adds in self.heights]) / length,
        )

    def contributions(self, values: np.ndarray) -> np.ndarray:
        """What each signal (columns) adds for each topic (rows), in log-odds."""
        signal, first, start, length, slope = self._pieces
        climbed = (values[:, signal] - start).clip(0, length) * slope
        added: np.ndarray = np.add.reduceat(climbed, first, axis=1)
        added += [adds[0] for adds in self.heights]
        return added

    def judge(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What each signal adds for each topic, and the log-odds of every topic."""
        adds = self.contributions(values)
        return adds, self.rescale(self.bias + adds.sum(axis=1))

    def rescale(self, logits: np.ndarray) -> np.ndarray:
        """Log-odds as they turned out; beyond the fitted range they go on in parallel."""
        said, meant = self.scale
        inside: np.ndarray = np.interp(logits, said, meant)
        outside: np.ndarray = np.minimum(logits - said[0], 0) + np.maximum(logits - said[-1], 0)
        total: np.ndarray = inside + outside
        return total


def probability(logit: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def logit(probability: float) -> float:
    """The log-odds of a probability, kept finite."""
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


@lru_cache(maxsize=2)
def shipped(*, semantic: bool = False) -> Calibrator:
    """The calibrator that comes with Curator; the other one where ``semantic`` signals are there."""
    name = "calibrator-semantic.json" if semantic else "calibrator.json"
    return Calibrator.of(json.loads(files("curator.topics").joinpath(name).read_bytes()))


def decide(scores: Sequence[float], calibrator: Calibrator, limit: int = 4) -> list[int]:
    """Which topics to apply, best first: the best from its floor on, others from theirs."""
    ranked = sorted(range(len(scores)), key=lambda place: (-scores[place], place))[:limit]
    floors = [calibrator.best_floor, *[calibrator.floor] * (limit - 1)]
    return [place for place, floor in zip(ranked, floors, strict=False) if scores[place] >= floor]
