"""A copy of the database elsewhere sends nothing by itself."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from curator.app import App
from curator.errors import Conflict
from curator.flows.digest import Options, digest
from curator.flows.mail import clone, send
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
    assert clone.hindrance(app, NOW) is None
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


def test_a_file_copied_over_the_database_from_before_an_issue_waits(app: App, home: Path) -> None:
    file = home / "curator.db"
    rooms.reader(app, "ada@reader.example")
    house.draft(app, due_at=NOW)
    assert clone.may_send(app, NOW)
    app.close()
    before = file.read_bytes()
    send.approve(app, 1, NOW)
    assert clone.may_send(app, NOW)
    app.close()
    file.write_bytes(before)  # the same file on the disk, as by cp
    assert clone.hindrance(app, NOW) == clone.BACKUP
    with pytest.raises(Conflict, match="from a backup"):
        send.approve(app, 1, NOW)
    assert clone.adopt(app, NOW)
    assert clone.may_send(app, NOW)


def test_where_the_word_beside_the_database_is_lost_nothing_waits(app: App, home: Path) -> None:
    assert clone.may_send(app, NOW)
    clone.sending(app, NOW)
    (home / "curator.db-mark").unlink()
    assert clone.may_send(app, NOW)


def renamed(app: App, home: Path, **other: str) -> App:
    """The same data folder, used with a ``feeds.yaml`` that says something else."""
    app.close()
    feeds = home / "feeds.yaml"
    known = app.config.newsletter
    words = feeds.read_text("utf-8").replace(known.title, other.get("title", known.title))
    feeds.write_text(words.replace(known.sender, other.get("sender", known.sender)), "utf-8")
    return App(house.environment_of(home))


def test_a_second_newsletter_in_the_same_folder_reaches_nobody(app: App, home: Path) -> None:
    rooms.reader(app, "ada@reader.example")
    house.draft(app, due_at=NOW)
    assert clone.may_send(app, NOW)
    tried = renamed(app, home, title="Only a try", sender="try@elsewhere.example")
    with pytest.raises(Conflict, match="another newsletter; set CURATOR_DATA"):
        digest(tried, Options(week="2026-W09", refresh=False, force=True), NOW)
    assert not clone.may_send(tried, NOW)
    tried.close()


@pytest.mark.parametrize("changed", [{"title": "Renamed"}, {"sender": "new@elsewhere.example"}])
def test_a_title_or_an_address_may_change_one_after_the_other(
    app: App, home: Path, changed: dict[str, str]
) -> None:
    assert clone.may_send(app, NOW)
    same = renamed(app, home, **changed)
    assert clone.may_send(same, NOW)
    both = {"title": "Renamed", "sender": "new@elsewhere.example"}
    later = renamed(same, home, **both)
    assert clone.may_send(later, NOW)
    later.close()


def test_resume_tells_it_that_both_have_changed(app: App, home: Path) -> None:
    assert clone.may_send(app, NOW)
    other = renamed(app, home, title="Anew", sender="new@elsewhere.example")
    assert clone.adopt(other, NOW)
    assert clone.may_send(other, NOW)
    with other.database.read() as connection:
        told = [one.message for one in log.list_(connection) if one.kind == "house"]
    assert told == ["this database sends “Anew” from now on"]
    other.close()
