"""Short items under taxonomies of several manners: what the tagger says of a title and a line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from bench.tagging import labelled

from curator.model import Resource
from curator.topics import semantic
from curator.topics.classify import Tagger
from curator.topics.meaning import Embed
from tests.corpora import corpora_folder
from tests.eval.floors import hold
from tests.eval.taxonomies import BARE, TUTORIAL, Filed

TITLES = Path(__file__).with_name("more_titles.tsv")
CASES = [
    *(("tutorial", name, filed) for name, filed in TUTORIAL.items()),
    *(("bare", name, filed) for name, filed in BARE.items()),
]
OF_THE_CORPORA = {
    "tutorial": {
        "vision": "computer-vision",
        "language": "nlp",
        "tabular": "tabular",
        "series": "time-series",
        "generative": "generative",
        "audio": "audio",
        "rl": "reinforcement-learning",
        "graph": "graph-learning",
    },
    "bare": {
        "recommend": "recsys-search",
        "search": "recsys-search",
        "forecast": "time-series",
        "anomaly": "tabular",
        "causal": "theory-math",
        "experiments": "interpretability",
        "rl": "reinforcement-learning",
        "mlops": "mlops",
        "efficiency": "efficiency",
        "data": "data-engineering",
        "nlp": "nlp",
        "vision": "computer-vision",
        "graphs": "graph-learning",
        "tabular": "tabular",
        "ethics": "ethics-safety",
        "audio": "audio",
        "generative": "generative",
    },
}
"""Where each kind belongs among the topics of the labelled sets."""


@pytest.mark.parametrize(("manner", "name", "filed"), CASES)
def test_thin_taxonomies(manner: str, name: str, filed: Filed) -> None:
    hold("topics, more titles", {f"{manner}, {name}": micro_f1(manner, filed)})


@pytest.mark.parametrize("manner", ["tutorial", "bare"])
def test_the_topics_of_the_labelled_sets(manner: str) -> None:
    corpora_folder()
    hold("topics, more titles", {manner: micro_f1(manner, of_the_corpora(manner))})


@pytest.mark.skipif(not semantic.installed(), reason="the semantic extra is absent")
@pytest.mark.parametrize("manner", ["tutorial", "bare"])
def test_they_do_as_well_with_the_semantic_extra(manner: str) -> None:
    corpora_folder()
    filed = of_the_corpora(manner)
    hold("topics, more titles", {f"{manner} with meaning": micro_f1(manner, filed, embed())})


def of_the_corpora(manner: str) -> Filed:
    places = OF_THE_CORPORA[manner]
    return Filed(labelled.topics_of(set(places.values())), places)


@cache
def embed() -> Embed | None:
    return semantic.encoder()


def micro_f1(manner: str, filed: Filed, encoder: Embed | None = None) -> float:
    """Of the half that nobody looked at."""
    tagger = Tagger(filed.topics, embed=encoder)
    right = total = 0
    for kinds, title, line in counted(manner):
        found = {tag.slug for tag in tagger.tag(Resource("", "", title, text=line)).topics}
        meant = filed.slugs(kinds)
        right += len(found & meant)
        total += len(found) + len(meant)
    return 2 * right / total


def counted(manner: str) -> Iterator[tuple[list[str], str, str]]:
    """Kinds, title and line of each item that counts."""
    with TITLES.open(encoding="utf-8") as lines:
        told = csv.reader(
            (line for line in lines if not line.startswith("#")),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
        )
        for form, half, kinds, title, line in told:
            if form == manner and half == "counted":
                yield kinds.split(), title, line
