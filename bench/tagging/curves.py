"""The calibrator: non-decreasing curves of every signal, fitted to items and their labels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from bench.tagging.labelled import Item
from bench.tagging.opinions import Told

from curator.topics.calibrator import Calibrator
from curator.topics.signals import MEANING, SIGNALS

BEST_FLOOR, FLOOR = 0.3, 0.45
"""A tag of probability p raises F1 where p > F1 / 2; the best topic gets the benefit of the doubt."""
QUANTILES = (0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
EXACT = {"ftol": 1e-14, "gtol": 1e-7, "maxiter": 20_000, "maxfun": 40_000}
"""So near to the optimum that no digit kept depends on the machine or its number of threads."""
ELSEWHERE = 0.2
"""The weight of pages about none of the topics, which come with all topics at once."""


def fit_calibrator(told: Told) -> dict[str, Any]:
    """The numbers of ``calibrator.json``: curves, bias, scale and floors."""
    sizes: dict[tuple[str, str], int] = {}
    for item, _ in told:
        sizes[item.group] = sizes.get(item.group, 0) + 1
    values = np.vstack([signals for _, signals in told])
    labels = np.concatenate([item.labels for item, _ in told])
    weight = np.concatenate(
        [
            np.full(len(item.labels), weight_of(item) * math.sqrt(1000 / sizes[item.group]))
            for item, _ in told
        ]
    )
    knots = [_knots(values[:, column]) for column in range(values.shape[1])]
    slopes, bias = _monotone(_expand(values, knots), labels, weight)
    curves = {}
    names = (*SIGNALS, *MEANING)[: len(knots)]
    for name, at in zip(names, knots, strict=True):
        steps, slopes = slopes[: len(at) - 1], slopes[len(at) - 1 :]
        adds = np.concatenate([[0.0], np.cumsum(steps)])
        curves[name] = {"at": _round(at), "adds": _round(adds)}
    plain = {"from": [-6.0, 6.0], "to": [-6.0, 6.0]}
    numbers = {"bias": round(bias, 4), "signals": curves, "scale": plain}
    return numbers | {"best_floor": BEST_FLOOR, "floor": FLOOR}


def weight_of(item: Item) -> float:
    """What an item counts."""
    return ELSEWHERE if item.set == "web" else 1.0


def _knots(column: np.ndarray) -> np.ndarray:
    there = column[column > 1e-9]
    if len(there) < 50:
        return np.array([0.0, 1.0])
    return np.concatenate([[0.0], np.unique(np.quantile(there, QUANTILES).round(4))])


def _expand(values: np.ndarray, knots: Sequence[np.ndarray]) -> np.ndarray:
    parts = [
        np.clip(values[:, column] - low, 0, high - low) / (high - low)
        for column, at in enumerate(knots)
        for low, high in pairwise(at)
    ]
    return np.stack(parts, axis=1)


def _monotone(
    values: np.ndarray, labels: np.ndarray, weight: np.ndarray, decay: float = 3.0
) -> tuple[np.ndarray, float]:
    """Logistic regression with weights that are not negative."""
    from scipy.optimize import minimize

    size = values.shape[1]

    def loss(numbers: np.ndarray) -> tuple[float, np.ndarray]:
        logits = values @ numbers[:size] + numbers[size]
        error = weight * (1 / (1 + np.exp(-logits)) - labels)
        cost = float((weight * (np.logaddexp(0, logits) - labels * logits)).sum())
        cost += decay * float(numbers[:size] @ numbers[:size]) / 2
        return cost, np.append(values.T @ error + decay * numbers[:size], error.sum())

    start = np.append(np.full(size, 0.1), -2.0)
    bounds = [(0, None)] * size + [(None, None)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=EXACT).x
    return found[:size], float(found[size])


def _round(values: Iterable[float]) -> list[float]:
    return [round(float(value), 4) for value in values]


def scores(told: Told, numbers: dict[str, Any]) -> list[np.ndarray]:
    """The probabilities of every topic of every item."""
    fitted = Calibrator.of(numbers)
    return [_probabilities(fitted, signals) for _, signals in told]


def _probabilities(fitted: Calibrator, signals: np.ndarray) -> np.ndarray:
    logits = fitted.rescale(fitted.bias + fitted.contributions(signals).sum(axis=1))
    probabilities: np.ndarray = 1 / (1 + np.exp(-logits))
    return probabilities


def scale(said: np.ndarray, labels: np.ndarray, weight: np.ndarray) -> dict[str, list[float]]:
    """Log-odds as said and as they turned out: isotonic regression, at a few points."""
    from sklearn.isotonic import IsotonicRegression

    order = np.argsort(said)
    fitted = IsotonicRegression(y_min=0.005, y_max=0.99, out_of_bounds="clip")
    fitted.fit(said[order], labels[order], sample_weight=weight[order])
    points = np.quantile(said[said > -5], np.linspace(0.01, 0.99, 12))
    meant = fitted.predict(points)
    rising = np.maximum.accumulate(np.log(meant / (1 - meant)) + np.arange(12) * 1e-3)
    return {"from": _round(points), "to": _round(rising)}
