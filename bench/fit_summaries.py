"""Fits the weights of the sentence scorer on SciTLDR (train) and reports ROUGE-L on dev.

    python -m bench.fit_summaries [--write]

Needs the corpora in CURATOR_CORPORA. Only the weights are kept.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from bench.rouge import rouge_l
from scipy.optimize import minimize

from curator.resources import summarise

TARGET = Path(summarise.__file__).with_name("sentences.json")


def documents(split: str) -> list[dict[str, Any]]:
    """The documents of SciTLDR-A."""
    path = Path(os.environ["CURATOR_CORPORA"]) / "topics" / "scitldr" / f"{split}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def table(split: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """Per document the features of its sentences and the ROUGE-L of what would be quoted of each."""
    rows = []
    for document in documents(split):
        found = document["source"][: summarise.CONSIDERED]
        named = summarise.features(found, document.get("title", ""))
        values = np.array([[row.get(name, 0.0) for name in summarise.FEATURES] for row in named])
        said = map(summarise.standalone, found)
        gains = [max(rouge_l(one, ref) for ref in document["target"]) for one in said]
        rows.append((values, np.array(gains)))
    return rows


def fit(rows: list[tuple[np.ndarray, np.ndarray]], decay: float = 0.005) -> np.ndarray:
    """Weights that raise the expected ROUGE-L of a soft choice among each text's sentences."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = 0.0, np.zeros_like(weights)
        for features, gains in rows:
            logits = features @ weights
            share = np.exp(logits - logits.max())
            share /= share.sum()
            expected = share @ gains
            value -= expected
            slope -= features.T @ (share * (gains - expected))
        size = len(rows)
        return value / size + decay * float(weights @ weights) / 100, (
            slope / size + 2 * decay * weights / 100
        )

    start = np.zeros(len(summarise.FEATURES))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    weights: np.ndarray = found.x
    return weights


def report(rows: list[tuple[np.ndarray, np.ndarray]], weights: np.ndarray) -> str:
    """ROUGE-L of the chosen sentence, of the first, and of the best possible one."""
    chosen = np.mean([gains[(features @ weights).argmax()] for features, gains in rows])
    first = np.mean([gains[0] for _, gains in rows])
    oracle = np.mean([gains.max() for _, gains in rows])
    return f"chosen {chosen:.3f}, first {first:.3f}, oracle {oracle:.3f}"


def main() -> None:
    """Fit, report, and write with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--decay", type=float, default=0.005)
    options = parser.parse_args()
    train, dev = table("train"), table("dev")
    weights = fit(train, options.decay)
    print("train:", report(train, weights))
    print("dev:  ", report(dev, weights))
    named = {
        name: round(float(value), 3)
        for name, value in zip(summarise.FEATURES, weights, strict=True)
    }
    print(json.dumps(named, indent=1))
    if options.write:
        TARGET.write_text(json.dumps(named, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
