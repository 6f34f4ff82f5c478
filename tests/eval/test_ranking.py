"""Finding what an author would pick, beside arxiv-sanity-lite and zotero-arxiv-daily.

No public list of picks comes with these papers, so authors are made up: each likes one subject of
arXiv (a label that the ranking is not shown) and has kept a few papers of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache, partial

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import roc_auc_score
from sklearn.svm import LinearSVC

from curator.issues.taste import Embed, Taste
from curator.model import Resource, StoredResource, Verdict
from curator.topics import semantic
from tests.corpora import corpora_folder
from tests.eval.floors import hold

SUBJECTS = ("audio", "games-graphics", "robotics", "recsys-search")
DRAWS = 3
SOME = 4
"""Each fourth paper is read for its meaning, which takes a while."""

Score = Callable[[Sequence[int]], np.ndarray]
"""The places of the kept papers, to a score for every paper."""


@cache
def papers(step: int = 1) -> tuple[list[StoredResource], list[set[str]]]:
    """The labelled papers, or each ``step``-th of them, and their labels."""
    with (corpora_folder() / "topics" / "tagging.jsonl").open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["set"] == "arxiv"][::step]
    resources = [
        Resource(row["id"], "", row["title"], text=row["body"], summary_quoted=True) for row in rows
    ]
    stored = [StoredResource(i, resource) for i, resource in enumerate(resources, 1)]
    return stored, [set(row["labels"]) for row in rows]


@cache
def words(pairs: bool) -> csr_matrix:
    """Every paper as TF-IDF, of words or as arxiv-sanity-lite has it of words and pairs."""
    options = {"ngram_range": (1, 2), "max_features": 20_000, "max_df": 0.1, "min_df": 5}
    texts = [f"{one.resource.title} {one.resource.text}" for one in papers()[0]]
    vectorizer = TfidfVectorizer(
        stop_words="english",
        sublinear_tf=True,
        strip_accents="unicode",
        **(options if pairs else {}),
    )
    return vectorizer.fit_transform(texts)


def ours(kept: Sequence[int], step: int = 1, embed: Embed | None = None) -> np.ndarray:
    read, _ = papers(step)
    return Taste.of([(read[i], Verdict.KEEP) for i in kept], embed).scores(read)


def sanity(kept: Sequence[int]) -> np.ndarray:
    """arxiv-sanity-lite: an SVM of the kept papers against all others."""
    matrix = words(pairs=True)
    liked = np.zeros(matrix.shape[0], dtype=int)
    liked[list(kept)] = 1
    model = LinearSVC(C=0.01, class_weight="balanced").fit(matrix, liked)
    scores: np.ndarray = model.decision_function(matrix)
    return scores


def zotero(kept: Sequence[int]) -> np.ndarray:
    """zotero-arxiv-daily: likeness to each kept paper, newer ones first, logarithmically less."""
    matrix = words(pairs=False)
    weights = 1 / (1 + np.log10(np.arange(1, len(kept) + 1)))
    likeness = (matrix @ matrix[list(kept)].T).toarray()
    scores: np.ndarray = likeness @ (weights / weights.sum())
    return scores


def area(score: Score, each: int, step: int = 1) -> float:
    """Mean area under the curve over subjects and draws, the kept papers left out."""
    read, labels = papers(step)
    areas = []
    for subject in SUBJECTS:
        liked = np.array([subject in one for one in labels])
        for seed in range(DRAWS):
            kept = np.random.default_rng(seed).permutation(np.flatnonzero(liked))[:each]
            others = np.setdiff1d(np.arange(len(read)), kept)
            areas.append(roc_auc_score(liked[others], score(list(map(int, kept)))[others]))
    return float(np.mean(areas))


@pytest.mark.parametrize("each", [3, 10, 40])
def test_papers_of_the_liked_subject_come_first(each: int) -> None:
    told = {score.__name__: area(score, each) for score in (ours, sanity, zotero)}
    hold(
        "ranking",
        {
            f"AUC after {each} keeps": told["ours"],
            f"above the better peer after {each}": told["ours"]
            - max(told["sanity"], told["zotero"]),
        },
        told,
    )


@pytest.mark.skipif(not semantic.installed(), reason="the semantic extra is absent")
@pytest.mark.parametrize("each", [3, 10])
def test_with_the_semantic_extra_more_of_them_do(each: int) -> None:
    """With each fourth paper, so that the figures are not those of all papers."""
    words, meaning = (
        area(partial(ours, step=SOME, embed=embed), each, SOME)
        for embed in (None, semantic.encoder())
    )
    hold("ranking", {f"meaning adds after {each}": meaning - words}, {"by words": words})
