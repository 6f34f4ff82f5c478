"""The usage model: one linear model per area, and its opinion of items that it has not seen.

The opinion of an item comes once from a model fitted to other items of its set, once from one fitted
to the other sets, so that the calibrator learns how far to trust it at home and abroad.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from bench.tagging.labelled import FOLDS, SETS, Item, taxonomy_of

from curator.topics import usage
from curator.topics.areas import areas
from curator.topics.signals import usage_signals

Told = Sequence[tuple[Item, np.ndarray]]
"""Items with all their signals."""


def fit_usage(chosen: Sequence[Item], strength: float = 6.0) -> usage.Model:
    """One logistic regression per area, from the items whose set has a topic of that area."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    matrix = csr_matrix(
        (
            np.concatenate([item.words.values for item in chosen]),
            np.concatenate([item.buckets for item in chosen]),
            np.cumsum([0, *(len(item.buckets) for item in chosen)]),
        ),
        shape=(len(chosen), usage.BUCKETS),
    )
    matrix.sum_duplicates()
    names, weights, biases = [], [], []
    for area in (*(area.name for area in areas()), usage.FIELD):
        known = [(i, item.areas[area]) for i, item in enumerate(chosen) if area in item.areas]
        yes = sum(label for _, label in known)
        if not 20 <= yes < len(known):  # too few, in both forms, to learn from
            continue
        places, labels = zip(*known, strict=True)
        model = LogisticRegression(C=strength, solver="liblinear").fit(matrix[list(places)], labels)
        names.append(area)
        weights.append(model.coef_[0])
        biases.append(float(model.intercept_[0]))
    return usage.Model(tuple(names), np.array(weights), np.array(biases))


def opinions(chosen: Sequence[Item], model: usage.Model) -> list[np.ndarray]:
    """The full signals of items, the usage column by ``model``."""
    readers = {name: usage.Usage(taxonomy_of(name), model) for name in SETS}
    found = []
    for item in chosen:
        reader = readers[item.set]
        used = usage_signals(reader, reader.read(item.words))
        found.append(np.hstack([item.signals, used, item.meant]))
    return found


def unseen(chosen: Sequence[Item]) -> list[tuple[Item, np.ndarray]]:
    """Every item with signals from models that have not seen it: at home, then abroad."""
    told = []
    for fold in range(FOLDS):
        model = fit_usage([item for item in chosen if _inner(item) != fold])
        part = [item for item in chosen if _inner(item) == fold]
        told += list(zip(part, opinions(part, model), strict=True))
    sets = {item.set for item in chosen}
    for name in sorted(sets) if len(sets) > 1 else ():
        model = fit_usage([item for item in chosen if item.set != name])
        part = [item for item in chosen if item.set == name]
        told += list(zip(part, opinions(part, model), strict=True))
    return told


def _inner(item: Item) -> int:
    return crc32(f"inner{item.set}{item.number}".encode()) % FOLDS


def write(model: usage.Model, folder: Path) -> None:
    """Store the usage model as signed bytes with one step size per area."""
    steps = np.abs(model.weights).max(axis=1) / 127
    bytes_ = np.round(model.weights / steps[:, None]).astype(np.int8).tobytes()
    head = {"areas": model.names, "steps": [round(float(x), 6) for x in steps]}
    head["biases"] = [round(float(x), 4) for x in model.biases]
    (folder / "usage.bin").write_bytes(bytes_)
    (folder / "usage.json").write_text(json.dumps(head, indent=1) + "\n")
