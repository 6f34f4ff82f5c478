"""Topics on labelled sets: as good as pinned on items that no number was fitted to."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from bench import fit_topics as fit

from curator.model import Resource
from curator.topics.calibrator import decide
from curator.topics.classify import Tagger, has_evidence
from tests.corpora import corpora_folder
from tests.eval import carried
from tests.eval.floors import hold

DRAWS = 3
"""How often other words are drawn: they so seldom matter that one draw says little."""
TITLES = Path(__file__).with_name("titles.tsv")


@pytest.fixture(autouse=True)
def corpora() -> None:
    corpora_folder()


@pytest.mark.parametrize("name", ["mwml", "hf", "arxiv"])
def test_items_held_back(name: str) -> None:
    hold("topics, a third held back", carried.at_home().figures(name))


@pytest.mark.parametrize("name", ["mwml", "hf", "arxiv"])
def test_probabilities_mean_what_they_say(name: str) -> None:
    error = fit.calibration_error(carried.at_home().pairs(name))
    hold("at most", {f"{name} calibration error": error})


def test_pages_about_other_things_get_no_topics() -> None:
    judged = carried.at_home()
    tagged = [bool(decide(list(said), judged.calibrator)) for said, _ in judged.pairs("web")]
    hold("at most", {"pages of the general web with a topic": float(np.mean(tagged))})


@pytest.mark.parametrize("name", ["tutorial", "bare"])
def test_titles_written_for_this_test(name: str) -> None:
    """Single-topic titles in two manners, under the topics of the labelled sets."""
    with TITLES.open(encoding="utf-8") as lines:
        told = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
        rows = [row for row in told if row[0] == name]
    tagger = Tagger(fit.topics_of({slug for _, slug, *_ in rows}))
    right = chosen = 0
    for _, slug, title, line in rows:
        found = [tag.slug for tag in tagger.tag(Resource("", "", title, text=line)).topics]
        right += slug in found
        chosen += len(found)
    hold("topics, written titles", {f"{name} micro-F1": 2 * right / (chosen + len(rows))})


# --------------------------------------------------------------------------- evidence


def without(resource: Resource, words: list[str]) -> Resource:
    """The resource with every occurrence of some words taken out."""
    title, text = resource.title.casefold(), resource.text.casefold()
    for word in words:
        title, text = title.replace(word, " "), text.replace(word, " ")
    return Resource("", "", title, text=text)


def test_every_topic_has_evidence_and_falls_with_it() -> None:
    """Deleting the three strongest words shown takes the topic away; any other three do not."""
    dice = np.random.default_rng(7)
    told = evident = fell = stumbled = 0
    tagger = Tagger(fit.taxonomy_of("mwml"))
    for row in [row for row in fit.rows() if row["set"] == "mwml"][::3]:
        resource = Resource("", "", row["title"], text=row["body"] or "")
        for tag in tagger.tag(resource).topics:
            told += 1
            evident += has_evidence(tag)
            shown = [one.what.split(" ×")[0] for one in tag.evidence if one.where != "description"]
            fell += tag.slug not in slugs(tagger, without(resource, shown[:3]))
            others = [w for w in resource.text.casefold().split() if not any(w in s for s in shown)]
            for _ in range(DRAWS):
                some = [f" {word} " for word in dice.permutation(others)[:3]]
                stumbled += tag.slug not in slugs(tagger, without(resource, some))
    hold("evidence", {"topics with evidence": evident / told, "fall without it": fell / told})
    hold("at most", {"fall without other words": stumbled / told / DRAWS})


def slugs(tagger: Tagger, resource: Resource) -> set[str]:
    return {tag.slug for tag in tagger.tag(resource).topics}
