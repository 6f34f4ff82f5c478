"""Fits ``src/curator/resources/weights.json`` on labelled pages.

    CURATOR_CORPORA=… python bench/fit_weights.py [--check]

For every page the ballots of a field compete with each other and with "none of them" in a
conditional logit; what is fitted is the weight of each sign (an origin, a trait of the value),
never of a site. Confidence is calibrated, and the bounds are set, on predictions for domains that
the fit had not seen: five folds by registrable domain, divided anew eight times, for by one division
a bound hangs on a page or two. ``--check`` only prints the figures.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pathlib
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold

from curator import urls
from curator.errors import CuratorError
from curator.model import Page
from curator.resources import document, walls
from curator.resources.choose import authors, published, site, title
from curator.resources.collect import collect
from curator.resources.found import Found
from curator.resources.vote import NONE, Ballot

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from tests.eval import truth
from tests.eval.page_scores import NOW

WEIGHTS = pathlib.Path(__file__).parent.parent / "src/curator/resources/weights.json"
FIELDS = {"title": title.ballots, "authors": authors.ballots, "published": published.ballots}
SETS = {"wcxb-dev": 1.0, "trafilatura-eval": 1.0, "postlight-fixtures": 1.0}
PLAIN = "wcxb-dev"
"""The set that also says which pages have no author and no date."""
OTHER_KINDS = 0.3
"""Shops, services and listings count less than what is worth reading."""
RIDGE = 2.0
RAREST = 4
"""Signs seen less often are left out."""
SURE = {"title": 0.973, "authors": 0.97, "published": 0.97}
"""How many of the sure values are to be right: 97 in a hundred, with a little air for other pages
where a field has some to give."""
DIVISIONS = 8
"""Of the domains into folds."""
CHECKED = frozenset({"wcxb-dev", "postlight-fixtures"})
"""Sets whose answers people looked over several times: by their articles confidence is measured."""
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
THRESHOLDS = {"title": 0.0, "authors": 0.25, "published": 0.5}
"""Below it nothing is given. A wrong date is worse than none: it mails old posts as new."""
# No labelled page comes with its feed's entry, so these are set by hand: a feed's author knows.
GIVEN = {
    "title": {"from feed": 2.0, "from pdf": 1.0, "from pdf:text": 1.5, "from citation": 3.0},
    "authors": {"from feed": 2.5, "from pdf": 1.5, "from citation": 3.0},
    "published": {"from feed": 3.5},
}
Floats = NDArray[np.float64]


@dataclass
class Example:
    """One field of one page: its ballots and which of them are right."""

    name: str
    """Of its set."""
    domain: str
    weight: float
    signs: list[dict[str, float]]
    right: list[bool]


def main() -> None:
    """Fit all fields and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="print figures, write nothing")
    args = parser.parse_args()
    pages = pathlib.Path(os.environ["CURATOR_CORPORA"]) / "pages"
    examples = gathered(pages)
    fitted = {name: fit(name, examples[name]) for name in FIELDS}
    if not args.check:
        WEIGHTS.write_text(json.dumps(fitted, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def gathered(pages: pathlib.Path) -> dict[str, list[Example]]:
    """The examples of every field on all labelled pages."""
    items = [(pages / name, item) for name in SETS for item in truth.items(pages / name)]
    found: dict[str, list[Example]] = {name: [] for name in FIELDS}
    with ProcessPoolExecutor(2) as pool:
        for one in pool.map(_examples, items, chunksize=16):
            for name, example in one.items():
                found[name].append(example)
    return found


def _examples(job: tuple[pathlib.Path, dict[str, Any]]) -> dict[str, Example]:
    folder, item = job
    page = truth.page(folder, item, NOW)
    try:
        found = _found(page)
    except CuratorError:
        return {}
    made = {}
    for name, ballots in FIELDS.items():
        known, value = truth.wanted(folder.name, item, name)
        cast = ballots(found)
        if known and cast:
            right = [truth.same(name, _answer(name, one), value) for one in cast]
            made[name] = Example(folder.name, _domain(item["url"]), _weight(folder.name, item),
                                 [one.signs() for one in cast], right)  # fmt: skip
    return made


def _answer(name: str, ballot: Ballot) -> str | list[str]:
    return ballot.value.split("; ") if name == "authors" else ballot.value


def _found(page: Page) -> Found:
    parsed = document.parse(page)
    walls.check(parsed)
    bare = Found(parsed.url, page.fetched_at, collect(parsed), parsed.title_tag)
    return Found(bare.url, bare.now, bare.candidates, bare.title_tag, site.choose(bare)[0])


def _domain(url: str) -> str:
    return urls.registrable_domain(urls.host(url))


def _weight(name: str, item: dict[str, Any]) -> float:
    kind = item["truth"].get("page_type") or "article"
    return SETS[name] * (1.0 if kind == "article" else OTHER_KINDS)


# --------------------------------------------------------------------------- the model


def fit(name: str, examples: list[Example]) -> dict[str, Any]:
    """The weights of a field, its calibration and bounds."""
    checked = np.array([one.name in CHECKED and one.weight == SETS[one.name] for one in examples])
    divisions = [held_out(examples, seed) for seed in range(DIVISIONS)]
    chance = np.concatenate([chances[checked] for chances, _ in divisions])
    right = np.concatenate([rights[checked] for _, rights in divisions])
    iso = _isotonic(chance, right)
    points = sorted({round(float(p), 3) for p in np.quantile(chance, np.linspace(0, 1, 13))})
    calibration = [[p, round(float(iso.predict([p])[0]), 4)] for p in points]
    vocabulary, weights = learned(examples)
    signs = {
        k: round(float(weights[i]), 3) for k, i in vocabulary.items() if not k.startswith(NONE)
    }
    signs = {k: v for k, v in signs.items() if abs(v) >= 0.02} | GIVEN[name]
    sure = _sure_from(chance, right, SURE[name])
    print(reliability(name, chance, right, sure))
    return {
        "none": round(float(weights[vocabulary[NONE]]), 3),
        "signs": signs,
        "threshold": THRESHOLDS[name],
        "sure": round(sure, 4),
        "calibration": calibration,
    }


def reliability(name: str, chance: Floats, right: Floats, sure: float) -> str:
    """A Markdown table: what was told with which confidence, and how much of it was right.

    Numbers of pages are those of one division.
    """
    given = chance >= THRESHOLDS[name]
    told = _told(chance, right)[given]
    known, certain = right[given], chance[given] >= sure
    total = (
        f"{name}: {len(right) // DIVISIONS} pages, {round(given.sum() / DIVISIONS)} answers, "
        f"{known.mean():.3f} right; "
        f"sure {certain.mean():.3f}, of these right {known[certain].mean():.3f}"
    )
    lines = [total, "",
             "| confidence | answers | mean confidence | right |", "|---|---|---|---|"]  # fmt: skip
    for low, high in pairwise(BINS):
        if (inside := (told >= low) & (told < high)).any():
            lines.append(f"| {low:.2f} to {min(high, 1.0):.2f} | {round(inside.sum() / DIVISIONS)} "
                         f"| {told[inside].mean():.2f} | {known[inside].mean():.2f} |")  # fmt: skip
    return "\n".join(lines)


def _told(chance: Floats, right: Floats) -> Floats:
    """Calibrated confidence of each answer, by a calibration that had not seen it."""
    told = np.zeros(len(chance))
    page = np.arange(len(chance)) % (len(chance) // DIVISIONS)
    for fold in range(5):
        apart = page % 5 == fold
        told[apart] = _isotonic(chance[~apart], right[~apart]).predict(chance[apart])
    return told


def _isotonic(chance: Floats, right: Floats) -> IsotonicRegression:
    return IsotonicRegression(y_min=0.01, y_max=0.995, out_of_bounds="clip").fit(chance, right)


def held_out(examples: list[Example], seed: int) -> tuple[Floats, Floats]:
    """For each page the best ballot's chance and whether it is right, by a fit without its domain.

    ``seed`` says how domains are divided into folds.
    """
    chance, right = np.zeros(len(examples)), np.zeros(len(examples))
    division = GroupKFold(5, shuffle=True, random_state=seed)
    folds = division.split(examples, groups=[one.domain for one in examples])
    for train, test in folds:
        vocabulary, weights = learned([examples[k] for k in train])
        for k in test:
            unseen = replace(examples[k], name=PLAIN)
            probabilities = _softmax(_matrix(unseen, vocabulary) @ weights)[:-1]
            best = int(np.argmax(probabilities))
            chance[k], right[k] = probabilities[best], examples[k].right[best]
    return chance, right


def learned(examples: list[Example]) -> tuple[dict[str, int], Floats]:
    """Weights that make the right ballots likely, kept small by a ridge."""
    vocabulary = _vocabulary(examples)
    matrices = [_matrix(one, vocabulary) for one in examples]
    everything = np.vstack(matrices)
    starts = np.cumsum([0] + [len(one) for one in matrices[:-1]])
    place = np.repeat(np.arange(len(matrices)), [len(one) for one in matrices])
    right = np.concatenate([np.array([*one.right, not any(one.right)], float) for one in examples])
    share = np.array([one.weight for one in examples])

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = everything @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[place])
        total = np.add.reduceat(powers, starts)
        good = np.maximum(np.add.reduceat(powers * right, starts), 1e-300)
        slope = everything.T @ (
            (powers / total[place] - powers * right / good[place]) * share[place]
        )
        value = float(share @ (np.log(total) - np.log(good)) + weights @ weights / (2 * RIDGE))
        return value, slope + weights / RIDGE

    result = minimize(
        loss, np.zeros(len(vocabulary)), jac=True, method="L-BFGS-B", options={"maxiter": 500}
    )
    return vocabulary, result.x


def _vocabulary(examples: list[Example]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for signs in _all_signs(examples):
        for name, value in signs.items():
            counted[name] = counted.get(name, 0) + bool(value)
    kept = sorted(name for name, count in counted.items() if count >= RAREST)
    # Sets differ in how often they hold that a page has no author or date. That is theirs and not
    # the page's: it is fitted, so that it spoils no other weight, and then left out.
    names = [*kept, *(f"{NONE} in {name}" for name in SETS if name != PLAIN), NONE]
    return {name: number for number, name in enumerate(names)}


def _all_signs(examples: list[Example]) -> Iterator[dict[str, float]]:
    for one in examples:
        yield from one.signs


def _matrix(example: Example, vocabulary: dict[str, int]) -> Floats:
    rows = np.zeros((len(example.signs) + 1, len(vocabulary)))
    for row, signs in zip(rows, example.signs, strict=False):
        for name, value in signs.items():
            if name in vocabulary:
                row[vocabulary[name]] = value
    rows[-1, vocabulary[NONE]] = 1.0
    if (own := f"{NONE} in {example.name}") in vocabulary:
        rows[-1, vocabulary[own]] = 1.0
    return rows


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def _sure_from(chance: Floats, right: Floats, wanted: float) -> float:
    """The lowest chance from which on so many are right as are ``wanted``."""
    order = np.argsort(-chance)
    falling = chance[order]
    running = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    # Pages whose ballots show the same signs have the same chance: all of them count, or none.
    last_alike = np.append(falling[:-1] > falling[1:], True)
    enough = np.flatnonzero((running >= wanted) & last_alike & (np.arange(len(order)) >= 30))
    return float(falling[enough[-1]]) if len(enough) else math.inf


if __name__ == "__main__":
    main()
