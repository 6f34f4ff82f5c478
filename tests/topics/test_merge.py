"""Two topics become one and nothing that either knew is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curator.errors import Conflict, NotFound
from curator.model import Topic
from curator.topics.merge import merge

TOPICS = (
    Topic("law", "Law", aliases=("court",), weak=("judge",), target=0.1),
    Topic("laws", "Laws", aliases=("statute", "judge"), former=("legal",), target=0.2),
    Topic("contracts", "Contracts", parent="laws"),
)


def test_the_joined_topic_knows_all_words_and_slugs() -> None:
    law, contracts = merge(TOPICS, "laws", "law")
    assert law.aliases == ("court", "Laws", "statute", "judge")
    assert law.weak == ()
    assert law.former == ("laws", "legal")
    assert law.target == pytest.approx(0.3)
    assert contracts.parent == "law"


def test_a_topic_without_a_description_takes_the_other_ones() -> None:
    named, told = Topic("a", "A"), Topic("b", "B", description="Boats.")
    assert merge((named, told), "b", "a")[0].description == "Boats."
    assert merge((replace(named, description="Oars."), told), "b", "a")[0].description == "Oars."


def test_a_parent_merged_into_its_child_is_no_parent() -> None:
    (law, contracts) = merge(TOPICS, "laws", "contracts")
    assert contracts.parent is None
    assert law == TOPICS[0]


def test_unknown_and_equal_slugs_are_refused() -> None:
    with pytest.raises(NotFound, match="no topic 'lore'"):
        merge(TOPICS, "lore", "law")
    with pytest.raises(Conflict):
        merge(TOPICS, "law", "law")
