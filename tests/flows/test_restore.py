"""A backup comes back: nothing leaves twice, and readers keep their last word."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from curator.app import App
from curator.audience import erase
from curator.flows.desk import drafts
from curator.flows.issues import posts
from curator.flows.mail import clone, send
from curator.flows.mail.status import statuses
from curator.flows.restore import METHOD, restore
from curator.jobs import ticks
from curator.model import (
    Cadence,
    IssueState,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from curator.storage import archive, consent, issues, subscribers, suppressions
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW

HOUR = timedelta(hours=1)
ADA, BO, CY = "ada@reader.example", "bo@reader.example", "cy@reader.example"


@pytest.fixture
def backup(app: App, tmp_path: Path) -> Path:
    """Three readers and a draft that leaves in an hour, as they were a moment ago."""
    for address in (ADA, BO, CY):
        rooms.reader(app, address)
    house.draft(app, due_at=NOW + HOUR)
    assert clone.may_send(app, NOW)
    file = tmp_path / "backup.gz"
    archive.backup(app.database, file)
    return file


def look(app: App, at: datetime) -> None:
    ticks.look_at_issues(app, at, Event())
    ticks.look_at_mail(app, at, Event())


def test_in_the_place_of_its_own_database_it_sends_nothing_again(
    app: App, backup: Path, home: Path
) -> None:
    look(app, NOW + HOUR)
    assert len(rooms.outbox(home)) == 3
    done = restore(app, backup, NOW + 2 * HOUR, replace=True)
    assert done.waiting == ("1",)
    for hours in range(2, 5):
        look(app, NOW + hours * HOUR)
    assert len(rooms.outbox(home)) == 3
    hindrance = clone.hindrance(app, NOW + 5 * HOUR)
    assert "was restored from a backup" in str(hindrance)
    assert "curator send resume" in str(hindrance)


def test_told_to_send_it_still_leaves_to_the_author_what_may_have_left(
    app: App, backup: Path, home: Path
) -> None:
    restore(app, backup, NOW + 2 * HOUR, replace=True)
    assert send.resume(app, None, NOW + 2 * HOUR) == []
    look(app, NOW + 3 * HOUR)
    assert rooms.outbox(home) == []
    with app.database.read() as connection:
        (issue,) = issues.list_(connection)
    assert (issue.state, issue.due_at) == (IssueState.DRAFT, None)
    drafts.approve(app, 1, drafts.read(app, 1).version, NOW + 3 * HOUR, at=None)
    look(app, NOW + 3 * HOUR)
    assert len(rooms.outbox(home)) == 3


def test_an_issue_that_was_being_sent_is_paused_and_says_why(app: App, tmp_path: Path) -> None:
    rooms.reader(app, ADA)
    issue = house.draft(app)
    with app.database.begin() as connection:
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
    archive.backup(app.database, tmp_path / "backup.gz")
    done = restore(app, tmp_path / "backup.gz", NOW, replace=True)
    assert done.waiting == (issue.label,)
    (status,) = statuses(app, None)
    assert (status.state, status.reason) == (
        IssueState.PAUSED,
        "it is from a backup, and what left since would leave again",
    )


def test_a_post_from_before_the_backup_came_waits_and_a_new_one_leaves(
    home: Path, tmp_path: Path
) -> None:
    rooms.instant_posts(home)
    app = App(house.environment_of(home))
    rooms.reader(app, ADA, Cadence.POSTS)
    assert posts.open_new(app, NOW) == posts.Opened()
    archive.backup(app.database, tmp_path / "backup.gz")
    restore(app, tmp_path / "backup.gz", NOW + 3 * HOUR, replace=True)
    clone.adopt(app, NOW + 3 * HOUR)
    rooms.post(app, 1, NOW + HOUR, seen=NOW + 4 * HOUR)
    rooms.post(app, 2, NOW + 4 * HOUR)
    made = posts.open_new(app, NOW + 5 * HOUR)
    assert [one.state for one in made.issues] == [IssueState.APPROVED]
    (held,) = made.held
    assert "before the database was restored from a backup" in (held.paused_reason or "")
    app.close()


def test_what_was_due_before_the_backup_came_is_told_from_what_is_due_since(
    app: App, backup: Path
) -> None:
    sunday = app.schedule.next_after(NOW)
    restore(app, backup, sunday + HOUR, replace=True)
    assert clone.restored_since(app, sunday)
    assert not clone.restored_since(app, sunday + 2 * HOUR)


def test_who_left_was_erased_or_suppressed_since_stays_away(
    app: App, backup: Path, home: Path
) -> None:
    later = NOW + HOUR
    mark = app.address_hash
    with app.database.begin() as connection:
        for address, do in ((ADA, "leave"), (BO, "erase")):
            reader = subscribers.find(connection, address)
            assert reader is not None
            if do == "leave":
                subscribers.unsubscribe(connection, reader.id, later, method="page")
            else:
                erase.erase(connection, app.keyring, reader, later, method="page")
        reason = SuppressionReason.HARD_BOUNCE
        suppressions.add(connection, Suppression(mark(CY), reason, later, "5.1.1"))
    assert restore(app, backup, NOW + 2 * HOUR, replace=True).kept_away == 2
    with app.database.read() as connection:
        states = {one.address: one.state for one in subscribers.list_(connection)}
        assert states == {
            ADA: SubscriberState.UNSUBSCRIBED,
            "": SubscriberState.ERASED,
            CY: SubscriberState.CONFIRMED,
        }
        assert suppressions.get(connection, mark(BO)) is not None
        assert suppressions.get(connection, mark(CY)) is not None
        assert consent.of(connection, mark(ADA))[-1].method == METHOD


def test_in_an_empty_database_there_is_nobody_to_keep_away(backup: Path, tmp_path: Path) -> None:
    house.settings(tmp_path / "other")
    other = App(house.environment_of(tmp_path / "other"))
    assert restore(other, backup, NOW).kept_away == 0
    assert clone.hindrance(other, NOW) == clone.BACKUP
    assert clone.adopt(other, NOW)
    assert clone.hindrance(other, NOW) is None
    other.close()
