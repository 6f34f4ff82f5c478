"""Goals for a week: set, settled, listed."""

from __future__ import annotations

import pytest

from curator.app import App
from curator.errors import BadValue, NotFound
from curator.flows import challenge
from curator.model import GoalState
from tests.web.house import NOW


def test_a_goal_is_for_the_week_that_the_next_issue_announces_unless_told(app: App) -> None:
    now = challenge.add(app, " Train  a\nclassifier ", NOW)
    later = challenge.add(app, "Read a paper", NOW, week="2026-W20")
    assert (now.text, now.week, now.state) == ("Train a classifier", "2026-W10", GoalState.OPEN)
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
