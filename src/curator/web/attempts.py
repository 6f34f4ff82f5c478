"""Wrong passwords are counted, so that nobody can try many."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime, timedelta


class Attempts:
    """Counts passwords: few for one network, not many in all, in a quarter of an hour.

    Each counts before it is looked at, for many may be sent at the same instant; the right one is
    taken off again.
    """

    WINDOW = timedelta(minutes=15)
    PER_NETWORK, TOTAL = 5, 50

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began: datetime | None = None
        self._tried: Counter[str] = Counter()

    def begin(self, network: str, now: datetime) -> bool:
        """Whether one more password may be looked at, which then counts."""
        with self._lock:
            if self._began is None or now - self._began > self.WINDOW:
                self._began, self._tried = now, Counter()
            if self._tried[network] >= self.PER_NETWORK or self._tried.total() >= self.TOTAL:
                return False
            self._tried[network] += 1
            return True

    def right(self, network: str) -> None:
        """The password was right, and so was no attempt to guess it."""
        with self._lock:
            self._tried[network] = max(0, self._tried[network] - 1)
