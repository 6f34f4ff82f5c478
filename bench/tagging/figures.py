"""How good decisions and probabilities are, as figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from bench.tagging.opinions import Told

from curator.topics.calibrator import Calibrator, decide


def micro_f1(pairs: Iterable[tuple[np.ndarray, np.ndarray]], fitted: Calibrator) -> float:
    """Micro-F1 of deciding by ``fitted``; ``pairs`` are probabilities and labels."""
    right = wrong = missed = 0.0
    for probabilities, labels in pairs:
        chosen = np.zeros(len(labels))
        chosen[decide(list(probabilities), fitted)] = 1
        right += float((chosen * labels).sum())
        wrong += float((chosen * (1 - labels)).sum())
        missed += float(((1 - chosen) * labels).sum())
    return 2 * right / max(1.0, 2 * right + wrong + missed)


def precision_at_1(pairs: Iterable[tuple[np.ndarray, np.ndarray]]) -> float:
    """How often the best-scored topic of a labelled item is one of its labels."""
    hits = [labels[probabilities.argmax()] for probabilities, labels in pairs if labels.any()]
    return float(np.mean(hits)) if hits else math.nan


def calibration_error(pairs: Iterable[tuple[np.ndarray, np.ndarray]], bins: int = 10) -> float:
    """Expected calibration error over equal-width bins of all topic probabilities."""
    listed = list(pairs)
    said = np.concatenate([probabilities for probabilities, _ in listed])
    true = np.concatenate([labels for _, labels in listed])
    place = np.minimum((said * bins).astype(int), bins - 1)
    gaps = [
        abs(said[place == i].mean() - true[place == i].mean()) * (place == i).mean()
        for i in range(bins)
        if (place == i).any()
    ]
    return float(sum(gaps))


Pairs = dict[tuple[str, str], list[tuple[np.ndarray, np.ndarray]]]


def grouped(told: Told, said: Sequence[np.ndarray]) -> Pairs:
    """Probabilities and labels by set and form."""
    found: Pairs = {}
    for (item, _), probabilities in zip(told, said, strict=True):
        found.setdefault(item.group, []).append((probabilities, item.labels))
    return found
