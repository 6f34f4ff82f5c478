"""Topics on labelled sets: as good as pinned on items that no number was fitted to."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench.tagging import figures, labelled

from curator import config, feedsfile
from curator.model import Resource, Tag, Topic
from curator.topics import semantic
from curator.topics.calibrator import decide
from curator.topics.classify import Tagger
from curator.topics.meaning import Embed
from curator.topics.standing import has_evidence
from curator.words import forms, stem, words
from tests.corpora import corpora_folder
from tests.eval import carried
from tests.eval.floors import hold

DRAWS = 3
"""How often other words are drawn: they so seldom matter that one draw says little."""
LESS = 0.015
"""F1 that a taxonomy with fewer words may lose."""
OTHERS = ("trafilatura-eval", "scrapinghub-aeb", "postlight-fixtures")
"""Sets of pages that nothing was fitted to."""
TITLES = Path(__file__).with_name("titles.tsv")


@pytest.fixture(autouse=True)
def corpora() -> None:
    corpora_folder()


@pytest.mark.parametrize("name", ["mwml", "hf", "arxiv"])
def test_items_held_back(name: str) -> None:
    hold("topics, a third held back", carried.at_home().figures(name))


@pytest.mark.parametrize("name", ["mwml", "hf", "arxiv"])
def test_probabilities_mean_what_they_say(name: str) -> None:
    error = figures.calibration_error(carried.at_home().pairs(name))
    hold("at most", {f"{name} calibration error": error})


def test_pages_about_other_things_get_no_topics() -> None:
    judged = carried.at_home()
    tagged = [bool(decide(list(said), judged.calibrator)) for said, _ in judged.pairs("web")]
    hold("at most", {"pages of the general web with a topic": float(np.mean(tagged))})


def test_pages_of_sets_that_taught_nothing_get_no_topics_of_the_sample() -> None:
    tagger = Tagger(config.parse(feedsfile.starter(), "feeds.yaml").topics)
    pages = [page for name in OTHERS for page in labelled.aside(name)]
    tagged = [
        bool(slugs(tagger, Resource("", "", one["title"], text=one["body"]))) for one in pages
    ]
    hold("at most", {"pages of other sets with a topic": float(np.mean(tagged))})


@pytest.mark.parametrize("name", ["tutorial", "bare"])
def test_titles_written_for_this_test(name: str) -> None:
    """Single-topic titles in two manners, under the topics of the labelled sets."""
    hold("topics, written titles", {f"{name} micro-F1": of_titles(name)})


@pytest.mark.skipif(not semantic.installed(), reason="the semantic extra is absent")
@pytest.mark.parametrize("name", ["tutorial", "bare"])
def test_they_do_no_worse_with_the_semantic_extra(name: str) -> None:
    hold("topics, written titles", {f"{name} with meaning": of_titles(name, semantic.encoder())})


def of_titles(name: str, embed: Embed | None = None) -> float:
    """The micro-F1 of one manner."""
    with TITLES.open(encoding="utf-8") as lines:
        told = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
        rows = [row for row in told if row[0] == name]
    tagger = Tagger(labelled.topics_of({slug for _, slug, *_ in rows}), embed=embed)
    right = chosen = 0
    for _, slug, title, line in rows:
        found = [tag.slug for tag in tagger.tag(Resource("", "", title, text=line)).topics]
        right += slug in found
        chosen += len(found)
    return 2 * right / (chosen + len(rows))


def nameless(number: int, topic: Topic) -> Topic:
    """A topic whose name and slug say nothing: it is known by its aliases only."""
    return Topic(f"t{number}", f"Things of kind {number}", aliases=topic.aliases)


def nothing_else(number: int, topic: Topic) -> Topic:
    """A topic with a name, and a slug that says nothing."""
    return Topic(f"t{number}", topic.name)


@pytest.mark.parametrize("other", [nameless, nothing_else])
@pytest.mark.parametrize(("name", "every"), [("mwml", 6), ("hf", 2), ("arxiv", 10)])
def test_a_taxonomy_that_says_less_is_read_as_well(
    other: Callable[[int, Topic], Topic], name: str, every: int
) -> None:
    """The numbers know these texts, so what counts is the difference."""
    topics = labelled.taxonomy_of(name)
    changed = [other(number, topic) for number, topic in enumerate(topics)]
    rows = [row for row in labelled.rows() if row["set"] == name][::every]
    known = agreement(Tagger(topics), [topic.slug for topic in topics], rows)
    assert agreement(Tagger(changed), [topic.slug for topic in topics], rows) > known - LESS


def agreement(tagger: Tagger, meant: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> float:
    """The micro-F1 on rows of a tagger whose topics stand for the slugs ``meant``, in this order."""
    right = total = 0
    for row in rows:
        found = slugs(tagger, Resource("", "", row["title"], text=row["body"] or ""))
        chosen = {meant[tagger.taxonomy.places[slug]] for slug in found}
        right += len(chosen & set(row["labels"]))
        total += len(chosen) + len(row["labels"])
    return 2 * right / total


# --------------------------------------------------------------------------- evidence


def without(resource: Resource, phrases: Iterable[str]) -> Resource:
    """The resource with some words and phrases taken out, in all their forms, as they are counted."""
    gone = [stems for phrase in phrases if (stems := list(map(stem, forms(phrase))))]
    return Resource("", "", _cut(resource.title, gone), text=_cut(resource.text, gone))


def _cut(text: str, gone: Iterable[list[str]]) -> str:
    read = words(text)
    stems = list(map(stem, read.forms))
    kept = read.parts.copy()
    for phrase in gone:
        for place in range(len(stems)):
            one_word = stems[place] == "".join(phrase)
            last = place + (1 if one_word else len(phrase))
            if one_word or stems[place:last] == phrase:
                kept[2 * place + 1 : 2 * last : 2] = [""] * (last - place)
    return "".join(kept)


def told(tag: Tag) -> list[str]:
    """The words and phrases shown for a topic, the strongest first."""
    return [one.what.split(" ×")[0] for one in tag.evidence if one.where != "description"]


@pytest.mark.parametrize(("name", "every"), [("mwml", 6), ("hf", 3), ("arxiv", 12)])
def test_a_topic_falls_with_all_that_is_told_for_it(name: str, every: int) -> None:
    """In long texts many words speak for a topic; then all of them are told."""
    tagger = Tagger(labelled.taxonomy_of(name))
    rows = [row for row in labelled.rows() if row["set"] == name][::every]
    read = [Resource("", "", row["title"], text=row["body"] or "") for row in rows]
    fell = [
        tag.slug not in slugs(tagger, without(resource, told(tag)))
        for resource in read
        for tag in tagger.tag(resource).topics
    ]
    hold("evidence", {f"{name} fall without all of it": float(np.mean(fell))})


def test_every_topic_has_evidence_and_falls_with_it() -> None:
    """Deleting the three strongest words shown takes the topic away; any other three do not."""
    dice = np.random.default_rng(7)
    tags = evident = fell = stumbled = 0
    tagger = Tagger(labelled.taxonomy_of("mwml"))
    for row in [row for row in labelled.rows() if row["set"] == "mwml"][::3]:
        resource = Resource("", "", row["title"], text=row["body"] or "")
        for tag in tagger.tag(resource).topics:
            tags += 1
            evident += has_evidence(tag)
            shown = told(tag)
            fell += tag.slug not in slugs(tagger, without(resource, shown[:3]))
            said = {stem(form) for one in tag.evidence for form in forms(one.what)}
            others = [form for form in forms(resource.text) if stem(form) not in said]
            for _ in range(DRAWS):
                some = dice.permutation(others)[:3].tolist()
                stumbled += tag.slug not in slugs(tagger, without(resource, some))
    hold("evidence", {"topics with evidence": evident / tags, "fall without it": fell / tags})
    hold("at most", {"fall without other words": stumbled / tags / DRAWS})


def slugs(tagger: Tagger, resource: Resource) -> set[str]:
    return {tag.slug for tag in tagger.tag(resource).topics}
