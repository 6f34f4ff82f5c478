"""The picks of a week, with their reasons and with what was missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from curator.issues import select as choosing
from curator.issues.hand import Hand
from curator.issues.mix import FLOOR
from curator.issues.past import Past
from curator.issues.select import MORE, select
from curator.model import Pick, Selection, StoredResource, Track, Verdict
from tests.issues.weeks import START, TOPICS, newsletter, period, some_week, stored


def selected(candidates: Sequence[StoredResource], **changes: Any) -> Selection:
    given: dict[str, Any] = {
        "newsletter": newsletter(),
        "topics": TOPICS,
        "period": period(),
    }
    return select(candidates, **(given | changes))


def picks(selection: Selection) -> list[Pick]:
    return [pick for section in selection.sections for pick in section.picks]


def apart(number: int, topic: str | None = "vision", **changes: Any) -> StoredResource:
    return stored(number, topic, source=f"https://{number}.example/", **changes)


def test_the_same_week_is_the_same_in_whatever_order_candidates_come() -> None:
    candidates = some_week(0)
    assert selected(candidates) == selected(candidates[::-1])


def test_sections_follow_the_taxonomy_and_what_has_no_topic_comes_last() -> None:
    found = selected([apart(1, None, score=0.9), apart(2, "tools"), apart(3, "vision")])
    assert [section.slug for section in found.sections][:2] == ["vision", "tools"]
    assert {section.slug for section in found.sections} <= {"vision", "tools", MORE}


def test_without_a_taxonomy_a_week_is_full_and_one_section() -> None:
    week = [apart(number, None) for number in range(14)]
    (section,) = selected(week, topics=(), newsletter=newsletter(length=12)).sections
    assert (section.slug, section.title, len(section.picks)) == (MORE, "Picks", 12)


def test_without_a_taxonomy_nothing_loses_points_for_fitting_no_topic() -> None:
    """So that the floor under a slot keeps out what is old or known, as in any other week."""
    sent = Past(picked=[apart(number, None) for number in range(100, 103)])
    week = [apart(number, None) for number in range(3)]
    free = picks(selected(week, topics=(), past=sent))
    bound = selected(week, past=sent)
    with_topics = (*picks(bound), *bound.runners_up)
    assert [one.resource.id for one in free] == [one.resource.id for one in with_topics]
    gained = {round(a.score - b.score, 3) for a, b in zip(free, with_topics, strict=True)}
    assert gained == {0.18}
    assert min(one.score for one in free) > FLOOR


def test_within_a_section_the_best_comes_first() -> None:
    for section in selected(some_week(0)).sections:
        scores = [pick.score for pick in section.picks]
        assert scores == sorted(scores, reverse=True)


def test_every_pick_has_its_terms_and_its_reason() -> None:
    for pick in picks(selected(some_week(0))):
        assert len(pick.terms) == 5
        assert pick.reason.endswith(".")


def test_the_best_that_lost_are_kept_with_their_terms() -> None:
    found = selected(some_week(0))
    chosen = {pick.resource.id for pick in picks(found)}
    assert len(found.runners_up) == 20
    assert not chosen & {pick.resource.id for pick in found.runners_up}
    scores = [pick.score for pick in found.runners_up]
    assert scores == sorted(scores, reverse=True)


def meaning(texts: Sequence[str]) -> np.ndarray:
    """An encoder for which only boats mean anything."""
    return np.array([[1.0, 0.0] if "boat" in text else [0.0, 1.0] for text in texts])


def test_what_means_the_same_as_a_keep_comes_first_where_that_can_be_told() -> None:
    kept = [(apart(900 + i, title="A boat at sea"), Verdict.KEEP) for i in range(5)]
    pool = [apart(i, title=f"Number {i}") for i in range(1, 9)]
    pool.append(apart(50, title="Sailing boats"))
    found = picks(selected(pool, past=Past(verdicts=kept), embed=meaning))
    scores = {pick.resource.id: pick.terms[0].value for pick in found}
    assert scores[50] == max(scores.values())


def test_only_a_short_list_is_read_for_its_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "SHORT_LIST", 10)
    read: set[str] = set()

    def noting(texts: Sequence[str]) -> np.ndarray:
        read.update(texts)
        return meaning(texts)

    kept = [(apart(900, title="A boat at sea"), Verdict.KEEP)]
    found = selected(some_week(0), past=Past(verdicts=kept), embed=noting)
    assert len(picks(found)) == newsletter().length
    assert len(read) == 11


def test_what_is_like_a_pick_and_was_not_picked_is_told_beside_it() -> None:
    text = "Four shafts of a loom make a plain weave and a twill; the treadles lift the heddles."
    crowd = [apart(i, score=0.9, title=f"Weaving {i}") for i in range(1, 6)]
    crowd = [replace(one, resource=replace(one.resource, text=text)) for one in crowd]
    found = picks(selected(crowd))
    beside = [one for pick in found for one in pick.related]
    lost = [one.resource for one in crowd if one.id not in {pick.resource.id for pick in found}]
    assert len(lost) == 2
    assert sorted(beside) == sorted((one.title, one.url) for one in lost)


def test_what_lost_is_told_why() -> None:
    crowd = [apart(i, score=0.9) for i in range(1, 8)]
    crowded = selected([*crowd, *(apart(10 + i, "tools") for i in range(7))])
    assert "vision has its 3 picks" in {pick.left_out for pick in crowded.runners_up}
    same = [stored(i, "vision", source="https://one.example/") for i in range(3)]
    assert [pick.left_out for pick in selected(same).runners_up] == ["its source has its 2 picks"]
    weak = selected([apart(1, None, score=0.0, weight=0.0, published=START - timedelta(days=300))])
    assert [pick.left_out for pick in weak.runners_up] == ["nothing under 0.30 fills a slot"]
    assert not any(pick.left_out for pick in picks(crowded))


def test_news_without_topics_fills_only_what_nothing_else_could() -> None:
    world = [
        stored(number, None, source="https://world.example/feed", score=0.99)
        for number in range(20)
    ]
    plain = [apart(number, None, score=0.1) for number in range(30, 33)]
    full = selected([*world, *plain, apart(40, "vision")], newsletter=newsletter(length=4))
    assert {pick.resource.id for pick in picks(full)} == {30, 31, 32, 40}
    assert full.runners_up[0].left_out == (
        "it has no topic, and 0 of 20 from its source name a topic"
    )
    short = selected([*world, apart(40, "vision")], newsletter=newsletter(length=4))
    assert len(picks(short)) == 3


def test_the_terms_add_up_to_the_score() -> None:
    for pick in picks(selected(some_week(0))):
        assert pick.score == pytest.approx(sum(term.points for term in pick.terms), abs=1e-9)


def test_a_pin_goes_in_though_it_scores_last_and_a_skip_stays_out() -> None:
    candidates = [*some_week(0), apart(99_999, None, score=0.1, weight=0.0)]
    best = picks(selected(candidates))[0].resource.id
    found = picks(selected(candidates, hand=Hand(skipped=(best,), pinned=(99_999,))))
    assert [pick.pinned for pick in found if pick.resource.id == 99_999] == [True]
    assert best not in {pick.resource.id for pick in found}
    assert len(found) == newsletter().length


def test_a_competition_that_has_closed_goes_in_only_by_a_pin() -> None:
    candidates = some_week(0)
    best = picks(selected(candidates))[0].resource
    for deadline, there in ((period().end, True), (period().end - timedelta(seconds=1), False)):
        resource = replace(best.resource, deadline=deadline)
        changed = [
            replace(one, resource=resource) if one.id == best.id else one for one in candidates
        ]
        assert (best.id in [pick.resource.id for pick in picks(selected(changed))]) is there
    assert best.id in [
        pick.resource.id for pick in picks(selected(changed, hand=Hand(kept=(best.id,))))
    ]


def test_more_pins_than_slots_all_go_in() -> None:
    pinned = [apart(i) for i in range(1, 13)]
    assert len(picks(selected(pinned, hand=Hand(pinned=tuple(one.id for one in pinned))))) == 12


def test_one_slot_explores_and_says_so() -> None:
    told = [pick.reason for pick in picks(selected(some_week(0)))]
    assert (
        sum(reason.startswith("From a source this newsletter tries out: ") for reason in told) == 1
    )


def test_where_else_it_stands_is_told() -> None:
    one = stored(1)
    twice = StoredResource(
        **{name: getattr(one, name) for name in ("id", "resource", "tags", "first_seen_at")},
        sources=("One", "Two"),
        source_urls=("https://one.example/", "https://two.example/"),
    )
    assert picks(selected([twice]))[0].also_in == ("Two",)


def test_a_week_without_candidates_says_what_is_missing() -> None:
    found = selected([])
    assert found.sections == ()
    assert found.practice_share is None
    assert found.shortfall.endswith("The issue has 0 of 10 picks.")


def test_a_side_that_runs_short_is_told_in_numbers() -> None:
    found = selected([apart(i, topic, track=Track.THEORY) for i, topic in enumerate(
        ["vision", "language", "tabular", "theory", "tools"] * 3, 1)])  # fmt: skip
    assert found.practice_share == 0.0
    assert found.shortfall.startswith("8 practice picks were wanted, 0 found.")


def test_what_a_limit_kept_out_of_a_side_that_runs_short_is_told() -> None:
    same = [stored(i, "vision", source="https://one.example/") for i in range(5)]
    assert selected(same).shortfall.startswith(
        "8 practice picks were wanted, 2 found; "
        "`per_topic` or `per_source` kept out 3 more: their sources have their 2 picks."
    )


def test_of_several_limits_the_one_that_kept_out_most_is_told() -> None:
    one_source = [stored(i, "language", source="https://one.example/") for i in range(6)]
    one_topic = [apart(i, "vision") for i in range(6, 11)]
    found = selected(one_source + one_topic).shortfall
    assert "kept out 6 more, mostly because their sources have their 2 picks." in found


def test_one_pick_that_is_missing_was_wanted() -> None:
    assert "2 theory picks were wanted, 0 found." in selected([]).shortfall
    short = selected([], newsletter=newsletter(length=5)).shortfall
    assert "1 theory pick was wanted, 0 found." in short


def test_a_full_week_on_target_has_no_shortfall() -> None:
    found = selected(some_week(0, practice=0.9))
    assert found.shortfall == ""
    assert found.practice_share == pytest.approx(0.8)
