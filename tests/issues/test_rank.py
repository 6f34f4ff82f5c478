"""Five terms say how good a candidate is, and each says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from curator.issues.rank import WEIGHTS, Ranked, Sources, rank
from curator.issues.subject import Subjects
from curator.issues.taste import Taste
from curator.model import Kind, StoredResource, Tag, Tags, Topic, Verdict
from tests.issues.weeks import START, TOPICS, stored, supported

END = START + timedelta(weeks=1)
ELSEWHERE = "https://two.example/feed"


def ranked(
    *candidates: StoredResource,
    topics: Sequence[Topic] = TOPICS,
    history: Sequence[StoredResource] = (),
    feedback: Sequence[tuple[StoredResource, Verdict]] = (),
) -> list[Ranked]:
    return rank(
        candidates,
        topics=topics,
        taste=Taste.of(feedback),
        sources=Sources.of(feedback),
        subjects=Subjects.of(candidates),
        history=history,
        end=END,
    )


def value(one: StoredResource, name: str) -> float:
    return ranked(one)[0].term(name).value


def test_the_score_is_the_weighted_sum_of_five_terms() -> None:
    (one,) = ranked(stored(1))
    assert [term.name for term in one.terms] == list(WEIGHTS)
    assert one.score == pytest.approx(sum(t.value * t.weight for t in one.terms), abs=1e-4)
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_what_a_source_weighs_is_told() -> None:
    (one,) = ranked(stored(1, weight=1.5))
    assert one.term("quality").why.endswith("; the source weighs 1.5")


def test_every_term_lies_between_0_and_1_and_says_why() -> None:
    for one in ranked(stored(1), stored(2, None, weight=5.0), history=[stored(3)]):
        assert all(0 <= term.value <= 1 and term.why for term in one.terms)


def test_equal_scores_are_ordered_by_key_however_the_candidates_come() -> None:
    one, other = stored(1), stored(8)
    found = [[r.stored.id for r in ranked(*pair)] for pair in ((one, other), (other, one))]
    assert found == [[1, 8], [1, 8]]


# --------------------------------------------------------------------------- relevance


def test_a_topic_that_only_words_of_the_news_support_counts_for_nothing() -> None:
    news = [supported(number, "election") for number in range(20)]
    term = ranked(*news)[0].term("relevance")
    assert term.value == ranked(stored(1, None))[0].term("relevance").value
    assert term.why == (
        "hardly vision: only supporting words, and 0 of 20 from its source name a topic"
    )
    assert ranked(*news)[0].term("need").value == 0


def test_the_surer_topic_is_more_relevant() -> None:
    assert value(stored(1, score=0.9), "relevance") > value(stored(1, score=0.4), "relevance")


def test_a_suggested_topic_counts_less_and_none_least() -> None:
    applied = stored(1, score=0.8)
    suggested = replace(applied, tags=Tags(suggested=applied.tags.topics))
    relevances = [value(one, "relevance") for one in (applied, suggested, stored(1, None))]
    assert relevances == [0.8, 0.48, 0.1]


def test_without_verdicts_relevance_is_the_topic_alone() -> None:
    assert (
        ranked(stored(1, score=0.8))[0].term("relevance").why
        == 'vision 0.80: "image" in title (+1.2)'
    )


def test_what_was_kept_draws_its_like_up_and_is_named() -> None:
    kept = [stored(90 + i, title=f"Masks {i}", text="segmentation mask") for i in range(5)]
    alike = stored(1, title="More masks", text="segmentation mask")
    other = stored(2, title="A camera", text="shutter lens tripod")
    first, second = ranked(other, alike, feedback=[(one, Verdict.KEEP) for one in kept])
    assert (first.stored.id, second.stored.id) == (1, 2)
    assert "and counts 50%, like “Masks" in first.term("relevance").why


# --------------------------------------------------------------------------- quality


def test_a_source_that_is_kept_is_better_than_one_that_is_skipped() -> None:
    judged = [(stored(90 + i), Verdict.KEEP) for i in range(3)]
    judged += [(stored(80 + i, source=ELSEWHERE), Verdict.SKIP) for i in range(3)]
    found = {r.stored.id: r.term("quality") for r in ranked(
        stored(1), stored(2, source=ELSEWHERE), stored(3, source="https://new.example/"),
        feedback=judged,
    )}  # fmt: skip
    assert found[1].value > found[3].value > found[2].value
    assert found[1].why.startswith("kept 3 of 3 from this source")
    assert found[3].why.startswith("a source not yet judged")


def test_the_last_verdict_on_a_resource_counts() -> None:
    one = stored(90)
    assert Sources.of([(one, Verdict.KEEP), (one, Verdict.SKIP)]).rate(one) == (0.4, 0, 1)


def test_known_author_code_and_date_speak_for_a_resource() -> None:
    plain = stored(1)
    known = replace(
        plain, resource=replace(plain.resource, authors=("Ada",), code=("https://git.example/a",))
    )
    assert value(known, "quality") > value(plain, "quality")


def test_the_weight_of_a_source_counts_up_to_twice() -> None:
    qualities = [value(stored(1, weight=weight), "quality") for weight in (0, 1, 2, 9)]
    assert qualities[0] == 0
    assert qualities[1] * 2 == qualities[2] == qualities[3]


# --------------------------------------------------------------------------- freshness


@pytest.mark.parametrize(
    ("kind", "days"), [(Kind.RELEASE, 7), (Kind.PAPER, 14), (Kind.ARTICLE, 30), (Kind.COURSE, 365)]
)
def test_half_as_fresh_after_the_half_life_of_its_kind(kind: Kind, days: int) -> None:
    assert value(stored(1, kind=kind, published=END - timedelta(days=days)), "freshness") == 0.5


def test_what_has_no_date_is_as_old_as_its_finding_and_says_so() -> None:
    one = stored(1)
    undated = replace(one.resource, published=None)
    found = replace(one, resource=undated, first_seen_at=END - timedelta(days=3))
    assert ranked(found)[0].term("freshness").why == "undated, found 3 days ago"


def test_what_is_dated_after_the_end_is_just_fresh() -> None:
    assert value(stored(1, published=END + timedelta(days=3)), "freshness") == 1.0


# --------------------------------------------------------------------------- novelty, need


def test_what_was_sent_before_in_other_words_is_less_new() -> None:
    sent = stored(50, title="Masks", text="segmentation mask frame")
    repeated, new = stored(1, title="Masks", text="segmentation mask"), stored(2, text="column row")
    found = {r.stored.id: r.term("novelty") for r in ranked(repeated, new, history=[sent])}
    assert found[1].value < found[2].value
    assert found[1].why == "nearest sent: “Masks”"


def test_a_topic_that_was_missing_is_needed() -> None:
    found = {
        r.stored.id: r.term("need").value
        for r in ranked(stored(1), stored(2, "language"), history=[stored(50), stored(51)])
    }
    assert found == {1: 0.0, 2: 1.0}


def test_the_author_sets_what_share_a_topic_should_have() -> None:
    topics = (replace(TOPICS[0], target=0.5), replace(TOPICS[1], target=0.0), *TOPICS[2:])
    history = [stored(50), *[stored(60 + i, "tools") for i in range(3)]]
    found = {r.stored.id: r.term("need").value for r in ranked(
        stored(1), stored(2, "language"), topics=topics, history=history
    )}  # fmt: skip
    assert found == {1: 0.5, 2: 0.0}


def test_before_the_first_issue_nothing_was_missing() -> None:
    (one,) = ranked(stored(1))
    assert one.term("need").why == "nothing was sent before"


def test_the_most_needed_of_several_topics_counts() -> None:
    both = replace(stored(1), tags=Tags(topics=(Tag("vision", 0.9), Tag("language", 0.6))))
    (one,) = ranked(both, history=[stored(50)])
    assert one.term("need").why == "language is short by 100% of its share"
    assert one.topic == "vision"


def test_a_topic_was_missing_where_nothing_sent_is_about_it_and_enough_was_sent() -> None:
    sent = [stored(number, "vision") for number in range(10, 10 + len(TOPICS))]
    both = replace(
        sent[0], tags=replace(sent[0].tags, topics=(Tag("vision", 0.9), Tag("tools", 0.6)))
    )
    pool = (stored(1, "vision"), stored(2, "language"), stored(3, "tools"))

    def missed(*history: StoredResource) -> set[int]:
        return {one.stored.id for one in ranked(*pool, history=history) if one.missed}

    assert missed(*sent) == {2, 3}
    assert missed(both, *sent[1:]) == {2}
    assert missed(*sent[1:]) == set()
