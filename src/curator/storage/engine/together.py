"""Short writes that wait at the same time become one transaction (group commit).

SQLite has one writer, and a commit has to reach the disk, which takes longer than all that a reader
who signs up or leaves has to write. Many who come at once therefore share a commit. Each is told it
is done only after that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")

MOST = 64
"""Writes that share a transaction, so that the first of them does not wait for long."""


@dataclass(frozen=True, slots=True, eq=False)
class _Write:
    work: Callable[[Connection], Any]
    done: Future[Any] = field(default_factory=Future)


class Together:
    """Writes for many threads in one of its own; ``begin`` opens a transaction."""

    def __init__(self, begin: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._begin = begin
        self._line: deque[_Write] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")

    def run(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` gives, once it is committed.

        It is run a second time, alone, where one that shared its transaction failed: that one was
        rolled back. Raises what ``work`` and the commit raise.
        """
        write = _Write(work)
        self._line.append(write)
        self._thread.submit(self._write_waiting)
        done: Future[T] = write.done
        return done.result()

    def close(self) -> None:
        """Finish what waits, and end the thread."""
        self._thread.shutdown()

    def _write_waiting(self) -> None:
        part = [self._line.popleft() for _ in range(min(len(self._line), MOST))]
        if part:
            self._write(part)

    def _write(self, part: Sequence[_Write]) -> None:
        try:
            with self._begin() as connection:
                values = [one.work(connection) for one in part]
        except BaseException as error:  # noqa: BLE001 - raised in the thread that waits for it
            if len(part) == 1:
                part[0].done.set_exception(error)
                return
            for one in part:
                self._write((one,))
        else:
            for one, value in zip(part, values, strict=True):
                one.done.set_result(value)
