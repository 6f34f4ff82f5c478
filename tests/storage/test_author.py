"""The author's hand: reading list, challenge, corrections, feedback."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curator.errors import Conflict, NotFound
from curator.model import (
    Correction,
    Feedback,
    GoalState,
    ReadingItem,
    ReadingStatus,
    Tags,
    Track,
    Verdict,
)
from curator.storage import corrections, feedback, goals, issues, reading, resources
from curator.storage.engine.database import Database
from tests.storage.examples import DAY, NOW, WEEK, content, stored

# --------------------------------------------------------------------------- reading list


def test_a_link_is_queued_once_and_gains_what_is_said(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection).id
        first = reading.add(connection, one, now=NOW, note="why", topics=("vision",))
        read = reading.set_status(connection, first.id, ReadingStatus.READ, NOW)
        again = reading.add(connection, one, now=NOW + DAY, credit="Grace")
        assert reading.get(connection, first.id) == again
    assert first == ReadingItem(1, one, ReadingStatus.QUEUED, NOW, "why", None, ("vision",))
    assert read.status is ReadingStatus.READ
    assert again == replace(first, credit="Grace")


def test_what_is_queued_is_offered_until_it_is_in_an_issue(database: Database) -> None:
    with database.begin() as connection:
        first, second, third = (stored(connection, number, text="t") for number in (1, 2, 3))
        for one in (second, first, third):
            reading.add(connection, one.id, now=NOW)
        reading.set_status(connection, 3, ReadingStatus.READ, NOW)
        queued = reading.queued(connection)
        assert [resource.id for _, resource in queued] == [second.id, first.id]
        assert queued[0][1].resource.text == "t"
        assert reading.count_queued(connection) == 2
        issue = issues.create(connection, WEEK, content(second), NOW)
        assert [item.resource_id for item, _ in reading.queued(connection)] == [first.id]
        assert reading.count_queued(connection) == 1
        assert len(reading.queued(connection, for_issue=issue.id)) == 2


def test_items_are_listed_edited_and_removed(database: Database) -> None:
    with database.begin() as connection:
        for number in (1, 2):
            reading.add(connection, stored(connection, number).id, now=NOW, credit="Grace")
        edited = reading.edit(connection, 1, note="n", credit="")
        assert (edited.note, edited.credit) == ("n", None)
        assert reading.edit(connection, 1) == edited
        reading.set_status(connection, 2, ReadingStatus.DROPPED, NOW)
        dropped = reading.list_(connection, status=ReadingStatus.DROPPED)
        assert [item.id for item in dropped] == [2]
        reading.remove(connection, 1)
        assert [item.id for item in reading.list_(connection)] == [2]
        for look in (reading.get, reading.remove, reading.edit):
            with pytest.raises(NotFound, match="there is no reading item 1"):
                look(connection, 1)


# --------------------------------------------------------------------------- challenge


def test_a_goal_is_set_met_and_worded_anew(database: Database) -> None:
    with database.begin() as connection:
        goal = goals.add(connection, "2026-W08", "Train a CNN", NOW)
        done = goals.set_state(connection, goal.id, GoalState.DONE, NOW, note="99 %")
        assert (done.state, done.note, done.done_at) == (GoalState.DONE, "99 %", NOW)
        reopened = goals.set_state(connection, goal.id, GoalState.OPEN, NOW)
        assert (reopened.note, reopened.done_at) == ("99 %", None)
        edited = goals.edit(connection, goal.id, "Train a ViT")
        assert goals.get(connection, goal.id) == edited
        assert edited.text == "Train a ViT"
        goals.remove(connection, goal.id)
        with pytest.raises(NotFound, match="there is no goal 1"):
            goals.get(connection, goal.id)
        with pytest.raises(NotFound):
            goals.remove(connection, goal.id)


def test_a_week_has_each_goal_once(database: Database) -> None:
    with database.begin() as connection:
        goals.add(connection, "2026-W08", "Read", NOW)
        with pytest.raises(Conflict, match="2026-W08 already has the goal: Read"):
            goals.add(connection, "2026-W08", "Read", NOW)
        goals.add(connection, "2026-W09", "Read", NOW)
        assert [goal.week for goal in goals.list_(connection)] == ["2026-W09", "2026-W08"]
        assert [goal.id for goal in goals.list_(connection, "2026-W08")] == [1]


def test_goals_left_open_are_missed_when_their_week_is_over(database: Database) -> None:
    with database.begin() as connection:
        for week in ("2025-W52", "2026-W08", "2026-W09"):
            goals.add(connection, week, "Read", NOW)
        goals.set_state(connection, 1, GoalState.DONE, NOW)
        assert goals.miss_open(connection, "2026-W09") == 1
        states = [goal.state for goal in goals.list_(connection)]
    assert states == [GoalState.OPEN, GoalState.MISSED, GoalState.DONE]


# --------------------------------------------------------------------------- corrections


def test_the_newest_word_on_a_topic_or_the_track_stands(database: Database) -> None:
    with database.begin() as connection:
        key = stored(connection).resource.key
        said = [
            Correction(key, "vision", positive=True, at=NOW),
            Correction(key, "vision", positive=False, at=NOW + DAY),
            Correction(key, "track", positive=True, at=NOW),
            Correction(key, None, positive=True, at=NOW, track=Track.THEORY),
        ]
        for correction in said:
            corrections.add(connection, correction)
        standing = corrections.of(connection, key)
        assert set(map(repr, standing)) == set(map(repr, said[1:]))
        assert corrections.list_(connection) == standing
        corrections.remove(connection, key, None)
        corrections.remove(connection, key, "vision")
        assert corrections.list_(connection) == [said[2]]


def test_a_correction_means_tagging_again_and_follows_the_key(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection)
        resources.save_tags(connection, one.id, Tags(model_version="v1"))
        old = one.resource.key
        corrections.add(connection, Correction(old, "vision", positive=True, at=NOW))
        assert [found.id for found in resources.untagged(connection, "v1")] == [one.id]
        renamed = replace(one.resource, key="arxiv:1", url="https://arxiv.org/abs/1")
        resources.save_enriched(connection, one.id, renamed, state=one.state, now=NOW)
        (found,) = corrections.of(connection, old)
        assert found.resource_key == "arxiv:1"
        with pytest.raises(NotFound, match="there is no resource nowhere"):
            corrections.add(connection, Correction("nowhere", "x", positive=True, at=NOW))


# --------------------------------------------------------------------------- feedback


def test_feedback_is_remembered_in_order(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection).id
        said = [Feedback(one, Verdict.SKIP, NOW - DAY), Feedback(one, Verdict.PIN, NOW)]
        for word in reversed(said):
            feedback.add(connection, word)
        assert feedback.list_(connection) == said
        assert feedback.list_(connection, since=NOW) == said[1:]
