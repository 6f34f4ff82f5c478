"""One database and its transactions.

SQLite: write-ahead log, ``BEGIN IMMEDIATE`` for every write (a deferred one that turns writer loses
to a concurrent writer whatever the timeout), foreign keys on, ``synchronous=FULL``, because the
delivery journal promises that a committed row survives a power cut, and ``secure_delete``, because
what a reader has erased must not stay in the file. PostgreSQL: writes in READ
COMMITTED, reads in a REPEATABLE READ snapshot that refuses to write.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    NoSuchModuleError,
)

from curator.closing import Closing
from curator.errors import StorageError
from curator.storage.engine.doorway import Doorway
from curator.storage.engine.prepared import driver_cursor
from curator.storage.engine.refusals import explained
from curator.storage.engine.together import Together
from curator.storage.engine.turns import Turns
from curator.storage.engine.upgrading import require, upgrade

__all__ = ["Begin", "Connection", "Database"]

T = TypeVar("T")
Begin = Callable[[], AbstractContextManager[Connection]]
"""Begins a write transaction, as :meth:`Database.begin` does."""

BUSY_SECONDS = 30.0
"""How long a writer waits for its turn on SQLite."""

_SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
)
SCOUR_SECONDS = 1.0
"""How long those who read are waited for before the log of writes is emptied."""
_CACHE_KIB, _LEAN_CACHE_KIB = 16 * 1024, 2 * 1024
"""Of pages that a SQLite connection keeps in memory."""


class Database(Closing):
    """A database by its address, ``sqlite:///FILE`` or ``postgresql://…``.

    Nothing is opened before the first transaction. Threads may share it. Raises
    :class:`~curator.errors.StorageError` for an address it cannot use.
    """

    def __init__(self, url: str) -> None:
        self._url = _checked(url)
        self._engine: Engine | None = None
        self._opening = Lock()
        # Writers of one process queue here, in order, instead of polling SQLite's file lock.
        self._turns = Turns()
        self._doorway = Doorway(self.path, BUSY_SECONDS) if self.path else None
        self._cache_kib = _CACHE_KIB
        self._together: Together | None = None

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._url.get_backend_name()

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database, else ``None``."""
        return Path(self._url.database or "") if self.dialect == "sqlite" else None

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A write transaction: committed when the block ends, rolled back if it raises.

        Raises :class:`~curator.errors.Conflict` where a unique constraint refuses,
        :class:`~curator.errors.NotFound` for a number that no row can have, otherwise
        :class:`~curator.errors.StorageError`.
        """
        with explained(), self._one_writer(), self._open().begin() as connection:
            self._bound_cache(connection)
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one consistent state and cannot write."""
        with explained(), self._open().connect() as plain:
            options: dict[str, Any] = {"curator_read": True}
            if self.dialect == "postgresql":
                options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            connection = plain.execution_options(**options)
            with connection.begin():
                self._bound_cache(connection)
                yield connection

    @contextmanager
    def kept(self) -> Iterator[Begin]:
        """A connection held while the block lasts, for thousands of short writes.

        Gives what begins each of them, as :meth:`begin` does, for prepared statements only, since
        SQLAlchemy is not told: what it does around a transaction takes longer than SQLite needs.
        """
        if self._doorway is None:
            yield self.begin
            return
        with explained():
            connection = self._open().connect()
        with connection:
            with explained(), self._one_writer(), connection.begin():
                self._bound_cache(connection)
            yield partial(self._begin_again, connection, self._doorway)

    @contextmanager
    def _begin_again(self, connection: Connection, doorway: Doorway) -> Iterator[Connection]:
        with explained(), self._one_writer(), driver_cursor(connection) as cursor:
            doorway.begin(cursor)
            try:
                yield connection
                cursor.execute("COMMIT")
            except BaseException:
                connection.connection.rollback()
                raise

    @contextmanager
    def lean(self) -> Iterator[None]:
        """While the block lasts, connections keep few pages of SQLite in memory.

        For work that goes once through all rows in their order: more pages would not help it, and
        memory would grow with the number of rows.
        """
        before, self._cache_kib = self._cache_kib, _LEAN_CACHE_KIB
        try:
            yield
        finally:
            self._cache_kib = before

    def _bound_cache(self, connection: Connection) -> None:
        wanted = self._cache_kib
        if self.dialect == "sqlite" and connection.info.get("cache_kib") != wanted:
            connection.exec_driver_sql(f"PRAGMA cache_size=-{wanted}")
            connection.info["cache_kib"] = wanted

    def together(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` gives, written and committed with whatever else waits at the moment.

        For short writes of which many come at once. ``work`` may be run a second time, after the
        first was rolled back, so it must change nothing but the database. Raises what it raises,
        and as :meth:`begin`.
        """
        if self.dialect != "sqlite":
            with self.begin() as connection:
                return work(connection)
        with self._opening:
            if self._together is None:
                self._together = Together(self.begin)
        return self._together.run(work)

    def scour(self) -> bool:
        """Leave nothing of what was erased in SQLite's write-ahead log, which keeps old pages.

        ``False`` where somebody reads in it right now. PostgreSQL does this by itself.
        """
        if self._doorway is None:
            return True
        with (
            explained(),
            self._one_writer(),
            self._open().connect() as connection,
            driver_cursor(connection) as cursor,
        ):
            cursor.execute(_busy_timeout(SCOUR_SECONDS))
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = bool(cursor.fetchall()[0][0])
            cursor.execute(_busy_timeout(BUSY_SECONDS))
        return not busy

    def upgrade(self) -> None:
        """Bring the tables to this version; a second call changes nothing."""
        with explained(), self._opening:
            if self._engine is None:
                self._start(upgrade)
            else:
                upgrade(self._engine)

    def check(self) -> None:
        """Raise :class:`~curator.errors.StorageError` unless it is reachable and up to date."""
        with self.read() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close every connection; the object opens again if it is used again."""
        with self._opening:
            writer, self._together = self._together, None
        if writer is not None:
            writer.close()
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None
            if self._doorway is not None:
                self._doorway.close()

    def _open(self) -> Engine:
        """The engine, connected and with tables of this version."""
        with self._opening:
            return self._engine or self._start(require)

    def _start(self, prepare: Callable[[Engine], None]) -> Engine:
        engine = self._connect()
        try:
            prepare(engine)
        except BaseException:
            engine.dispose()
            raise
        self._engine = engine
        return engine

    def _connect(self) -> Engine:
        return _sqlite(self._url, self._doorway) if self._doorway else _postgresql(self._url)

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        if self.dialect != "sqlite":
            yield
            return
        if not self._turns.take(BUSY_SECONDS):
            raise StorageError("another part of Curator keeps the database busy; try again")
        try:
            yield
        finally:
            self._turns.give()


# --------------------------------------------------------------------------- addresses and engines


def _checked(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise StorageError(
            "CURATOR_DATABASE_URL is not an address; write sqlite:////folder/curator.db or "
            "postgresql://user:password@host/name"
        ) from None
    backend = url.get_backend_name()
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StorageError(f"{backend} is not supported; use sqlite or postgresql")
    if not url.database or url.database == ":memory:":
        raise StorageError("SQLite needs a file; write sqlite:////folder/curator.db")
    return url


def _sqlite(url: URL, doorway: Doorway) -> Engine:
    _create_private(Path(url.database or ""))
    # The connection used last first: its pages are in its cache, and the others stay small.
    engine = create_engine(url, max_overflow=-1, pool_use_lifo=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", partial(_begin_sqlite, doorway))
    return engine


def _create_private(path: Path) -> None:
    """Make the file readable by its owner only, because it holds readers' addresses.

    A file that is there is never opened here: closing it would drop the POSIX locks that other
    connections of this process hold on it, and two writers would spoil it (sqlite.org/howtocorrupt
    §2.2).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageError(
            f"{path} cannot be opened ({error.strerror}); check the folder or CURATOR_DATABASE_URL"
        ) from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours, see _begin_sqlite
    connection.execute(_busy_timeout(BUSY_SECONDS))
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _busy_timeout(seconds: float) -> str:
    return f"PRAGMA busy_timeout={int(seconds * 1000)}"


def _begin_sqlite(doorway: Doorway, connection: Connection) -> None:
    reading = connection.get_execution_options().get("curator_read", False)
    if connection.info.get("reading") != reading:
        connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
        connection.info["reading"] = reading
    with driver_cursor(connection) as cursor:
        if reading:
            cursor.execute("BEGIN")
        else:
            doorway.begin(cursor)


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=15)
    except (ImportError, NoSuchModuleError):
        raise StorageError(
            "PostgreSQL needs its driver; install curator-digest[postgres]"
        ) from None
