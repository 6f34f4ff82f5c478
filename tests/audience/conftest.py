"""What the audience room's tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from curator.storage.engine.database import Connection, Database


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """A write transaction on a fresh database, of each kind."""
    with database.begin() as opened:
        yield opened
