"""Wrong passwords are counted, so that nobody can try many."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime, timedelta


class Attempts:
    """Counts wrong passwords: few for one network, not many in all, in a quarter of an hour."""

    WINDOW = timedelta(minutes=15)
    PER_NETWORK, TOTAL = 5, 50

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began: datetime | None = None
        self._failed: Counter[str] = Counter()

    def allowed(self, network: str, now: datetime) -> bool:
        """Whether one more attempt may be made."""
        with self._lock:
            if self._began is None or now - self._began > self.WINDOW:
                self._began, self._failed = now, Counter()
            return self._failed[network] < self.PER_NETWORK and self._failed.total() < self.TOTAL

    def failed(self, network: str) -> None:
        """One more was wrong."""
        with self._lock:
            self._failed[network] += 1
