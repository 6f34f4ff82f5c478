"""Which letter goes next: rows claimed in batches, chosen by whose domain may get mail now."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from threading import Event
from time import monotonic

from curator.mail.letters import Letter
from curator.mail.throttle import Throttle

PATIENCE_SECONDS = 30.0
"""A longer wait than this ends the run; the rows stay queued and a later run takes them."""
PAUSE_SECONDS = 0.5
"""Where nothing of other domains was due, the database is not asked again for so long."""
MOST_HELD = 1000
"""Rows held in memory at most, however uneven the domains."""
MOST_RETURNS = 3

Claim = Callable[[Collection[str]], list[Letter]]
"""Claims some due rows, none of the given domains."""


class Supply:
    """Hands out claimed letters."""

    def __init__(
        self, claim: Claim, throttle: Throttle, stop: Event, allowance: int | None = None
    ) -> None:
        self._claim = claim
        self._allowance = allowance
        """How many more may be handed out; ``None`` means any number."""
        self._throttle = throttle
        self._stop = stop
        self._waiting: deque[Letter] = deque()
        self._returned: dict[int, int] = {}
        self._drained = False
        self._ask_at = 0.0
        """When the database may be asked for more."""

    def expects_more(self) -> bool:
        """Whether it is worth having a connection: a letter may go now, or will soon."""
        if self._stop.is_set():
            return False
        index, wait = self._look()
        if index is None and self._refill():
            index, wait = self._look()
        return wait is not None and wait <= PATIENCE_SECONDS

    def poll(self) -> Letter | None:
        """A letter that may go at once, else ``None``."""
        return self.next()[0]

    def next(self) -> tuple[Letter | None, float | None]:
        """A letter; or the seconds until there may be one; or neither when nothing is left."""
        if self._stop.is_set():
            return None, None
        index, wait = self._look()
        if index is None and self._refill():
            index, wait = self._look()
        return (None, wait) if index is None else (self._hand_out(index), wait)

    def give_back(self, letter: Letter) -> bool:
        """Put a letter whose connection ended in front again; ``False`` if it happens too often.

        A server that ends every connection at the same mail must not keep us in a circle.
        """
        times = self._returned.get(letter.delivery.id, 0) + 1
        if times > MOST_RETURNS:
            return False
        self._returned[letter.delivery.id] = times
        self._waiting.appendleft(letter)
        if self._allowance is not None:
            self._allowance += 1
        return True

    def look_again(self) -> None:
        """Ask the database once more: a row that was handed out is free again, changed."""
        self._drained = False
        self._ask_at = 0.0

    def accepted(self, domain: str) -> None:
        """``domain`` takes mail."""
        self._throttle.accepted(domain)

    def complained(self, domain: str) -> float:
        """``domain`` wants us slower; gives the seconds it is left alone."""
        now = monotonic()
        return self._throttle.complained(domain, now) - now

    def patience(self) -> dict[str, float]:
        """Domains that asked for patience, and for how many seconds more."""
        return self._throttle.closed(monotonic())

    def _look(self) -> tuple[int | None, float | None]:
        """Where a letter waits that may go now; else the seconds until the next one may."""
        if self._allowance == 0:
            return None, None
        now, shortest = monotonic(), None
        seen: set[str] = set()
        for index, letter in enumerate(self._waiting):
            if letter.domain in seen:
                continue
            seen.add(letter.domain)
            wait = self._throttle.wait(letter.domain, now)
            if wait <= 0:
                return index, 0.0
            shortest = wait if shortest is None else min(wait, shortest)
        return None, shortest

    def _hand_out(self, index: int) -> Letter:
        letter = self._waiting[index]
        del self._waiting[index]
        self._throttle.take(letter.domain, monotonic())
        if self._allowance is not None:
            self._allowance -= 1
        return letter

    def _refill(self) -> bool:
        """Claim more, of domains that are not held back already; whether any came."""
        if self._drained or self._allowance == 0 or len(self._waiting) >= MOST_HELD:
            return False
        now = monotonic()
        if self._waiting and now < self._ask_at:
            return False
        held = {letter.domain for letter in self._waiting}
        fresh = self._claim(held | self._throttle.closed(now).keys())
        self._waiting.extend(fresh)
        if not fresh:
            self._drained = not held
            self._ask_at = now + PAUSE_SECONDS
        return bool(fresh)
