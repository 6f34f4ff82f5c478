"""Fits ``src/curator/resources/text_weights.json`` on pages whose main text is known.

    CURATOR_CORPORA=… python bench/fit_text.py [--check]

A block counts as main text where at least half of its runs of three words stand in the known text.
The figures printed are word F1 on domains that the fit had not seen (four folds).
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from curator import urls
from curator.resources import document
from curator.resources import text as main_text
from curator.resources.maintext import ballots, blocks, extractors, render
from curator.resources.maintext.blocks import Block

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from tests.eval import truth

WEIGHTS = pathlib.Path(__file__).parent.parent / "src/curator/resources/text_weights.json"
SETS = {"wcxb-dev": 1.0, "scrapinghub-aeb": 5.0}
"""How much a page of each set counts: both sets alike, and the second has fewer pages."""
THRESHOLD = 0.53
RIDGE = 0.3
Floats = NDArray[np.float64]


@dataclass
class Example:
    """One page: its blocks with their signs, and what is known of them."""

    name: str
    domain: str
    title: str
    known: str
    found: list[Block]
    signs: list[dict[str, float]]
    right: Floats


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="print figures, write nothing")
    args = parser.parse_args()
    examples = gathered(pathlib.Path(os.environ["CURATOR_CORPORA"]) / "pages")
    report(examples)
    if not args.check:
        names = _names(examples)
        bias, weights = learned(examples, names)
        signs = {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}
        found = {"bias": round(bias, 4), "signs": signs, "threshold": THRESHOLD}
        WEIGHTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def gathered(pages: pathlib.Path) -> list[Example]:
    """The pages of all sets that have a text and blocks."""
    jobs = [(pages / name, item) for name in SETS for item in truth.items(pages / name)
            if isinstance(item["truth"].get("text"), str) and item["truth"]["text"].strip()
            and (item["truth"].get("page_type") or "article") == "article"]  # fmt: skip
    with ProcessPoolExecutor(2) as pool:
        return [one for one in pool.map(_example, jobs, chunksize=8) if one and one.signs]


def _example(job: tuple[pathlib.Path, dict[str, Any]]) -> Example | None:
    folder, item = job
    parsed = document.parse(truth.page(folder, item, datetime.now(UTC)))
    found = blocks.of_page(parsed.body, parsed.base)
    opinions = ballots.Opinions(extractors.ask(parsed))
    signs = ballots.cast(found, parsed.title_tag, opinions)
    known = ballots.Opinion.of(item["truth"]["text"])
    right = [known.share(ballots.Opinion.of(block.plain).words) > 0.5 for block in found]
    domain = urls.registrable_domain(urls.host(item["url"]))
    return Example(
        folder.name,
        domain,
        parsed.title_tag,
        item["truth"]["text"],
        found,
        signs,
        np.array(right, float),
    )


def learned(examples: list[Example], names: list[str]) -> tuple[float, Floats]:
    """Bias and weights of a ridge logistic regression; a page counts once, its blocks by length."""
    matrix = np.vstack([_matrix(one, names) for one in examples])
    right = np.concatenate([one.right for one in examples])
    share = np.concatenate([_shares(one) for one in examples])
    scaler = StandardScaler().fit(matrix)
    model = LogisticRegression(C=RIDGE, max_iter=1000)
    model.fit(scaler.transform(matrix), right, sample_weight=share / share.mean())
    weights = model.coef_[0] / scaler.scale_
    return float(model.intercept_[0] - weights @ scaler.mean_), weights


def _names(examples: list[Example]) -> list[str]:
    """The names of all signs that any block has."""
    return sorted({name for one in examples for signs in one.signs for name in signs})


def _matrix(example: Example, names: list[str]) -> Floats:
    return np.array([[signs.get(name, 0.0) for name in names] for signs in example.signs])


def _shares(example: Example) -> Floats:
    lengths: Floats = np.array([len(block.plain.split()) + 1 for block in example.found], float)
    shares: Floats = lengths / lengths.sum() * SETS[example.name]
    return shares


def report(examples: list[Example]) -> None:
    """Word F1 by set on held-out domains."""
    names = _names(examples)
    scores: dict[str, list[float]] = {name: [] for name in SETS}
    for train, test in GroupKFold(4).split(examples, groups=[one.domain for one in examples]):
        bias, weights = learned([examples[k] for k in train], names)
        for k in test:
            one = examples[k]
            likely = bias + _matrix(one, names) @ weights >= np.log(THRESHOLD / (1 - THRESHOLD))
            kept = main_text.kept(one.found, one.title, list(likely))
            scores[one.name].append(truth.word_f1(render.plain(kept), one.known))
    for name, values in scores.items():
        print(f"{name}: {len(values)} pages, word F1 {np.mean(values):.4f}")


if __name__ == "__main__":
    main()
