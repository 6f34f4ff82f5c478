"""Writers of several processes take turns at one SQLite file.

Two databases in one process stand for two processes: they share nothing but files.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from curator.storage import kv
from curator.storage.engine.database import Database
from curator.storage.engine.doorway import Doorway
from tests.storage.examples import NOW

PATIENCE = 60.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database that is up to date."""
    file = tmp_path / "curator.db"
    with Database(f"sqlite:///{file}") as database:
        database.upgrade()
    return file


@pytest.fixture
def two(file: Path) -> Iterator[tuple[Database, Database]]:
    url = f"sqlite:///{file}"
    with Database(url) as one, Database(url) as other:
        yield one, other


def until_somebody_stands_in(file: Path) -> None:
    looking = Doorway(file, 0)
    end = time.monotonic() + PATIENCE
    while True:
        with looking.held() as mine:
            if not mine:
                break
        assert time.monotonic() < end
        time.sleep(0.001)
    looking.close()


def test_one_who_writes_again_at_once_comes_after_one_who_waits(
    two: tuple[Database, Database], file: Path
) -> None:
    importing, serving = two
    order: list[str] = []

    def wait() -> None:
        with serving.begin() as connection:
            kv.put(connection, "k", "other", NOW)
            order.append("other")

    with ThreadPoolExecutor(1) as pool:
        with importing.begin():
            waiting = pool.submit(wait)
            until_somebody_stands_in(file)
        with importing.begin() as connection:
            order.append("again")
            assert kv.get(connection, "k") == "other"
        waiting.result()
    assert order == ["other", "again"]


def test_nobody_stands_there_while_writing(two: tuple[Database, Database], file: Path) -> None:
    with two[0].begin(), Doorway(file, 0).held() as mine:
        assert mine


def test_who_stands_there_for_too_long_is_passed(
    two: tuple[Database, Database], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty = Doorway(file, 0)
    monkeypatch.setattr(two[0], "_doorway", hasty)
    with Doorway(file, 0).held(), two[0].begin() as connection:
        kv.put(connection, "k", "v", NOW)
    with two[0].read() as connection:
        assert kv.get(connection, "k") == "v"


def test_where_the_file_cannot_be_had_it_is_done_without(tmp_path: Path) -> None:
    with Doorway(tmp_path / "no such folder" / "curator.db", PATIENCE).held() as mine:
        assert not mine


def test_the_file_is_its_owners_alone(two: tuple[Database, Database], file: Path) -> None:
    with two[0].begin():
        door = file.with_name("curator.db-door")
        assert door.stat().st_mode & 0o777 == 0o600
