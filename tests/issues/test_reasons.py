"""The sentence that tells a reader why a pick is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from curator.issues.rank import Ranked
from curator.issues.reasons import reason
from curator.model import Evidence, Kind, Tag, Term, When
from tests.issues import sample
from tests.issues.weeks import START

NAMES = {"vision": "Computer vision"}
FAIR, NONE = Term("quality", 0.5, 0.2), Term("need", 0.0, 0.2)
WORDS = Evidence("image search ×2", "title", 1.0)


def ranked(
    *evidence: Evidence,
    quality: Term = FAIR,
    need: Term = NONE,
    freshness: float = 0.0,
    **values: Any,
) -> Ranked:
    """A candidate on vision with its evidence; ``values`` are those of its resource."""
    terms = (Term("topics", 0.5, 0.4), Term("freshness", freshness, 0.2), quality, need)
    stored = sample.stored(sample.resource(1, "Find it by typing", **values), 1)
    tag = Tag("vision", 0.9, evidence) if evidence else None
    return Ranked(stored, 0.5, terms, {}, tag=tag)


def test_the_words_that_gave_the_topic_come_first_those_of_the_title_before_all() -> None:
    found = ranked(Evidence("cs.CV", "category", 3.0), Evidence("camera", "text", 2.0), WORDS)
    assert reason(found, {}) == "“image search” in the title."
    assert reason(ranked(Evidence("python", "category", 3.0)), {}) == "Filed under “python”."
    assert reason(ranked(Evidence("", "author", 9.0)), {}) == "Tagged by hand."


def test_a_code_of_arxiv_is_told_by_its_name() -> None:
    told = reason(ranked(Evidence("cs.CL", "category", 3.0)), {})
    assert told == "Filed under “Computation and Language” (cs.CL)."


def test_words_that_only_support_are_told_together_and_where_none_names_the_topic() -> None:
    supporting = [
        Evidence("labels", "title", 0.4, supports=True),
        Evidence("annotators ×3", "text", 0.6, supports=True),
        Evidence("examples", "text", 0.3, supports=True),
        Evidence("rows", "text", 0.2, supports=True),
    ]
    together = "“labels”, “annotators” and “examples” in the title and the text."
    assert reason(ranked(*supporting), {}) == together
    assert reason(ranked(supporting[1]), {}) == "“annotators” in the text."
    named = Evidence("data labelling", "text", 0.2)
    assert reason(ranked(*supporting, named), {}) == "“data labelling” in the text."


def test_a_topic_is_named_only_where_its_place_does_not_tell_it() -> None:
    assert reason(ranked(WORDS), NAMES) == "Computer vision: “image search” in the title."
    assert reason(ranked(Evidence("x", "meaning", 1.0)), NAMES) == "Computer vision."


def test_its_code_and_its_source_follow() -> None:
    kept = Term("quality", 0.8, 0.2, "4 of 5 kept")
    found = ranked(WORDS, quality=kept, code=("https://git.example/a/b",))
    assert reason(found, {}) == (
        "“image search” in the title; comes with code; from a source this newsletter often picks."
    )


def test_what_it_is_stands_for_a_reason_where_there_is_no_other() -> None:
    assert reason(ranked(kind=Kind.VIDEO), {}) == "A video."
    assert reason(ranked(WORDS, kind=Kind.VIDEO), {}) == "“image search” in the title."


def test_what_is_new_is_not_told_of_each_pick_since_all_of_an_issue_is_news() -> None:
    assert reason(ranked(WORDS, freshness=1.0), {}) == reason(ranked(WORDS), {})


def test_a_topic_is_told_to_have_been_missing_where_nothing_on_it_was_sent() -> None:
    """That it fell short of its share, or another topic of the pick did, is no reason for a reader."""
    short = ranked(WORDS, need=Term("need", 0.9, 0.2, "tools is short by 90% of its share"))
    assert reason(short, {}) == "“image search” in the title."
    assert reason(replace(short, missed=True), {}) == (
        "“image search” in the title; a topic that was missing lately."
    )


def test_a_pick_that_gives_its_source_a_chance_says_so_unless_it_has_had_many() -> None:
    told = reason(ranked(WORDS), {}, exploring=True)
    assert told == "From a source this newsletter tries out: “image search” in the title."
    kept = Term("quality", 0.8, 0.2, "4 of 5 kept")
    assert "tries out" not in reason(ranked(WORDS, quality=kept), {}, exploring=True)


def test_a_pick_for_which_nothing_speaks_has_a_reason_too() -> None:
    assert reason(ranked(freshness=0.9, published=When(START)), {}) == "New this week."
    assert reason(ranked(), {}) == "Found this week."
    found = ranked()
    named = replace(found, stored=replace(found.stored, sources=("Notes <b>",)))
    assert reason(named, {}) == "Found in Notes <b>."
