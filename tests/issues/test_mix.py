"""A week is filled side by side: to the quota, within the limits, with variety."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.issues.mix import FLOOR, READING, Quota, Week, fill, seed, to_explore
from curator.issues.rank import Ranked, Sources, rank
from curator.issues.subject import Subjects
from curator.issues.taste import Taste
from curator.model import Kind, Mix, StoredResource, Track, Verdict
from tests.issues.weeks import START, TOPICS, some_week, stored, supported

EIGHTY = Mix(0.8, 0.2)


def ranked(candidates: Sequence[StoredResource]) -> list[Ranked]:
    return rank(
        candidates,
        topics=TOPICS,
        taste=Taste(),
        sources=Sources({}, {}),
        subjects=Subjects({}, {}),
        history=(),
        end=START + timedelta(weeks=1),
    )


def apart(number: int, topic: str = "vision", **changes: object) -> StoredResource:
    """A candidate of a source of its own."""
    return stored(number, topic, **{"source": f"https://{number}.example/", **changes})  # type: ignore[arg-type]


def filled(candidates: Sequence[StoredResource], quota: Quota, per_topic: int = 9) -> list[int]:
    week = Week(per_topic, per_source=2)
    fill(week, ranked(candidates), quota)
    return sorted(one.stored.id for one in week.chosen)


# --------------------------------------------------------------------------- the quota


@pytest.mark.parametrize(
    ("slots", "past", "practice"),
    [
        (10, [], 8),
        (7, [], 6),
        (10, [(6, 10)], 10),
        (10, [(10, 10)], 6),
        (10, [(0, 10), (8, 10), (8, 10), (8, 10)], 8),
        (5, [(0, 30)], 5),
    ],
    ids=["plain", "rounded", "owed", "overpaid", "only three weeks back", "never over the slots"],
)
def test_the_quota_makes_up_for_the_last_issues(
    slots: int, past: list[tuple[int, int]], practice: int
) -> None:
    assert Quota.of(slots, EIGHTY, past) == Quota(practice, slots - practice)


@given(
    st.integers(0, 40),
    st.floats(0, 1),
    st.lists(st.integers(0, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))),
)
def test_both_sides_always_add_up(slots: int, share: float, past: list[tuple[int, int]]) -> None:
    quota = Quota.of(slots, Mix(share, 1 - share), past)
    assert quota.practice + quota.theory == slots
    assert min(quota.practice, quota.theory) >= 0


def test_what_has_no_track_counts_as_practice() -> None:
    assert stored(1, track=None).tags.side is Track.PRACTICE


# --------------------------------------------------------------------------- filling


def test_each_side_gets_its_slots_though_the_other_scores_higher() -> None:
    theory = [apart(i, track=Track.THEORY, score=0.95) for i in range(10, 16)]
    practice = [apart(i, score=0.5) for i in range(20, 26)]
    chosen = filled([*theory, *practice], Quota(4, 1))
    assert sum(number >= 20 for number in chosen) == 4


def test_a_side_that_runs_short_leaves_its_slots_to_the_other() -> None:
    candidates = [apart(1), *[apart(i, track=Track.THEORY) for i in range(10, 16)]]
    assert len(filled(candidates, Quota(4, 1))) == 5


def test_nothing_under_the_floor_fills_a_slot() -> None:
    poor = apart(1, score=0.05, weight=0.0, published=START - timedelta(days=400))
    assert ranked([poor])[0].score < FLOOR
    assert filled([poor, apart(2)], Quota(2, 0)) == [2]


def test_at_most_so_many_per_topic_and_source() -> None:
    candidates = some_week(3)
    week = Week(per_topic=3, per_source=2)
    fill(week, ranked(candidates), Quota(12, 3))
    assert max(Counter(one.topic for one in week.chosen).values()) <= 3
    assert max(Counter(one.stored.source_urls[0] for one in week.chosen).values()) <= 2


def test_what_repeats_a_pick_gives_way_to_what_is_new() -> None:
    text = "segmentation mask frame crop pixel"
    first, again = apart(1, text=text, score=0.9), apart(2, text=text, score=0.88)
    other = apart(3, text="camera detector convolution", score=0.8)
    assert filled([first, again, other], Quota(2, 0)) == [1, 3]


def test_where_all_is_reading_the_weakest_gives_way_to_something_else() -> None:
    reading = [apart(i, score=0.9) for i in range(1, 5)]
    video = apart(9, kind=Kind.VIDEO, score=0.5)
    chosen = filled([*reading, video], Quota(4, 0))
    assert 9 in chosen
    assert len(chosen) == 4
    assert Kind.VIDEO not in READING


def test_the_swap_stays_on_its_side() -> None:
    reading = [apart(i, score=0.9) for i in range(1, 5)]
    lecture = apart(9, kind=Kind.VIDEO, score=0.5, track=Track.THEORY)
    assert filled([*reading, lecture], Quota(4, 0)) == [1, 2, 3, 4]


# --------------------------------------------------------------------------- exploring


def test_the_slot_to_explore_is_the_same_for_the_same_week() -> None:
    pool = ranked(some_week(1))
    picks = [to_explore(pool, Sources({}, {}), key, 10) for key in ("2026-W08", "2026-W08")]
    assert picks[0] is not None
    assert picks[0] is picks[1]
    assert seed("2026-W08") != seed("2026-W09")


def test_other_weeks_explore_other_things() -> None:
    pool = ranked(some_week(1))
    found = {to_explore(pool, Sources({}, {}), f"2026-W{week:02d}", 10) for week in range(1, 30)}
    assert len(found) > 5


def test_exploring_starts_below_what_would_be_picked_anyway() -> None:
    pool = ranked(some_week(1))
    found = to_explore(pool, Sources({}, {}), "2026-W08", 10)
    assert found is not None
    assert found not in [one for one in pool if one.topic is not None][:10]


def test_what_no_word_names_as_on_topic_is_not_explored() -> None:
    doubtful = [
        supported(9000 + number, "books", f"https://s{number}.example/feed") for number in range(40)
    ]
    pool = ranked([*some_week(1), *doubtful])
    found = [to_explore(pool, Sources({}, {}), f"w{week}", 10) for week in range(40)]
    assert all(one is not None and one.stored.id < 9000 for one in found)


def test_a_small_issue_explores_nothing() -> None:
    assert to_explore(ranked(some_week(1)), Sources({}, {}), "2026-W08", 4) is None


def test_a_source_that_is_always_skipped_is_hardly_explored() -> None:
    pool = ranked(some_week(1))
    judged = {one.stored.source_urls[0] for one in pool if one.stored.id % 2}
    skipped = [(stored(90_000 + i, source=url), Verdict.SKIP)
               for i, url in enumerate(sorted(judged) * 40)]  # fmt: skip
    sources = Sources.of(skipped)
    explored = [to_explore(pool, sources, f"w{week}", 10) for week in range(60)]
    shunned = [one for one in explored if one and one.stored.source_urls[0] in judged]
    assert len(shunned) <= len(judged) / 30 * 60
