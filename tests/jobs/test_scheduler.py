"""The clock of a process that only serves pages: it opens and sends nothing, and keeps up with feeds.yaml."""

from __future__ import annotations

import os
import shutil
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event

from curator.app import App
from curator.jobs.scheduler import running
from curator.jobs.ticks import ALL_THAT_PAGES_NEED
from tests.web import house


def test_a_process_that_only_serves_pages_takes_over_an_edited_feeds_yaml(
    tmp_path: Path, sqlite_template: Path
) -> None:
    settings = house.settings(tmp_path)
    shutil.copy(sqlite_template, tmp_path / "curator.db")
    app, renamed = App(settings), threading.Event()
    [tick] = ALL_THAT_PAGES_NEED

    def look(app: App, now: datetime, stop: Event) -> None:
        tick.run(app, now, stop)
        if app.config.newsletter.title == "Bottom Up":
            renamed.set()

    with running(app, ticks=(replace(tick, seconds=0.05, run=look),)):
        settings.feeds.write_text(settings.feeds.read_text().replace("Top Down", "Bottom Up"))
        os.utime(settings.feeds, (2_000_000_000, 2_000_000_000))
        assert renamed.wait(60)
    app.close()
