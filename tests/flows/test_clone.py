"""A copy of the database elsewhere sends nothing by itself."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from curator.app import App
from curator.errors import Conflict
from curator.flows import clone, send
from curator.flows.digest import Options, digest
from curator.jobs import ticks
from curator.model import IssueState
from curator.storage import issues, log
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW


@pytest.fixture
def copy(app: App, home: Path, tmp_path: Path) -> App:
    """A copy of a newsletter that has sent, with a draft that is due."""
    rooms.reader(app, "ada@reader.example")
    house.draft(app, due_at=NOW)
    assert clone.may_send(app, NOW)
    app.close()
    other = tmp_path / "copy"
    shutil.copytree(home, other)
    return App(house.environment_of(other))


def test_where_it_was_used_first_it_sends(app: App) -> None:
    assert clone.may_send(app, NOW)
    assert clone.reason(app, NOW) == ""
    assert not clone.adopt(app, NOW)


def test_a_copy_waits_and_says_so_once(copy: App) -> None:
    for minute in range(3):
        ticks.look_at_issues(copy, NOW + timedelta(minutes=minute), Event())
        ticks.look_at_mail(copy, NOW + timedelta(minutes=minute), Event())
    with copy.database.read() as connection:
        assert [one.state for one in issues.list_(connection)] == [IssueState.DRAFT]
        told = [one.message for one in log.list_(connection) if one.kind == "house"]
    assert len(told) == 1
    assert "send resume" in told[0]
    copy.close()


def test_a_copy_does_not_send_by_the_command_of_a_timer_either(copy: App) -> None:
    with pytest.raises(Conflict, match="send resume"):
        send.approve(copy, 1, NOW)
    with pytest.raises(Conflict, match="send resume"):
        digest(copy, Options(week="2026-W09", refresh=False, force=True), NOW)
    copy.close()


def test_resume_makes_the_copy_the_one_that_sends(copy: App) -> None:
    send.resume(copy, None, NOW)
    assert clone.may_send(copy, NOW)
    ticks.look_at_issues(copy, NOW, Event())
    with copy.database.read() as connection:
        assert issues.list_(connection)[0].state is IssueState.SENT
    copy.close()
