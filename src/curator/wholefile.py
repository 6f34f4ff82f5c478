"""Files that are written whole or not at all: where the disk is full the old one stays."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

_NEW = 0o644
"""The permissions of a file that was not there."""


def replace(path: Path, data: bytes) -> None:
    """Put ``data`` in place of the file at ``path`` in one step, keeping its permissions.

    Raises :class:`OSError` where it cannot be written; the old one stays then.
    """
    with _taking_the_place(path.resolve(), _mode(path)) as file:
        file.write(data)


@contextmanager
def writing(path: Path, *, private: bool = False) -> Iterator[TextIO]:
    """A text file (UTF-8, line ends as they are given) that is in the place of ``path`` at the end.

    A ``private`` one can be read by its owner alone, from the beginning. What is no plain file, such
    as a pipe, is written to as it stands. Raises :class:`OSError`; the old file stays then, and with
    whatever else ends the block.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    with _taking_the_place(target, 0o600 if private else _mode(target)) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        try:
            yield text
            text.flush()
        finally:
            text.detach()


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777 if path.exists() else _NEW


@contextmanager
def _taking_the_place(target: Path, mode: int) -> Iterator[BinaryIO]:
    """A file beside ``target``, its owner's alone, that takes its place once all is on the disk."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    except OSError as error:  # of a name that nobody gave
        raise OSError(error.errno, error.strerror, str(target)) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
