"""SIGKILL at the moment of freezing, with a second process at the same work: once each, none lost."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from tests.jobs import weeks
from tests.jobs.weeks import READERS, START, Service, tick

KILLS = 3


def start(service: Service, now: datetime) -> subprocess.Popen[str]:
    """The service in a process of its own, at ``now``."""
    command = [sys.executable, "-m", "tests.jobs.killable", str(service.folder), now.isoformat()]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill_while_freezing(process: subprocess.Popen[str], rng: random.Random) -> None:
    """Wait until it freezes, or is done, and a few milliseconds more; then kill it."""
    assert process.stdout
    for line in process.stdout:
        if "freezing" in line:
            time.sleep(rng.uniform(0, 0.12))
            break
    process.kill()
    process.wait()
    process.stdout.close()


def test_killed_while_freezing(tmp_path: Path, sqlite_template: Path) -> None:
    rng = random.Random(7)
    service = weeks.make(tmp_path / "service", sqlite_template, weeks=KILLS + 2)
    app = service.app()
    tick(app, START)
    due = app.schedule.next_after(START)
    for week in range(KILLS):
        now = due + timedelta(weeks=week)
        first, second = start(service, now), start(service, now)
        kill_while_freezing(first, rng)
        assert "done" in second.communicate(timeout=60)[0]
        for minute in (5, 10):
            tick(app, now + timedelta(minutes=minute))
    app.close()
    mails = service.mails()
    for reader in READERS:
        subjects = [subject for to, subject in mails if to == reader]
        assert len(subjects) == KILLS
    assert sum(mails.values()) <= KILLS * len(READERS) + KILLS
    assert len(service.issues()) == KILLS
