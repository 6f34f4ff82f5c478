"""Many looks side by side, as far as they are done in time.

What hangs is left behind: its thread is a daemon, which keeps no program from ending. Where every
look is to be seen through, one host after the other, :mod:`curator.flows.work.hostwise` does it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from threading import Thread
from typing import TypeVar

W = TypeVar("W")
T = TypeVar("T")


def in_time(
    look: Callable[[W], T], wanted: Sequence[W], *, seconds: float, threads: int
) -> list[tuple[W, T]]:
    """What ``look``, which must not raise, gives for each of ``wanted`` within so many seconds.

    In order of completion; once the time is up none is begun any more.
    """
    waiting, found = deque(wanted), list[tuple[W, T]]()

    def work() -> None:
        while waiting:
            try:
                one = waiting.popleft()
            except IndexError:  # another thread took the last
                return
            found.append((one, look(one)))

    helpers = [Thread(target=work, daemon=True) for _ in range(min(threads, len(wanted)))]
    for helper in helpers:
        helper.start()
    until = time.monotonic() + seconds
    for helper in helpers:
        helper.join(max(0.0, until - time.monotonic()))
    waiting.clear()
    return list(found)
