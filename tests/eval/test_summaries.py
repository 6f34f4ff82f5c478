"""One verbatim sentence of a paper against its authors' own, beside LexRank and the first sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from bench.fit_summaries import documents, rouge_l

from curator.resources import summarise
from curator.vectors import alike, count, unit
from tests.corpora import corpora_folder
from tests.eval.floors import hold

Choose = Callable[[Sequence[str], str], int]


def lexrank(sentences: Sequence[str], title: str) -> int:
    """The most central sentence (Erkan and Radev, 2004): threshold .1, damping .15."""
    vectors = [unit(count("", sentence)) for sentence in sentences]
    linked = (alike(vectors, vectors) > 0.1).astype(float)
    np.fill_diagonal(linked, 1.0)
    steps = 0.15 / len(sentences) + 0.85 * linked / linked.sum(axis=1, keepdims=True)
    standing = np.full(len(sentences), 1 / len(sentences))
    for _ in range(50):
        standing = standing @ steps
    return int(standing.argmax())


def first(sentences: Sequence[str], title: str) -> int:
    return 0


def ours(sentences: Sequence[str], title: str) -> int:
    return int(np.argmax(summarise.scores(sentences[: summarise.CONSIDERED], title)))


def score(read: Sequence[dict[str, Any]], choose: Choose) -> float:
    """Mean ROUGE-L F1 against the best of the references."""
    gains = []
    for one in read:
        said = one["source"][choose(one["source"], one.get("title", ""))]
        said = summarise.standalone(said) if choose is ours else said
        gains.append(max(rouge_l(said, reference) for reference in one["target"]))
    return float(np.mean(gains))


def test_sentences_of_papers_the_scorer_was_not_fitted_to() -> None:
    corpora_folder()
    read = documents("dev")
    told = {choose.__name__: score(read, choose) for choose in (ours, lexrank, first)}
    hold(
        "summaries",
        {"ROUGE-L": told["ours"], "above LexRank": told["ours"] - told["lexrank"]},
        told,
    )
