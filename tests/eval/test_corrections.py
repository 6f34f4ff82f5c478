"""A set never seen, and learning from few corrections of it, beside the SVM of arxiv-sanity-lite on the same examples.

The tagger's numbers were fitted to the other sets; one fold of this set gives the corrections,
another is judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

import numpy as np
import pytest
from bench.tagging import labelled
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from curator.model import Correction, Resource
from curator.topics.document import Document, document
from curator.topics.learn import Corrected, Learner
from curator.topics.lexicon import lend
from curator.topics.taxonomy import Taxonomy
from tests.corpora import corpora_folder
from tests.eval import carried
from tests.eval.floors import hold

NOON = datetime(2026, 2, 16, 12, tzinfo=UTC)
DRAWS = 3
TAUGHT, ASKED = 1, 2
"""The folds that corrections come from and that are judged."""

Rows = Sequence[int]


@pytest.fixture(autouse=True)
def corpora() -> None:
    corpora_folder()


@cache
def documents(name: str) -> list[Document]:
    """The documents of a set, in order."""
    rows = [row for row in labelled.rows() if row["set"] == name]
    return [document(Resource("", "", row["title"], text=row["body"] or "")) for row in rows]


class Known:
    """A set as the tagger sees it that knows only the other sets."""

    def __init__(self, name: str) -> None:
        judged = carried.abroad(name)
        pairs = zip(judged.items, judged.probabilities, strict=True)
        whole = {item.number: (item, said) for item, said in pairs if item.form == "whole"}
        self.taxonomy = Taxonomy(labelled.taxonomy_of(name), lend(labelled.taxonomy_of(name)))
        self.read = documents(name)
        self.items = [whole[number][0] for number in sorted(whole)]
        said = np.array([whole[number][1] for number in sorted(whole)])
        self.logits = np.log(said / (1 - said))
        self.labels = np.array([item.labels for item in self.items])

    def in_fold(self, fold: int) -> list[int]:
        """The places of one fold's items that have a label."""
        return [i for i, item in enumerate(self.items) if item.fold == fold and item.labels.any()]

    def draw(self, each: int, seed: int) -> list[int]:
        """``each`` examples of every topic from the fold that teaches."""
        order = np.random.default_rng(seed).permutation(self.in_fold(TAUGHT))
        found = [
            [int(i) for i in order if self.labels[i, place]][:each]
            for place in range(self.labels.shape[1])
        ]
        return sorted({i for places in found for i in places})

    def learned(self, taught: Rows) -> np.ndarray:
        """Log-odds of the judged items after correcting the taught ones."""
        corrections = [
            Correction(str(i), self.taxonomy.slugs[place], bool(self.labels[i, place]), NOON)
            for i in taught
            for place in range(self.labels.shape[1])
        ]
        told = ((str(i), self.read[i], self.logits[i]) for i in taught)
        learner = Learner.fit(self.taxonomy, Corrected.of(corrections, self.taxonomy), told)
        asked = self.in_fold(ASKED)
        return np.array([learner.blend(self.read[i], self.logits[i]).logits for i in asked])

    def sanity(self, taught: Rows) -> np.ndarray:
        """arxiv-sanity-lite's scores: per tag an SVM of its examples against all others."""
        texts = [f"{one.title} {one.body}" for one in self.read]
        vectorizer = TfidfVectorizer(
            ngram_range=(1, 2), max_features=20_000, stop_words="english", sublinear_tf=True,
            strip_accents="unicode", max_df=0.1, min_df=5,
        )  # fmt: skip
        matrix = vectorizer.fit_transform(texts)
        wanted = self.labels[taught].astype(bool)
        scores = []
        for place in range(self.labels.shape[1]):
            tagged = np.zeros(len(texts), dtype=int)
            tagged[[i for i, has in zip(taught, wanted[:, place], strict=True) if has]] = 1
            model = LinearSVC(C=0.01, class_weight="balanced").fit(matrix, tagged)
            scores.append(model.decision_function(matrix[self.in_fold(ASKED)]))
        return np.array(scores).T

    def precision(self, scores: np.ndarray) -> float:
        """How often the best-scored topic is right."""
        labels = self.labels[self.in_fold(ASKED)]
        return float(
            np.mean([row[best] for row, best in zip(labels, scores.argmax(1), strict=True)])
        )


@pytest.mark.parametrize("name", ["mwml", "arxiv"])
def test_before_any_correction(name: str) -> None:
    hold("topics, the whole set held back", carried.abroad(name).figures(name))


@pytest.mark.parametrize("each", [5, 20])
@pytest.mark.parametrize("name", ["mwml", "arxiv"])
def test_precision_after_corrections(name: str, each: int) -> None:
    known = Known(name)
    draws = [known.draw(each, seed) for seed in range(DRAWS)]
    ours = float(np.mean([known.precision(known.learned(taught)) for taught in draws]))
    sanity = float(np.mean([known.precision(known.sanity(taught)) for taught in draws]))
    before = known.precision(known.logits[known.in_fold(ASKED)])
    hold(
        "corrections",
        {
            f"{name} precision@1 after {each}": ours,
            f"{name} above the SVM after {each}": ours - sanity,
        },
        {"before": before, "the SVM": sanity},
    )
