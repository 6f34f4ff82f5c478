"""Many addresses side by side, and those of one host one after another."""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from curator import urls
from curator.model import StoredResource

T = TypeVar("T")

PER_HOST = 40
"""At most so many pages of one host in one run."""


def turns(
    wanted: Sequence[StoredResource],
) -> tuple[dict[str, list[StoredResource]], list[StoredResource]]:
    """One queue per host, so that no thread waits for another one's turn at a server.

    And what is beyond a host's turn of this run.
    """
    by_host: defaultdict[str, list[StoredResource]] = defaultdict(list)
    later: list[StoredResource] = []
    for stored in wanted:
        line = by_host[urls.host(stored.resource.url)]
        (line if len(line) < PER_HOST else later).append(stored)
    return dict(by_host), later


def side_by_side(
    by_host: Mapping[str, Sequence[StoredResource]],
    look: Callable[[str, StoredResource], T | None],
    stop: threading.Event,
    *,
    threads: int,
) -> Iterator[T]:
    """What ``look`` gives for each resource of each host, in order of completion.

    ``None`` is left out. Once ``stop`` is set no further look is begun.
    """
    done: queue.SimpleQueue[T | None] = queue.SimpleQueue()
    closed = threading.Event()

    def visit(name: str, line: Sequence[StoredResource]) -> None:
        """Look at the pages of one host; ``None`` says that it is over."""
        try:
            for stored in line:
                if closed.is_set() or stop.is_set():
                    return
                found = look(name, stored)
                if found is not None:
                    done.put(found)
        finally:
            done.put(None)

    with ThreadPoolExecutor(threads, thread_name_prefix="pages") as pool:
        tasks = [pool.submit(visit, name, line) for name, line in by_host.items()]
        try:
            left = len(tasks)
            while left:
                found = done.get()
                if found is None:
                    left -= 1
                else:
                    yield found
        finally:
            closed.set()
    for task in tasks:
        task.result()
