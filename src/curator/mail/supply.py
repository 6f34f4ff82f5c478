"""Which letter goes next: rows claimed in batches, chosen by whose domain may get mail now."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from threading import Event, Lock
from time import monotonic

from curator.mail.letters import Letter
from curator.mail.throttle import Throttle

PATIENCE_SECONDS = 30.0
"""A longer wait than this ends the run; the rows stay queued and a later run takes them."""
NAP_SECONDS = 0.5
MOST_HELD = 1000
"""Rows held in memory at most, however uneven the domains."""
MOST_RETURNS = 3

Claim = Callable[[Collection[str]], list[Letter]]
"""Claims some due rows, none of the given domains."""


class Supply:
    """Hands out claimed letters to many threads."""

    def __init__(
        self, claim: Claim, throttle: Throttle, stop: Event, allowance: int | None = None
    ) -> None:
        self._claim = claim
        self._allowance = allowance
        """How many more may be handed out; ``None`` means any number."""
        self._throttle = throttle
        self._stop = stop
        self._waiting: deque[Letter] = deque()
        self._lock = Lock()
        self._returned: dict[int, int] = {}
        self._drained = False

    def expects_more(self) -> bool:
        """Whether it is worth having a connection."""
        if self._stop.is_set():
            return False
        with self._lock:
            return bool(self._waiting) or self._refill()

    def poll(self) -> Letter | None:
        """A letter that may go at once, else ``None``."""
        return self._next()[0]

    def take(self) -> Letter | None:
        """A letter, after waiting for its turn if need be; ``None`` when the run is over."""
        while not self._stop.is_set():
            letter, wait = self._next()
            if letter is not None:
                return letter
            if wait is None or wait > PATIENCE_SECONDS:
                return None
            self._stop.wait(min(wait, NAP_SECONDS))
        return None

    def give_back(self, letter: Letter) -> bool:
        """Put a letter whose connection ended in front again; ``False`` if it happens too often.

        A server that ends every connection at the same mail must not keep us in a circle.
        """
        with self._lock:
            times = self._returned.get(letter.delivery.id, 0) + 1
            if times > MOST_RETURNS:
                return False
            self._returned[letter.delivery.id] = times
            self._waiting.appendleft(letter)
            return True

    def accepted(self, domain: str) -> None:
        """``domain`` takes mail."""
        with self._lock:
            self._throttle.accepted(domain)

    def complained(self, domain: str) -> float:
        """``domain`` wants us slower; gives the seconds it is left alone."""
        with self._lock:
            now = monotonic()
            return self._throttle.complained(domain, now) - now

    def patience(self) -> dict[str, float]:
        """Domains that asked for patience, and for how many seconds more."""
        with self._lock:
            return self._throttle.closed(monotonic())

    def _next(self) -> tuple[Letter | None, float | None]:
        """A letter; or the seconds until there may be one; or neither when nothing is left."""
        if self._stop.is_set():
            return None, None
        with self._lock:
            found, wait = self._choose()
            if found is None and self._refill():
                found, wait = self._choose()
            return found, wait

    def _choose(self) -> tuple[Letter | None, float | None]:
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
                del self._waiting[index]
                self._throttle.take(letter.domain, now)
                if self._allowance is not None:
                    self._allowance -= 1
                return letter, 0.0
            shortest = wait if shortest is None else min(wait, shortest)
        return None, shortest

    def _refill(self) -> bool:
        """Claim more, of domains that are not held back already; whether any came."""
        if self._drained or self._allowance == 0 or len(self._waiting) >= MOST_HELD:
            return False
        held = {letter.domain for letter in self._waiting}
        fresh = self._claim(held | self._throttle.closed(monotonic()).keys())
        self._waiting.extend(fresh)
        self._drained = not fresh and not held
        return bool(fresh)
