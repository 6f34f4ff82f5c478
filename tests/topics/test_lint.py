"""Aliases are judged by what they find."""

from __future__ import annotations

from curator.model import Topic
from curator.topics.document import document
from curator.topics.lint import Judged, idle, poor, uses
from curator.topics.taxonomy import Taxonomy
from tests.topics.samples import resource

TAXONOMY = Taxonomy(
    (
        Topic("baking", "Baking", aliases=("oven", "sourdough", "rolling pin"), weak=("flour",)),
        Topic("pottery", "Pottery", aliases=("kiln",)),
    )
)


def judged(title: str, **said: bool) -> Judged:
    return document(resource(title)), said


def test_an_alias_that_is_mostly_wrong_should_become_weak() -> None:
    read = [judged(f"The oven of the potter, number {i}", baking=False) for i in range(8)]
    read.append(judged("Sourdough with flour", baking=True))
    found = {use.alias: use for use in uses(TAXONOMY, read)}
    assert (found["oven"].found, found["oven"].judged, found["oven"].right) == (8, 8, 0)
    assert found["sourdough"].precision == 1.0
    assert found["flour"].weak
    every = list(found.values())
    assert list(poor(every)) == [
        "baking: 'oven' was right in 0 of 8 judged resources; make it weak"
    ]
    assert list(idle(every)) == [
        "baking: found nowhere: 'rolling pin'",
        "pottery: found nowhere: 'kiln'",
    ]


def test_a_few_of_many_idle_aliases_are_named() -> None:
    many = Taxonomy((Topic("tools", "Tools", aliases=tuple(f"tool {i}" for i in range(20))),))
    (line,) = idle(uses(many, []))
    assert line.endswith("and 12 more")


def test_an_expression_is_named_as_the_author_wrote_it() -> None:
    taxonomy = Taxonomy((Topic("llms", "LLMs", aliases=(r"gpt-\d\S*",)),))
    assert list(idle(uses(taxonomy, []))) == [r"llms: found nowhere: 'gpt-\d\S*'"]


def test_few_judgements_say_nothing() -> None:
    found = uses(TAXONOMY, [judged("Oven and kiln", baking=False)])
    assert not list(poor(found))
