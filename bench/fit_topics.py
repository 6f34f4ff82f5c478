"""Fits the numbers of the tagger on the labelled set and reports how well they carry over.

    python bench/fit_topics.py background     # word frequencies → data/background.bin
    python bench/fit_topics.py fit            # usage and calibrator → topics/*.bin, *.json
    python bench/fit_topics.py report         # cross-validated, and each set held out whole

Needs the corpora in CURATOR_CORPORA and scikit-learn. Only numbers are kept.

Every item is read twice, whole and by its title alone, so that thresholds carry over between long
and short texts. The usage model's opinion of an item always comes from a model that has not seen
it: once from one fitted to other items of its set, once from one fitted to the other sets, so that
the calibrator learns how far to trust it at home and abroad. Pages of the general web, labelled with
no topic, teach what is not about the field at all.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import yaml

from curator import vectors
from curator.model import Resource, Topic
from curator.topics import calibrator as calibration
from curator.topics import usage
from curator.topics.calibrator import Calibrator, decide
from curator.topics.document import document
from curator.topics.lexicon import areas, called, lend
from curator.topics.signals import SIGNALS, Reader, usage_signals
from curator.topics.taxonomy import Taxonomy
from curator.words import terms

TOPICS_FOLDER = Path(calibration.__file__).parent
SETS = ("mwml", "hf", "arxiv", "web")
FIELD = re.compile(
    r"\b(?:machine learning|deep learning|neural|artificial intelligence|ai|llms?|python|algorithm"
    r"|data scien\w+|pytorch|gpt|robot)\b",
    re.IGNORECASE,
)
FOLDS = 3
BEST_FLOOR, FLOOR = 0.3, 0.45
"""A tag of probability p raises F1 where p > F1 / 2; the best topic gets the benefit of the doubt."""
QUANTILES = (0.1, 0.3, 0.5, 0.7, 0.9, 0.98)


def corpus() -> Path:
    """The folder of the labelled sets."""
    return Path(os.environ["CURATOR_CORPORA"]) / "topics"


@cache
def rows() -> tuple[dict[str, Any], ...]:
    """The labelled items, and pages of the general web that are about none of the topics."""
    with (corpus() / "tagging.jsonl").open(encoding="utf-8") as lines:
        return (*map(json.loads, lines), *elsewhere("wcxb-dev"))


def elsewhere(name: str) -> list[dict[str, Any]]:
    """The pages of a set that do not speak of the field at all, labelled with nothing."""
    found: list[dict[str, Any]] = []
    with (corpus().parent / "pages" / name / "items.jsonl").open(encoding="utf-8") as lines:
        for truth in (json.loads(line)["truth"] for line in lines):
            title, body = truth.get("title") or "", truth.get("text") or ""
            if title and body and not FIELD.search(f"{title} {body[:4000]}"):
                found.append({"set": "web", "title": title, "body": body, "labels": []})
    return found


@cache
def taxonomy_of(name: str) -> tuple[Topic, ...]:
    """The topics that a set has labels for, as acceptance writes them into feeds.yaml."""
    labels = {label for row in rows() if name in (row["set"], "web") for label in row["labels"]}
    return topics_of(labels)


def topics_of(slugs: Collection[str]) -> tuple[Topic, ...]:
    """The topics with these slugs, in the order of the file."""
    raw = yaml.safe_load((corpus() / "topics.yaml").read_text(encoding="utf-8"))["topics"]
    return tuple(_topic(one) for one in raw if one["id"] in slugs)


def _topic(raw: dict[str, Any]) -> Topic:
    return Topic(
        raw["id"],
        raw["name"],
        raw["description"],
        aliases=tuple(map(str, raw.get("strong") or ())),
        weak=tuple(map(str, raw.get("weak") or ())),
        exclude=tuple(map(str, raw.get("exclude") or ())),
    )


# --------------------------------------------------------------------------- items


@dataclass(frozen=True)
class Item:
    """One labelled item in one form, read."""

    set: str
    form: str
    """``whole`` or ``title``."""
    number: int
    labels: np.ndarray
    signals: np.ndarray
    """Without the columns of usage."""
    words: usage.Weighed

    @property
    def fold(self) -> int:
        """Which fold it is in, all forms together."""
        return crc32(f"{self.set}{self.number}".encode()) % FOLDS

    @property
    def group(self) -> tuple[str, str]:
        """The set and form, which are scored apart."""
        return self.set, self.form


def items(name: str) -> list[Item]:
    """All items of a set, whole and by their titles alone."""
    topics = taxonomy_of(name)
    silent = usage.Model((), np.zeros((0, usage.BUCKETS)), np.zeros(0))
    reader = Reader(Taxonomy(topics, lend(topics)), silent)
    found = []
    for number, row in enumerate(row for row in rows() if row["set"] == name):
        labels = np.array([topic.slug in row["labels"] for topic in topics], dtype=float)
        whole = Resource("", "", row["title"], text=row["body"] or "")
        for form, resource in (("whole", whole), ("title", replace(whole, text=""))):
            read = document(resource)
            signals = reader.read(read).values[:, :-2]
            found.append(Item(name, form, number, labels, signals, usage.weigh(read)))
    return found


# --------------------------------------------------------------------------- usage


def fit_usage(chosen: Sequence[Item], strength: float = 6.0) -> usage.Model:
    """One logistic regression per area, from the items whose set has a topic of that area."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    entries = [
        (i, usage.bucket(term), value)
        for i, one in enumerate(chosen)
        for term, value in zip(*one.words, strict=True)
    ]
    which, columns, values = zip(*entries, strict=True)
    matrix = csr_matrix((values, (which, columns)), shape=(len(chosen), usage.BUCKETS))
    names, weights, biases = [], [], []
    for area in (*(area.name for area in areas()), usage.FIELD):
        told = [(i, _label(item, area)) for i, item in enumerate(chosen)]
        known = [(i, label) for i, label in told if label is not None]
        yes = sum(label for _, label in known)
        if not 20 <= yes < len(known):  # too few, in both forms, to learn from
            continue
        places, labels = zip(*known, strict=True)
        model = LogisticRegression(C=strength, solver="liblinear").fit(matrix[list(places)], labels)
        names.append(area)
        weights.append(model.coef_[0])
        biases.append(float(model.intercept_[0]))
    return usage.Model(tuple(names), np.array(weights), np.array(biases))


@cache
def _places(name: str, area: str) -> tuple[int, ...]:
    known = {one.name: one for one in areas()}[area]
    topics = taxonomy_of(name)
    return tuple(i for i, topic in enumerate(topics) if called(topic.name, known))


def _label(item: Item, area: str) -> bool | None:
    if area == usage.FIELD:
        return item.set != "web"
    places = _places(item.set, area)
    return bool(item.labels[list(places)].any()) if places else None


def opinions(chosen: Sequence[Item], model: usage.Model) -> list[np.ndarray]:
    """The full signals of items, the usage column by ``model``."""
    readers = {name: usage.Usage(taxonomy_of(name), model) for name in SETS}
    found = []
    for item in chosen:
        reader = readers[item.set]
        found.append(np.hstack([item.signals, usage_signals(reader, reader.read(item.words))]))
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


# --------------------------------------------------------------------------- the calibrator


ELSEWHERE = 0.2
"""The weight of pages about none of the topics, which come with all topics at once."""


def fit_calibrator(told: Sequence[tuple[Item, np.ndarray]]) -> dict[str, Any]:
    """The numbers of ``calibrator.json``: curves, bias, scale and floors."""
    sizes: dict[tuple[str, str], int] = {}
    for item, _ in told:
        sizes[item.group] = sizes.get(item.group, 0) + 1
    values = np.vstack([signals for _, signals in told])
    labels = np.concatenate([item.labels for item, _ in told])
    weight = np.concatenate(
        [
            np.full(len(item.labels), _weight(item) * math.sqrt(1000 / sizes[item.group]))
            for item, _ in told
        ]
    )
    knots = [_knots(values[:, column]) for column in range(values.shape[1])]
    slopes, bias = _monotone(_expand(values, knots), labels, weight)
    curves = {}
    for name, at in zip(SIGNALS, knots, strict=True):
        steps, slopes = slopes[: len(at) - 1], slopes[len(at) - 1 :]
        adds = np.concatenate([[0.0], np.cumsum(steps)])
        curves[name] = {"at": _round(at), "adds": _round(adds)}
    plain = {"from": [-6.0, 6.0], "to": [-6.0, 6.0]}
    numbers = {"bias": round(bias, 4), "signals": curves, "scale": plain}
    return numbers | {"best_floor": BEST_FLOOR, "floor": FLOOR}


def _weight(item: Item) -> float:
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
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found[:size], float(found[size])


def _round(values: Iterable[float]) -> list[float]:
    return [round(float(value), 4) for value in values]


def scores(told: Sequence[tuple[Item, np.ndarray]], numbers: dict[str, Any]) -> list[np.ndarray]:
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


# --------------------------------------------------------------------------- figures


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


def grouped(told: Sequence[tuple[Item, np.ndarray]], said: Sequence[np.ndarray]) -> Pairs:
    """Probabilities and labels by set and form."""
    found: Pairs = {}
    for (item, _), probabilities in zip(told, said, strict=True):
        found.setdefault(item.group, []).append((probabilities, item.labels))
    return found


def held_out(
    every: Sequence[Item], keep: Callable[[Item], bool]
) -> tuple[list[tuple[Item, np.ndarray]], dict[str, Any]]:
    """Fit on the items that ``keep`` picks; the others with their signals, and the numbers."""
    train = [item for item in every if keep(item)]
    test = [item for item in every if not keep(item)]
    told = unseen(train)
    numbers = fit_calibrator(told)
    return list(zip(test, opinions(test, fit_usage(train)), strict=True)), numbers


def report(every: Sequence[Item]) -> None:
    """Print cross-validated figures, then figures with each set held out whole."""
    told: list[tuple[Item, np.ndarray]] = []
    said: list[np.ndarray] = []
    numbers: dict[str, Any] = {}
    for fold in range(FOLDS):
        part, numbers = held_out(every, lambda item, fold=fold: item.fold != fold)  # type: ignore[misc]
        told += part
        said += scores(part, numbers)
    pairs = grouped(told, said)
    _print("cross-validated", pairs, numbers)
    for name in SETS:
        part, numbers = held_out(every, lambda item, name=name: item.set != name)  # type: ignore[misc]
        _print(f"without {name}", grouped(part, scores(part, numbers)), numbers)


def _print(title: str, pairs: Pairs, numbers: dict[str, Any]) -> None:
    fitted = Calibrator.of(numbers)
    for group, part in sorted(pairs.items()):
        print(
            f"{title:16} {group[0]:6} {group[1]:6} micro-F1 {micro_f1(part, fitted):.3f}"
            f"  tagged {np.mean([bool(decide(list(p), fitted)) for p, _ in part]):.2f}"
            f"  P@1 {precision_at_1(part):.3f}  ECE {calibration_error(part):.3f}",
            flush=True,
        )


# --------------------------------------------------------------------------- what is kept


def write(every: Sequence[Item]) -> None:
    """Fit to everything and write the numbers."""
    told = unseen(every)
    numbers = fit_calibrator(told)
    said = scores(told, numbers)
    flat = np.log(np.concatenate(said) / (1 - np.concatenate(said)))
    labels = np.concatenate([item.labels for item, _ in told])
    weight = np.concatenate([np.full(len(i.labels), _weight(i)) for i, _ in told])
    numbers["scale"] = scale(flat, labels, weight)
    (TOPICS_FOLDER / "calibrator.json").write_text(json.dumps(numbers, indent=1) + "\n")
    write_usage(fit_usage(every))


def write_usage(model: usage.Model) -> None:
    """Store the usage model as signed bytes with one step size per area."""
    steps = np.abs(model.weights).max(axis=1) / 127
    bytes_ = np.round(model.weights / steps[:, None]).astype(np.int8).tobytes()
    head = {"areas": model.names, "steps": [round(float(x), 6) for x in steps]}
    head["biases"] = _round(model.biases)
    (TOPICS_FOLDER / "usage.bin").write_bytes(bytes_)
    (TOPICS_FOLDER / "usage.json").write_text(json.dumps(head, indent=1) + "\n")


def write_background() -> None:
    """Count in how many texts each bucket of words occurs."""
    texts = [f"{row['title']} {row['body'] or ''}" for row in rows()]
    for split in ("train", "dev"):
        with (corpus() / "scitldr" / f"{split}.jsonl").open(encoding="utf-8") as lines:
            texts += [" ".join(json.loads(line)["source"]) for line in lines]
    for name in ("awesome-deep-learning", "awesome-dl-resources", "cs-video-courses"):
        links = json.loads((corpus() / name / "links.json").read_text(encoding="utf-8"))
        texts += [f"{link['title']} {link.get('desc', '')}" for link in links]
    with (corpus() / "coursera" / "coursera_data.csv").open(encoding="utf-8") as file:
        texts += [row["course_title"] for row in csv.DictReader(file)]
    found = [0] * vectors.BUCKETS
    for text in texts:
        for place in {vectors.bucket(term) for term in terms(text)}:
            found[place] += 1
    rarities = (math.log((len(texts) + 1) / (n + 1)) / vectors.STEP for n in found)
    target = Path(vectors.__file__).parent / "data" / "background.bin"
    target.write_bytes(bytes(min(255, round(value)) for value in rarities))


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("step", choices=["background", "fit", "report"])
    step = parser.parse_args().step
    if step == "background":
        write_background()
        return
    every = [item for name in SETS for item in items(name)]
    (write if step == "fit" else report)(every)


if __name__ == "__main__":
    main()
