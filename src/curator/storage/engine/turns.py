"""One at a time, in the order of asking.

``threading.Lock`` lets the thread that gives it back take it again before those that wait for it:
one that writes part after part would keep all others out for as long as it has parts.
"""

from __future__ import annotations

from collections import deque
from threading import Event, Lock


class Turns:
    """Hands out one turn; safe to use from many threads."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Event] = deque()
        self._taken = False

    def take(self, timeout: float) -> bool:
        """Wait for one's turn, at most so many seconds; ``False`` if it did not come."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = Event()
            self._waiting.append(mine)
        try:
            return mine.wait(timeout) or self._came_late(mine)
        except BaseException:  # Ctrl-C, above all: what came is passed on
            if self._came_late(mine):
                self.give()
            raise

    def give(self) -> None:
        """Pass it on to the one who has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False

    def _came_late(self, mine: Event) -> bool:
        """Leave the line; ``True`` where the turn came at this very moment."""
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True
