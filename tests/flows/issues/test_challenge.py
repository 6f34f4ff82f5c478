"""Goals for a week: set, settled, listed."""

from __future__ import annotations

import pytest

from curator.app import App
from curator.errors import BadValue, NotFound
from curator.flows.desk import drafts
from curator.flows.issues import challenge
from curator.model import GoalState
from tests.web import house
from tests.web.house import NOW


def test_a_goal_is_for_the_week_that_the_next_issue_announces(app: App) -> None:
    """That of 2026-W08 is due since Sunday and not out; the one after it is about W09."""
    assert challenge.add(app, " Train  a\nclassifier ", NOW).week == "2026-W09"
    house.publish(app, 1, 1)
    assert challenge.add(app, "Draw it", NOW).week == "2026-W10"


def test_what_is_still_a_draft_announces_it_yet(app: App) -> None:
    drafts.begin(app, NOW, week="2026-W08")
    assert challenge.add(app, "Train a classifier", NOW).week == "2026-W09"


def test_a_goal_may_be_for_any_week(app: App) -> None:
    later = challenge.add(app, "Read  a\npaper", NOW, week="2026-W20")
    assert (later.text, later.week, later.state) == ("Read a paper", "2026-W20", GoalState.OPEN)
    challenge.add(app, "Train a classifier", NOW)
    assert [one.text for one in challenge.list_(app, week="2026-W20")] == [later.text]
    assert len(challenge.list_(app)) == 2


def test_it_is_settled_with_a_word(app: App) -> None:
    goal = challenge.add(app, "Train a classifier", NOW)
    done = challenge.settle(app, goal.id, GoalState.DONE, NOW, note="94 %\0")
    assert (done.state, done.note) == (GoalState.DONE, "94 %")


def test_what_is_no_goal_is_refused(app: App) -> None:
    for text in ("", " \0 "):
        with pytest.raises(BadValue):
            challenge.add(app, text, NOW)
    with pytest.raises(BadValue):
        challenge.add(app, "x", NOW, week="2026-W60")
    with pytest.raises(NotFound):
        challenge.settle(app, 99, GoalState.DONE, NOW)
