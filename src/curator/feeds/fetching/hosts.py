"""Who may be asked when: one request at a time per host, with a pause between two.

Servers of small sites fall over when a reader asks for thirty feeds at once, and large ones answer
429. Known hosts publish the pause they want; the others get a short one.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from curator.feeds.fetching.cutoff import Cutoff
from curator.urls import registrable_domain

PAUSES: Mapping[str, float] = {
    "arxiv.org": 3.0,  # info.arxiv.org/help/api/tou.html: one request every three seconds
    "reddit.com": 60.0,  # one a minute and address without an account, since June 2026
}
"""Seconds between two requests, by registrable domain."""


@dataclass(slots=True)
class _Turn:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0


class Hosts:
    """Hands out turns; share one between all threads that fetch."""

    def __init__(self, pauses: Mapping[str, float] = PAUSES, cutoff: Cutoff | None = None) -> None:
        self._pauses = pauses
        self._cutoff = cutoff or Cutoff()
        self._turns: defaultdict[str, _Turn] = defaultdict(_Turn)
        self._guard = threading.Lock()

    def queue(self, host: str) -> str:
        """The name of the line that ``host`` stands in: a known domain is one line."""
        domain = registrable_domain(host)
        return domain if domain in self._pauses else host

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[None]:
        """Wait for the host to be free, hold it, and keep ``pause`` seconds after it.

        A known host keeps its own pause if that is longer.
        """
        queue = self.queue(host)
        with self._guard:
            turn = self._turns[queue]
        with turn.lock:
            wait = turn.free_at - time.monotonic()
            if wait > 0:
                self._cutoff.wait(wait)
            try:
                yield
            finally:
                turn.free_at = time.monotonic() + max(pause, self._pauses.get(queue, 0.0))
