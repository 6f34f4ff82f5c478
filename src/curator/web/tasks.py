"""What takes longer than an answer may: done beside the pages, and watched on a page of its own.

Tasks live in memory. One that a restart cut short is begun again by whoever wanted it, so each must
be one that does nothing twice.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from typing import Any

from curator.errors import CuratorError, NotFound
from curator.flows.work.progress import Progress, Step

SOON = 2.0
"""Seconds that an answer waits for a task, so that a small one needs no page of its own."""
MOST = 20
"""Tasks remembered; the oldest that has ended goes first."""
STOPPED = "Curator was stopped meanwhile. Do it again: what is done already is not done twice."


@dataclass(slots=True)
class Task:
    """Something under way, or done."""

    title: str
    about: Any
    """What the pages need to know of it."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    step: Step | None = None
    """The newest; ``None`` before the first one."""
    future: Future[Any] = field(default_factory=Future)

    @property
    def ended(self) -> bool:
        """Whether it is over, well or not."""
        return self.future.done()

    def is_over_soon(self) -> bool:
        """Whether it is over within :data:`SOON`."""
        try:
            self.future.exception(SOON)
        except FutureTimeoutError:
            return False
        return True

    def outcome(self) -> Any:
        """What it gave. Raises what it raised."""
        return self.future.result()


class Tasks:
    """The tasks of one process, one after the other; safe to use from many threads."""

    def __init__(self) -> None:
        self._kept: dict[str, Task] = {}
        self._guard = threading.Lock()
        self._stopping = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="task")

    def start(self, title: str, about: Any, work: Callable[[Progress], Any]) -> Task:
        """Do ``work`` in its turn. It reports its progress, and may be stopped whenever it does."""
        task = Task(title, about)

        def progress(step: Step) -> None:
            task.step = step
            if self._stopping.is_set():
                raise CuratorError(STOPPED)

        with self._guard:
            task.future = self._thread.submit(work, progress)
            self._kept[task.token] = task
            self._forget()
        return task

    def get(self, token: str) -> Task:
        """A task by its token. Raises :class:`NotFound` for one that is forgotten."""
        with self._guard:
            found = self._kept.get(token)
        if found is None:
            raise NotFound("that is not known here any more; the log tells what was done")
        return found

    def stop(self) -> None:
        """End what is under way at its next step, and begin nothing more."""
        self._stopping.set()
        self._thread.shutdown(cancel_futures=True)

    def _forget(self) -> None:
        ended = [token for token, task in self._kept.items() if task.ended]
        for token in ended[: max(0, len(self._kept) - MOST)]:
            del self._kept[token]
