"""Fits the numbers of the tagger on the labelled set and reports how well they carry over.

    python -m bench.fit_topics background     # word frequencies → data/background.bin
    python -m bench.fit_topics everyday       # words of pages on other things → topics/everyday.bin
    python -m bench.fit_topics meaning        # where texts stand on average → topics/meaning.bin
    python -m bench.fit_topics fit            # usage and calibrator → topics/*.bin, *.json
    python -m bench.fit_topics report         # cross-validated, and each set held out whole

With --semantic ``fit`` and ``report`` are of the calibrator for the semantic extra, which ``meaning``
needs too. Needs the corpora in CURATOR_CORPORA and scikit-learn. Only numbers are kept. The core's are
the same bytes each time; ``docs/topics.md`` tells why ``calibrator.json`` is from an earlier vocabulary.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from bench.tagging import opinions
from bench.tagging.curves import fit_calibrator, scale, scores, weight_of
from bench.tagging.figures import Pairs, calibration_error, grouped, micro_f1, precision_at_1
from bench.tagging.labelled import FOLDS, SETS, Item, corpus, elsewhere, items, rows

from curator import vectors
from curator.model import Resource
from curator.topics import calibrator as calibration
from curator.topics import everyday, semantic
from curator.topics.calibrator import Calibrator, decide
from curator.topics.document import document
from curator.topics.meaning import Embed, meaning
from curator.words import terms

TOPICS_FOLDER = Path(calibration.__file__).parent


def held_out(
    every: Sequence[Item], keep: Callable[[Item], bool]
) -> tuple[list[tuple[Item, np.ndarray]], dict[str, Any]]:
    """Fit on the items that ``keep`` picks; the others with their signals, and the numbers."""
    train = [item for item in every if keep(item)]
    test = [item for item in every if not keep(item)]
    told = opinions.unseen(train)
    numbers = fit_calibrator(told)
    return list(zip(test, opinions.opinions(test, opinions.fit_usage(train)), strict=True)), numbers


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


def write(every: Sequence[Item], name: str) -> None:
    """Fit to everything and write the numbers, those of the calibrator to ``name``."""
    told = opinions.unseen(every)
    numbers = fit_calibrator(told)
    said = scores(told, numbers)
    flat = np.log(np.concatenate(said) / (1 - np.concatenate(said)))
    labels = np.concatenate([item.labels for item, _ in told])
    weight = np.concatenate([np.full(len(i.labels), weight_of(i)) for i, _ in told])
    numbers["scale"] = scale(flat, labels, weight)
    (TOPICS_FOLDER / name).write_text(json.dumps(numbers, indent=1) + "\n")
    opinions.write(opinions.fit_usage(every), TOPICS_FOLDER)


def write_meaning() -> None:
    """The mean of the sentence vectors of all labelled items and their titles."""
    encode = _encoder()
    texts = [Resource("", "", row["title"], text=row["body"] or "") for row in rows()]
    reads = map(document, [*texts, *(replace(one, text="") for one in texts)])
    vectors_ = np.array([meaning(read, encode) for read in reads])
    (TOPICS_FOLDER / "meaning.bin").write_bytes(vectors_.mean(axis=0).astype("<f4").tobytes())


def write_everyday() -> None:
    """Mark the words that stand in one of sixty-six pages about other things."""
    pages = elsewhere("wcxb-dev")
    found: Counter[str] = Counter()
    for page in pages:
        found.update(set(terms(f"{page['title']} {page['body'][:6000]}")))
    bits = bytearray(everyday.BITS // 8)
    for word in (word for word, n in found.items() if n * 66 >= len(pages)):
        place = crc32(word.encode()) % everyday.BITS
        bits[place >> 3] |= 1 << (place & 7)
    (TOPICS_FOLDER / "everyday.bin").write_bytes(bytes(bits))


def _encoder() -> Embed:
    found = semantic.encoder()
    if found is None:
        raise SystemExit("install curator-digest[semantic] first")
    return found


def write_background() -> None:
    """Count in how many texts each bucket of words occurs."""
    texts = [f"{row['title']} {row['body'] or ''}" for row in rows() if row["set"] != "web"]
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


COUNTED = {
    "background": write_background,
    "everyday": write_everyday,
    "meaning": write_meaning,
}
"""The steps that only count."""


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("step", choices=[*COUNTED, "fit", "report"])
    parser.add_argument("--semantic", action="store_true")
    given = parser.parse_args()
    if given.step in COUNTED:
        COUNTED[given.step]()
        return
    embed = _encoder() if given.semantic else None
    every = [item for name in SETS for item in items(name, embed)]
    if given.step == "report":
        report(every)
    else:
        write(every, "calibrator-semantic.json" if given.semantic else "calibrator.json")


if __name__ == "__main__":
    main()
