"""Goals for a week: set, settled, listed."""

from __future__ import annotations

import pytest

from curator.app import App
from curator.errors import BadValue, NotFound
from curator.flows.desk import drafts, undo
from curator.flows.issues import challenge
from curator.issues import editing
from curator.model import Content, GoalState
from tests.flows import rooms
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


def told(app: App, number: int) -> tuple[list[str], list[str]]:
    """The goals that a draft announces, and those of its own week with their state."""
    content: Content = drafts.read(app, number).issue.content
    ahead = [goal.text for goal in content.goals]
    return ahead, [f"{goal.text}: {goal.state}" for goal in content.outcomes]


def test_a_draft_that_waits_tells_what_is_set_and_settled_meanwhile(app: App) -> None:
    done = challenge.add(app, "Draw a loss", NOW, week="2026-W08")
    number = drafts.begin(app, NOW, week="2026-W08").number
    ahead = challenge.add(app, "Train a clasifier", NOW)
    challenge.edit(app, ahead.id, "Train a classifier", NOW)
    challenge.settle(app, done.id, GoalState.DONE, NOW)
    assert told(app, number) == (["Train a classifier"], ["Draw a loss: done"])
    mark = undo.remove_goal(app, ahead.id, NOW)
    assert told(app, number)[0] == []
    undo.take_back(app, mark, NOW)
    assert told(app, number)[0] == ["Train a classifier"]


def test_taking_back_a_change_of_the_draft_takes_back_no_goal(app: App) -> None:
    rooms.found(app, 1, NOW)
    number = drafts.begin(app, NOW, week="2026-W09").number
    base = drafts.read(app, number).version
    drafts.change(app, number, base, "note", lambda one: editing.write_note(one, "Hello."), NOW)
    challenge.add(app, "Train a classifier", NOW, week="2026-W10")
    taken_back = drafts.step(app, number, -1, NOW).issue.content
    assert (taken_back.note, [one.text for one in taken_back.goals]) == ("", ["Train a classifier"])


def test_what_was_approved_leaves_as_it_was_seen(app: App) -> None:
    number = drafts.begin(app, NOW, week="2026-W08").number
    drafts.approve(app, number, drafts.read(app, number).version, NOW, at=NOW, force=True)
    challenge.add(app, "Train a classifier", NOW, week="2026-W09")
    assert told(app, number)[0] == []
