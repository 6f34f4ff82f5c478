"""A word beside the SQLite file that changes with every run of sending: time cannot turn back unseen.

A file copied over the database from an earlier day keeps its place on the disk and all that it knows
is in order; only it does not know the word that stands beside it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from curator.storage import kv
from curator.storage.engine.database import Database

MARKS = "instance.marks"
KEPT = 16
"""Words that a database remembers: two processes that send at once may leave either of theirs."""


def known(connection: Connection, database: Database) -> bool:
    """Whether the database knows the word beside it; also where there is none."""
    try:
        beside = _beside(database)
        word = beside.read_text("ascii").strip() if beside else ""
    except (OSError, ValueError):
        return True
    return not word or word in _words(connection)


def move_on(database: Database, now: datetime) -> None:
    """A new word: from here on earlier copies of the database are told from it.

    The database learns it first, so that a crash between the two is no return to an earlier day.
    """
    beside, word = _beside(database), uuid4().hex
    if beside is None:
        return
    with database.begin() as connection:
        kv.put(connection, MARKS, json.dumps([word, *_words(connection)][:KEPT]), now)
    _write(beside, word)


def _words(connection: Connection) -> list[str]:
    return list(json.loads(kv.get(connection, MARKS) or "[]"))


def _beside(database: Database) -> Path | None:
    path = database.path
    return path.with_name(f"{path.name}-mark") if path else None


def _write(beside: Path, word: str) -> None:
    """Put the word there whole; where that cannot be, none, rather than an old one."""
    fresh = beside.with_name(f"{beside.name}.new")
    try:
        fresh.touch(0o600)
        fresh.write_text(word, "ascii")
        fresh.replace(beside)
    except OSError:
        with suppress(OSError):
            beside.unlink()
