"""Where the writers of several processes stand in line before one SQLite file.

Whoever waits for SQLite's lock only looks now and then whether it is free. A process that writes
part after part, such as an import by command beside the service, takes it again before anybody
looks, and the others wait for as long as it has parts: seconds and more. So whoever wants to write
first takes the doorway, waits there for the lock, and leaves it to the next: one that has just
written finds it taken.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.engine.interfaces import DBAPICursor

LOOK_SECONDS = 0.002
"""Between two looks whether the doorway is free."""


class Doorway:
    """A lock on a file beside the database, which SQLite itself does not touch.

    It is a courtesy: where the file cannot be had, or somebody keeps it for too long, a writer goes
    on without, and SQLite's own lock still lets one write at a time.
    """

    def __init__(self, database: Path, patience: float) -> None:
        self._path = database.with_name(f"{database.name}-door")
        self._patience = patience
        self._file: int | None = None

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Stand in the doorway inside the block, after those who came before.

        Gives ``False`` where it was not to be had.
        """
        taken = self._enter()
        try:
            yield taken is not None
        finally:
            _leave(taken)

    def begin(self, cursor: DBAPICursor) -> None:
        """Begin a transaction that writes, once those who came before have begun theirs."""
        taken = self._enter()
        try:
            cursor.execute("BEGIN IMMEDIATE")
        finally:
            _leave(taken)

    def close(self) -> None:
        """Close the file; it is opened again if it is wanted again."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def _enter(self) -> int | None:
        """The file, once it is ours; ``None`` where it was not to be had."""
        file = self._open()
        return file if file is not None and self._take(file) else None

    def _open(self) -> int | None:
        if self._file is None:
            with suppress(OSError):
                self._file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        return self._file

    def _take(self, file: int) -> bool:
        end = time.monotonic() + self._patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    return False
                time.sleep(LOOK_SECONDS)
            except OSError:  # a file system without locks
                return False
            else:
                return True


def _leave(file: int | None) -> None:
    if file is not None:
        fcntl.flock(file, fcntl.LOCK_UN)
