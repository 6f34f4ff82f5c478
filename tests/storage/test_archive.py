"""Backup and restore: one file that also moves between SQLite and PostgreSQL."""

from __future__ import annotations

import gzip
import stat
from pathlib import Path

import pytest

from curator.errors import Conflict, StorageError
from curator.model import FetchState, Resource, Suppression, SuppressionReason
from curator.storage import (
    archive,
    deliveries,
    issues,
    outbox,
    resources,
    search,
    sources,
    subscribers,
    suppressions,
)
from curator.storage.engine.database import Connection, Database
from tests.storage.examples import NOW, content, entry, reader, source, stored, week
from tests.storage.test_deliveries import sending


def fill(connection: Connection) -> None:
    """Something in most tables, hostile texts and references to later rows among it."""
    sources.sync(connection, [source()], NOW)
    odd = entry(1, title="a\x00b\ud800\x02", published=NOW)
    sources.save_outcome(connection, source().url, FetchState(next_fetch_at=NOW), [odd], NOW)
    one, two = stored(connection, 1, text="Findable words."), stored(connection, 2)
    resources.mark_duplicate(connection, one.id, two.id)
    issues.create(connection, week(9), content(two), NOW)
    sending(connection)
    subscribers.erase(connection, reader(connection, "gone"), NOW, method="link")
    suppressions.add(connection, Suppression("h", SuppressionReason.MANUAL, NOW))
    outbox.put(connection, "test", "a@b.example", b"\x00\xff", now=NOW)


def everything(connection: Connection) -> list[object]:
    """What the database holds, as values."""
    return [
        sources.statuses(connection),
        resources.list_(connection, resources.Filters(include_duplicates=True), text=True),
        issues.list_(connection),
        subscribers.list_(connection),
        suppressions.list_(connection),
        deliveries.list_(connection, 2),
        outbox.list_(connection),
        [hit.resource_id for hit in search.find(connection, "post")],
    ]


@pytest.fixture
def other(database: Database, tmp_path: Path, empty_postgres_url: str) -> str:
    """The address of a database of the other kind."""
    if database.dialect == "sqlite":
        return empty_postgres_url
    return f"sqlite:///{tmp_path / 'other.db'}"


def words_of(resource: Resource) -> list[str]:
    """The words of a title, in place of all that tagging reads."""
    return resource.title.split()


def test_there_and_back_again(database: Database, other: str, tmp_path: Path) -> None:
    path = tmp_path / "backups" / "curator.gz"
    with database.begin() as connection:
        fill(connection)
    with database.read() as connection:
        before = everything(connection)
    counts = archive.backup(database, path)
    assert (counts["resources"], counts["deliveries"], counts["kv"]) == (2, 3, 0)
    with Database(other) as target:
        assert archive.restore(path, target, words_of=words_of) == counts
        with target.read() as connection:
            assert everything(connection) == before
        with target.begin() as connection:  # numbering goes on after the highest id
            assert stored(connection, 3).id == 3
        back = tmp_path / "back.gz"
        archive.backup(target, back)
    archive.restore(back, database, words_of=words_of, replace=True)
    with database.read() as connection:
        assert resources.count(connection, resources.Filters(include_duplicates=True)) == 3


def test_a_database_that_is_not_empty_is_only_overwritten_when_told(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "curator.gz"
    with database.begin() as connection:
        fill(connection)
    archive.backup(database, path)
    with pytest.raises(Conflict, match="not empty"):
        archive.restore(path, database, words_of=words_of)
    with database.begin() as connection:
        stored(connection, 3)
    archive.restore(path, database, words_of=words_of, replace=True)
    with database.read() as connection:
        assert resources.find(connection, "https://blog.example/3") is None


def test_a_backup_is_whole_and_private(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "curator.gz"
    with Database(sqlite_url) as database:
        archive.backup(database, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert gzip.decompress(path.read_bytes()).startswith(b"SQLite format 3\x00")
    assert [one.name for one in tmp_path.glob("curator.gz*")] == ["curator.gz"]


@pytest.mark.parametrize("damage", ["missing", "text", "cut", "other"])
def test_what_is_not_a_backup_changes_nothing(sqlite_url: str, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "curator.gz"
    with Database(sqlite_url) as database:
        with database.begin() as connection:
            fill(connection)
        archive.backup(database, path)
        match damage:
            case "missing":
                path.unlink()
            case "text":
                path.write_text("Dear diary")
            case "cut":
                path.write_bytes(path.read_bytes()[:2000])
            case _:
                path.write_bytes(gzip.compress(b"Dear diary"))
        with pytest.raises(StorageError, match=r"curator\.gz"):
            archive.restore(path, database, words_of=words_of, replace=True)
        with database.read() as connection:
            assert resources.count(connection) == 1


def test_only_an_ordinary_file_is_replaced(sqlite_url: str, tmp_path: Path) -> None:
    with Database(sqlite_url) as database, pytest.raises(StorageError, match="no ordinary file"):
        archive.backup(database, tmp_path)
    assert tmp_path.is_dir()


def test_a_folder_that_cannot_be_written(sqlite_url: str) -> None:
    with Database(sqlite_url) as database, pytest.raises(StorageError, match="cannot be written"):
        archive.backup(database, Path("/proc/no/curator.gz"))
