"""One verbatim sentence of a paper against its authors' own, beside LexRank and the first sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from bench.fit_summaries import documents
from bench.rouge import rouge_l

from curator.resources import summarise
from curator.vectors import alike, count, unit
from tests.corpora import corpora_folder
from tests.eval.floors import hold

Choose = Callable[[Sequence[str], str], Sequence[int]]
"""The sentences that one method puts first; several where it sees no difference."""
EQUAL = 9
"""Digits to which two centralities are one; the rest hangs on the processor."""


def lexrank(sentences: Sequence[str], title: str) -> Sequence[int]:
    """The most central sentences (Erkan and Radev, 2004): threshold .1, damping .15."""
    vectors = [unit(count("", sentence)) for sentence in sentences]
    linked = (alike(vectors, vectors) > 0.1).astype(float)
    np.fill_diagonal(linked, 1.0)
    steps = 0.15 / len(sentences) + 0.85 * linked / linked.sum(axis=1, keepdims=True)
    standing = np.full(len(sentences), 1 / len(sentences))
    for _ in range(50):
        standing = standing @ steps
    standing = standing.round(EQUAL)
    return [int(place) for place in np.flatnonzero(standing == standing.max())]


def first(sentences: Sequence[str], title: str) -> Sequence[int]:
    return [0]


def ours(sentences: Sequence[str], title: str) -> Sequence[int]:
    return [int(np.argmax(summarise.scores(sentences[: summarise.CONSIDERED], title)))]


def score(read: Sequence[dict[str, Any]], choose: Choose) -> float:
    """Mean ROUGE-L F1 against the best of the references; equal sentences count by their mean."""
    gains = []
    for one in read:
        said = [one["source"][place] for place in choose(one["source"], one.get("title", ""))]
        if choose is ours:
            said = list(map(summarise.standalone, said))
        gains.append(
            np.mean([max(rouge_l(words, told) for told in one["target"]) for words in said])
        )
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
