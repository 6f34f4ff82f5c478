"""Words that are missing among the aliases are proposed, with what speaks for them."""

from __future__ import annotations

from dataclasses import replace

from curator.model import Topic
from curator.topics.document import document
from curator.topics.everyday import everyday
from curator.topics.propose import Carrier, propose
from curator.topics.taxonomy import Taxonomy
from curator.words import stem
from tests.topics.samples import resource

TAXONOMY = Taxonomy(
    (
        Topic("baking", "Baking", aliases=("oven", "sourdough", "rolling pin")),
        Topic("pottery", "Pottery", aliases=("kiln",)),
    )
)
SURE = {"baking": True, "pottery": False}
NONE = {"baking": False, "pottery": False}


def carrier(title: str, topics: dict[str, bool] | None = None, **said: bool) -> Carrier:
    return Carrier(document(resource(title)), NONE if topics is None else topics, said)


def baked(title: str, times: int = 6) -> list[Carrier]:
    return [carrier(f"{title}, part {i}", SURE) for i in range(times)]


OTHERS = [carrier(f"Glaze on a wheel, part {i}") for i in range(12)]


def words(carriers: list[Carrier]) -> list[str]:
    return [one.word for one in propose(TAXONOMY, carriers) if one.slug == "baking"]


def test_what_sets_a_topic_apart_is_proposed_with_its_counts_and_an_example() -> None:
    read = [*baked("Proofing baskets for sourdough"), carrier("A proofing basket"), *OTHERS]
    (one,) = propose(TAXONOMY, read)
    assert (one.slug, one.word) == ("baking", "proofing baskets")
    assert (one.inside, one.outside, one.judged) == (6, 1, 0)
    assert one.example == "Proofing baskets for sourdough, part 0"


def test_a_word_that_is_an_alias_or_part_of_one_is_not_proposed() -> None:
    assert words([*baked("A rolling pin and sourdough ovens"), *OTHERS]) == []


def test_a_word_that_stands_elsewhere_as_often_is_not_proposed() -> None:
    read = [*baked("Sourdough levain"), *(carrier(f"Levain, part {i}") for i in range(12))]
    assert words(read) == []


def test_everyday_words_and_numbers_are_not_proposed() -> None:
    assert words([*baked("Otherwise numerous hours of september 2020"), *OTHERS]) == []
    assert everyday(stem("hours"))
    assert not everyday(stem("levain"))


def test_two_that_the_author_judged_are_enough() -> None:
    judged = [carrier(f"A levain, part {i}", baking=True) for i in range(2)]
    (one,) = propose(TAXONOMY, [*judged, *OTHERS])
    assert (one.word, one.judged) == ("levain", 2)
    assert words([*baked("A levain", 2), *OTHERS]) == []


def test_what_the_author_denied_counts_as_outside_and_doubt_as_neither() -> None:
    denied = [carrier(f"A levain, part {i}", SURE, baking=False) for i in range(6)]
    assert words([*denied, *OTHERS]) == []
    doubtful = [carrier(f"A levain, part {i}", {"pottery": False}) for i in range(6)]
    (one,) = propose(TAXONOMY, [*baked("A levain"), *doubtful, *OTHERS])
    assert (one.inside, one.outside) == (6, 0)


def test_names_of_people_are_not_proposed() -> None:
    told = baked("Levain: Bodil shows and Amara explains")
    assert words([*told, *OTHERS]) == ["levain"]
    signed = [replace(one, authors=("Levain Miller, Baker",)) for one in baked("Levain")]
    assert words([*signed, *OTHERS]) == []


def test_what_a_source_writes_over_all_that_is_its_own_is_not_proposed() -> None:
    series = [replace(one, source="Levain Weekly") for one in baked("Levain weekly")]
    assert words([*series, *OTHERS]) == []
    assert words([*series[:3], *OTHERS]) == ["levain weekly"]
    shared = [*series, replace(carrier("Levain weekly, a reply", SURE), source="Elsewhere")]
    assert words([*shared, *OTHERS]) == ["levain weekly"]


def test_words_that_only_tell_what_is_done_are_not_proposed() -> None:
    assert words([*baked("Centralized, automating: levain"), *OTHERS]) == ["levain"]
