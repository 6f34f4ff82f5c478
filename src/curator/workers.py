"""Worker processes with a deadline and a memory limit, for code that reads hostile documents.

Parsers crash, loop and swell; none of that may reach the process that owns the database. A
:class:`Workers` pool runs a module-level function on picklable arguments elsewhere and gives its
value, or a typed error.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from types import TracebackType
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from curator.errors import DeadlinePassed, WorkerDied

T = TypeVar("T")

DEADLINE_SECONDS = 10.0
MEMORY_BYTES = 2 << 30


def _limit_memory(limit_bytes: int) -> None:
    """Cap the worker's address space, so that a swelling document ends only the worker."""
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))


class Workers:
    """A pool of processes; start it once and share it between threads.

    ``size`` processes (default: one per core), each restarted after ``recycle`` calls so that
    leaks of C libraries do not add up.
    """

    def __init__(
        self,
        size: int | None = None,
        *,
        deadline_seconds: float = DEADLINE_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
        recycle: int = 2000,
        preload: tuple[str, ...] = (),
    ) -> None:
        self.deadline_seconds = deadline_seconds
        context = multiprocessing.get_context("forkserver")
        if preload:
            # The fork server imports these once, and every worker starts with them in memory.
            context.set_forkserver_preload(list(preload))
        self._pool = ProcessPool(
            max_workers=size or os.cpu_count() or 1,
            max_tasks=recycle,
            initializer=_limit_memory,
            initargs=(memory_bytes,),
            context=context,
        )

    def submit(self, function: Callable[..., T], *args: Any) -> Future[T]:
        """Start ``function(*args)`` in a worker; :func:`outcome` waits for it."""
        future: Future[T] = self._pool.schedule(function, args=args, timeout=self.deadline_seconds)
        return future

    def run(self, function: Callable[..., T], *args: Any) -> T:
        """The value of ``function(*args)``, computed in a worker.

        Raises what the function raises, :class:`DeadlinePassed` or :class:`WorkerDied`.
        """
        return outcome(self.submit(function, *args))

    def map(self, function: Callable[..., T], arguments: Iterable[tuple[Any, ...]]) -> Iterator[T]:
        """The values of ``function(*args)`` in order, computed side by side."""
        futures = [self.submit(function, *args) for args in arguments]
        return (outcome(future) for future in futures)

    def close(self) -> None:
        """End the processes; what is running is cut off."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def outcome(future: Future[T]) -> T:
    """Wait for a submitted call and give its value, or raise a typed error."""
    try:
        return future.result()
    except FutureTimeoutError as error:
        raise DeadlinePassed from error
    except ProcessExpired as error:
        raise WorkerDied(f"the worker process ended (code {error.exitcode})") from error
    except MemoryError as error:
        raise WorkerDied("the document needs more memory than a worker may use") from error
