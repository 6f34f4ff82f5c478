"""One database: transactions, durability, and errors that say what to do."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from curator.errors import Conflict, NotFound, StorageError
from curator.storage import kv, resources, schema
from curator.storage.engine import database as database_module
from curator.storage.engine.database import Database
from curator.storage.engine.refusals import explained
from tests.storage.examples import NOW


def value(database: Database) -> str | None:
    """What is stored under ``k``."""
    with database.read() as connection:
        return kv.get(connection, "k")


def test_a_block_that_ends_is_stored(database: Database) -> None:
    with database.begin() as connection:
        kv.put(connection, "k", "v", NOW)
    assert value(database) == "v"


def test_a_block_that_raises_is_not(database: Database) -> None:
    def fail() -> None:
        with database.begin() as connection:
            kv.put(connection, "k", "v", NOW)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert value(database) is None


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(StorageError), database.read() as connection:
        kv.put(connection, "k", "v", NOW)
    with database.begin() as connection:  # and the same connection can write afterwards
        kv.put(connection, "k", "v", NOW)


def test_a_read_sees_one_state(database: Database) -> None:
    with database.read() as connection:
        assert kv.get(connection, "k") is None
        with ThreadPoolExecutor(1) as pool:
            pool.submit(put, database, "later").result()
        assert kv.get(connection, "k") is None
    assert value(database) == "later"


def put(database: Database, word: str) -> None:
    """Store a word in a transaction of its own."""
    with database.begin() as connection:
        kv.put(connection, "k", word, NOW)


def test_what_is_there_already_is_a_conflict(database: Database) -> None:
    put(database, "v")
    again = schema.kv.insert().values(name="k", value="w", changed_at=NOW)
    with pytest.raises(Conflict, match="it is already there"), database.begin() as connection:
        connection.execute(again)
    assert value(database) == "v"


def test_a_broken_reference_is_refused(database: Database) -> None:
    with pytest.raises(StorageError, match="refuses the change"), database.begin() as connection:
        connection.execute(text("INSERT INTO feedback VALUES (1, 99, 'keep', '2026-02-22')"))


def test_it_opens_again_after_closing(database: Database) -> None:
    put(database, "v")
    database.close()
    assert value(database) == "v"


# --------------------------------------------------------------------------- SQLite


def test_the_file_and_its_folder_are_made_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "curator.db"
    with Database(f"sqlite:///{path}") as database:
        database.check()
        assert database.path == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_sqlite_is_set_up_to_be_durable(sqlite_url: str) -> None:
    with Database(sqlite_url) as database, database.begin() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def written(sqlite_url: str) -> bytes:
    """All octets in the folder of a database."""
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def test_what_was_erased_is_in_no_file_once_it_is_scoured(sqlite_url: str) -> None:
    with Database(sqlite_url) as database:
        for said in ("a secret of a reader", "nothing"):
            with database.begin() as connection:
                kv.put(connection, "k", said, NOW)
        assert b"a secret of a reader" in written(sqlite_url)
        assert database.scour()
        assert b"a secret of a reader" not in written(sqlite_url)
        assert value(database) == "nothing"


def test_who_reads_is_not_waited_for_when_it_is_scoured(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "SCOUR_SECONDS", 0.0)
    with Database(sqlite_url) as database:
        with database.read() as connection:
            kv.get(connection, "k")
            with database.begin() as writing:
                kv.put(writing, "k", "v", NOW)
            assert not database.scour()
        assert database.scour()


def test_lean_work_keeps_few_pages_in_memory(sqlite_url: str) -> None:
    def pages(database: Database) -> int:
        with database.begin() as connection:
            return int(connection.exec_driver_sql("PRAGMA cache_size").scalar_one())

    with Database(sqlite_url) as database:
        usual = pages(database)
        with database.lean():
            few = pages(database)
        assert usual < few < 0, "negative: in KiB"
        assert pages(database) == usual


def test_a_committed_row_survives_a_kill(sqlite_url: str) -> None:
    program = (
        "import os, signal, sys\n"
        "from datetime import UTC, datetime\n"
        "from curator.storage import kv\n"
        "from curator.storage.engine.database import Database\n"
        "database = Database(sys.argv[1])\n"
        "with database.begin() as connection:\n"
        "    kv.put(connection, 'k', 'committed', datetime.now(UTC))\n"
        "with database.begin() as connection:\n"
        "    kv.put(connection, 'k', 'half way', datetime.now(UTC))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, sqlite_url], check=False, timeout=60)
    assert ended.returncode == -9
    with Database(sqlite_url) as database:
        assert value(database) == "committed"


def test_a_second_writer_of_one_thread_is_told_so(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    with (
        Database(sqlite_url) as database,
        database.begin(),
        pytest.raises(StorageError, match="keeps the database busy"),
        database.begin(),
    ):
        pass


def test_a_writer_in_another_process_is_waited_for(sqlite_url: str) -> None:
    with Database(sqlite_url) as one, Database(sqlite_url) as other:
        put(other, "first")
        with one.begin() as connection:
            kv.put(connection, "k", "second", NOW)
            waiting = threading.Thread(target=put, args=(other, "third"))
            waiting.start()
        waiting.join(timeout=30)
        assert value(one) == "third"


def test_opening_it_twice_does_not_drop_the_locks_of_the_first(sqlite_url: str) -> None:
    """Closing any handle of a file ends all POSIX locks of the process on it.

    Another process would then take itself for the last one, and remove the log that the first
    connection still writes to.
    """
    leave = (
        "import sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1])\n"
        "connection.execute('SELECT * FROM kv').fetchall()\n"
        "connection.close()\n"
    )
    with Database(sqlite_url) as first, Database(sqlite_url) as second:
        put(first, "one")
        second.check()
        second.close()
        path = str(first.path)
        subprocess.run([sys.executable, "-c", leave, path], check=True, timeout=60)
        put(first, "two")
        with Database(sqlite_url) as third:
            assert value(third) == "two"


def test_two_that_open_a_new_database_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    program = "import sys\nfrom curator.storage.engine.database import Database\nDatabase(sys.argv[1]).check()\n"
    started = [subprocess.Popen([sys.executable, "-c", program, url]) for _ in range(3)]
    assert [process.wait(timeout=60) for process in started] == [0, 0, 0]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "not an address"),
        ("mysql://h/db", "mysql is not supported; use sqlite or postgresql"),
        ("sqlite://", "SQLite needs a file"),
        ("sqlite:///:memory:", "SQLite needs a file"),
        ("sqlite:////proc/no/curator.db", "cannot be opened"),
    ],
)
def test_addresses_that_cannot_be_used(url: str, message: str) -> None:
    with pytest.raises(StorageError, match=message):
        Database(url).check()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "curator.db"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(StorageError, match="not a database; restore a backup"):
        Database(f"sqlite:///{path}").check()
    assert path.read_text().startswith("Dear diary")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands where the folder should be")
    with pytest.raises(StorageError, match="cannot be opened"):
        Database(f"sqlite:///{tmp_path / 'data' / 'curator.db'}").check()


def test_a_disk_without_room_for_anything_is_told_as_such() -> None:
    """SQLite cannot even lay out its shared memory then, and calls that an I/O error."""
    full = OperationalError("SELECT 1", {}, sqlite3.OperationalError("disk I/O error"))
    with pytest.raises(StorageError, match="the disk is full or broken; make room"), explained():
        raise full


# --------------------------------------------------------------------------- PostgreSQL


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(StorageError, match="no PostgreSQL server answers"):
        Database("postgresql://curator:secret@127.0.0.1:1/curator").check()


def test_too_many_at_once_is_no_fault_of_the_server() -> None:
    with (
        pytest.raises(StorageError, match="all connections to the database are in use"),
        explained(),
    ):
        raise PoolTimeoutError(
            "QueuePool limit of size 5 overflow 15 reached, connection timed out"
        )


def test_errors_hold_no_password() -> None:
    with pytest.raises(StorageError) as caught:
        Database("postgresql://curator:hunter2@127.0.0.1:1/curator").check()
    assert "hunter2" not in str(caught.value)


def test_tables_are_not_made_behind_the_authors_back(empty_postgres_url: str) -> None:
    with Database(empty_postgres_url) as database:
        with pytest.raises(StorageError, match="no tables yet; run `curator db upgrade`"):
            database.check()
        database.upgrade()
        database.check()
        database.upgrade()


def test_a_number_that_no_row_can_have_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound), database.read() as connection:
        resources.get(connection, 10**30)
