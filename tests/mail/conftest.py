"""What the mail room's tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from curator.storage.engine.database import Database


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A fresh SQLite database, where the kind of database is not what is tested."""
    with Database(sqlite_url) as database:
        yield database
