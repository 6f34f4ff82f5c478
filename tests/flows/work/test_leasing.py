"""One process at a time does a thing; a dead one blocks nobody."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curator.app import App
from curator.errors import StorageError
from curator.flows.work import leasing
from curator.flows.work.leasing import held
from curator.storage import leases
from tests.web import house


@pytest.fixture
def other(home: Path) -> App:
    """Another process, as far as leases can tell."""
    return App(house.environment_of(home))


def test_two_do_not_hold_it_at_once_and_the_next_one_gets_it_after(app: App, other: App) -> None:
    with held(app, "issue") as mine:
        assert mine
        with held(other, "issue") as theirs:
            assert not theirs
        with held(other, "send:1") as theirs:
            assert theirs
    with held(other, "issue") as theirs:
        assert theirs
    other.close()


def test_it_is_given_back_where_the_work_fails(app: App, other: App) -> None:
    with pytest.raises(ValueError, match="oh"), held(app, "issue"):
        raise ValueError("oh")
    with held(other, "issue") as theirs:
        assert theirs
    other.close()


def test_it_is_renewed_for_as_long_as_the_work_takes(app: App, other: App) -> None:
    with held(app, "issue", seconds=0.3):
        first = until(app)
        for _ in range(200):
            if until(app) > first:
                break
            time.sleep(0.05)
        assert until(app) > first
    other.close()


def until(app: App) -> datetime:
    with app.database.read() as connection:
        found = connection.exec_driver_sql("SELECT until FROM leases").scalar_one()
    return datetime.fromisoformat(str(found))


def test_a_renewal_that_fails_is_told_and_tried_again(
    app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    acquire, tries = leasing._acquire, []

    def busy(*given: object) -> bool:
        tries.append(given)
        if len(tries) == 2:
            raise StorageError("the database is busy")
        return acquire(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(leasing, "_acquire", busy)
    caplog.set_level(logging.WARNING, "curator.service")
    with held(app, "issue", seconds=0.3):
        for _ in range(200):
            if len(tries) >= 3:
                break
            time.sleep(0.05)
    assert len(tries) >= 3
    assert "was not renewed" in caplog.text


def test_a_process_of_this_machine_that_is_gone_holds_nothing(app: App) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    host = app.owner.rsplit(":", 2)[0]
    now = datetime.now(UTC)
    with app.database.begin() as connection:
        assert leases.acquire(connection, "issue", f"{host}:{gone.pid}:aa", now, 3600)
    with held(app, "issue") as mine:
        assert mine


def test_one_of_another_machine_holds_it_until_its_time_is_over(app: App) -> None:
    now = datetime.now(UTC)
    with app.database.begin() as connection:
        leases.acquire(connection, "issue", "elsewhere:1:aa", now, 3600)
        leases.acquire(connection, "send", "elsewhere:1:aa", now - timedelta(hours=2), 3600)
    with held(app, "issue") as mine:
        assert not mine
    with held(app, "send") as mine:
        assert mine
