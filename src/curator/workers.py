"""Worker processes with a deadline and a memory limit, for code that reads hostile documents.

Parsers crash, loop and swell; none of that may reach the process that owns the database. A
:class:`Workers` pool runs a function on picklable arguments elsewhere and gives its value, or a
typed error. The function must be importable: the workers start clean and never run the program's
own main module.
"""

from __future__ import annotations

import math
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from multiprocessing import popen_forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from curator.closing import Closing
from curator.errors import DeadlinePassed, WorkerDied

T = TypeVar("T")

DEADLINE_SECONDS = 10.0
"""Of processor time, so that a busy machine gives up no document that an idle one reads."""
PATIENCE = 6
"""The deadline by the clock is so many times that of the processor."""
MEMORY_BYTES = 2 << 30
RECYCLE_CALLS = 2000


class Workers(Closing):
    """A pool of processes; start it once and share it between threads.

    ``size`` processes (default: one per core), each restarted after ``recycle`` calls so that
    leaks of C libraries do not add up; ``preload`` names modules that every worker starts with.
    Processes start with the first call.
    """

    def __init__(
        self,
        size: int | None = None,
        *,
        deadline_seconds: float = DEADLINE_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
        recycle: int = RECYCLE_CALLS,
        preload: tuple[str, ...] = (),
    ) -> None:
        self.deadline_seconds = deadline_seconds
        context = _Context()
        # Named always, since what is preloaded by default is the main module.
        context.set_forkserver_preload([__name__, *preload])
        self._pool = ProcessPool(
            max_workers=size or os.cpu_count() or 1,
            max_tasks=recycle,
            initializer=_prepare,
            initargs=(memory_bytes,),
            context=context,
        )

    def submit(self, function: Callable[..., T], *args: Any) -> Future[T]:
        """Start ``function(*args)`` in a worker; :func:`outcome` waits for it.

        The deadline runs from the moment a worker takes the call, not while it waits in line.
        """
        seconds = self.deadline_seconds
        future: Future[T] = self._pool.schedule(
            _limited, args=(seconds, function, args), timeout=PATIENCE * seconds
        )
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


def outcome(future: Future[T]) -> T:
    """Wait for a submitted call and give its value, or raise a typed error."""
    try:
        return future.result()
    except FutureTimeoutError as error:
        raise DeadlinePassed from error
    except ProcessExpired as error:
        if error.exitcode == -signal.SIGXCPU:
            raise DeadlinePassed from error
        raise WorkerDied(f"the worker process ended (code {error.exitcode})") from error
    except MemoryError as error:
        raise WorkerDied("the document needs more memory than a worker may use") from error


def _prepare(memory_bytes: int) -> None:
    """Make a new worker: Ctrl-C is the parent's business, and memory has an end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limited(seconds: float, function: Callable[..., T], args: tuple[Any, ...]) -> T:
    """Run the call; the kernel ends the process when its processor time is spent (SIGXCPU).

    Unlike a timer in Python this also ends a loop inside a C library.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(time.process_time() + seconds)
    if hard == resource.RLIM_INFINITY or until < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
    return function(*args)


# --------------------------------------------------------------------------- starting clean

# multiprocessing runs the main module again in every child, so that functions defined there can be
# found. For a program without an ``if __name__ == "__main__"`` guard that means running it twice.

_main_hidden = threading.Lock()


class _Popen(popen_forkserver.Popen):
    """Starts a process that knows nothing of the main module."""

    def _launch(self, process_obj: BaseProcess) -> None:
        with _main_hidden:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            # The server of forks is born deaf to Ctrl-C: it ignores it only once it has loaded.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                super()._launch(process_obj)  # type: ignore[misc]
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
                sys.modules["__main__"] = main


class _Process(ForkServerProcess):
    @staticmethod
    def _Popen(process_obj: BaseProcess) -> _Popen:  # noqa: N802 - multiprocessing's name
        return _Popen(process_obj)


class _Context(ForkServerContext):
    Process = _Process
