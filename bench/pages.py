"""Quality of fields and text on labelled pages, beside trafilatura and newspaper4k in the same run.

    CURATOR_CORPORA=… python -m bench.pages [SET…] [--misses]

Prints a Markdown table: F1 by field (strict), word F1 of texts, and how often a date is given for a
page that has none. ``--misses`` also prints each wrong answer of this project to standard error.
The weights were fitted on these sets; ``bench/fit_weights.py --check`` and ``bench/fit_text.py
--check`` print what holds for domains that a fit had not seen.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from tests.eval import page_scores, truth
from tests.eval.page_scores import FIELDS, NOW, READERS, Answers, Score

COLUMNS = ("title", "authors", "published", "false dates", "image", "text")
PROCESSES = 2


def main() -> None:
    """Read the pages of each set with each reader and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", choices=[*FIELDS, []], metavar="SET")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    pages = pathlib.Path(os.environ["CURATOR_CORPORA"]) / "pages"
    print(f"| set (pages) | reader | {' | '.join(COLUMNS)} |")
    print("|---" * (len(COLUMNS) + 2) + "|")
    with ProcessPoolExecutor(PROCESSES) as pool:
        for name in args.sets or FIELDS:
            items = page_scores.articles(pages / name)
            for reader in READERS:
                answers = pool.map(partial(_read, pages / name, reader), items, chunksize=4)
                score = _scored(name, items, list(answers), args.misses and reader == "curator")
                print(_row(f"{name} ({len(items)})", reader, score), flush=True)


def _read(folder: pathlib.Path, reader: str, item: dict[str, Any]) -> Answers:
    return READERS[reader](truth.page(folder, item, NOW))


def _scored(
    name: str,
    items: list[dict[str, Any]],
    answers: list[Answers],
    told: bool,  # noqa: FBT001 - private
) -> Score:
    score = Score()
    for item, answer in zip(items, answers, strict=True):
        score.take(name, item, answer)
        if told:
            _tell(name, item, answer)
    return score


def _tell(name: str, item: dict[str, Any], answer: Answers) -> None:
    for field in FIELDS[name]:
        if field == "text":
            continue
        asserted, value = truth.wanted(name, item, field)
        given = answer.get(field)
        if asserted and (value or given) and not truth.same(field, given, value):
            print(f"{field}\t{item['url']}\t{value!r}\t{given!r}", file=sys.stderr)


def _row(name: str, reader: str, score: Score) -> str:
    figures = score.figures()
    cells = (f"{figures[column]:.3f}" if column in figures else "" for column in COLUMNS)
    return f"| {name} | {reader} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
