"""The clock's hands: APScheduler calls each tick again and again, and holds no work itself.

The memory store is enough, for nothing is kept in it: two schedulers on one job store run a job
twice, and a missed run needs no catching up where rows say what is due.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from curator.errors import CuratorError
from curator.flows.feeds.reload import reload
from curator.jobs.ticks import TICKS, Tick

if TYPE_CHECKING:
    from curator.app import App

logger = logging.getLogger("curator.jobs")


class Clockwork:
    """Runs ticks in threads of their own until it is stopped."""

    def __init__(
        self,
        app: App,
        *,
        ticks: Sequence[Tick] = TICKS,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._app = app
        self._ticks = {tick.name: tick for tick in ticks}
        self._now = now or (lambda: datetime.now(UTC))
        self._stop = threading.Event()
        self._again: set[str] = set()
        self._seen_file = reload(app, 0, self._now())
        self._reading = threading.Lock()
        self._scheduler: Any = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max(1, len(ticks)))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        # A tick that takes longer than its interval is skipped, as it should be.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)

    def start(self) -> None:
        """Begin; every tick runs once at once."""
        for tick in self._ticks.values():
            self._scheduler.add_job(
                self._run,
                IntervalTrigger(seconds=tick.seconds),
                args=[tick],
                id=tick.name,
                next_run_time=datetime.now(UTC),
            )
        self._scheduler.start()

    def wake(self, name: str) -> None:
        """Look at once for work of a kind; while it is being looked at, once more after that."""
        if name in self._ticks and not self._stop.is_set():
            self._again.add(name)
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    def stop(self) -> None:
        """End within seconds: what is being fetched is cut off, what is being written is finished."""
        self._stop.set()
        self._app.interrupt()
        self._scheduler.shutdown(wait=True)

    def _run(self, tick: Tick) -> None:
        """One look, or more while somebody asked meanwhile; a failure is logged, never the end."""
        while not self._stop.is_set():
            self._again.discard(tick.name)
            try:
                self._read_file()
                tick.run(self._app, self._now(), self._stop)
            except CuratorError as error:
                logger.error("%s: %s", tick.name, error.message)  # noqa: TRY400 - ours, no trace
            except Exception:
                logger.exception("%s failed", tick.name)
            if tick.name not in self._again:
                return

    def _read_file(self) -> None:
        """Take over an edited ``feeds.yaml``, once however many look at it at a time."""
        with self._reading:
            self._seen_file = reload(self._app, self._seen_file, self._now())


@contextmanager
def running(app: App, **more: Any) -> Iterator[Callable[[str], None]]:
    """Run the clock inside the block; gives the function that wakes it."""
    work = Clockwork(app, **more)
    work.start()
    try:
        yield work.wake
    finally:
        work.stop()
