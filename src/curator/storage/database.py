"""One database, its transactions and its migrations.

SQLite: write-ahead log, ``BEGIN IMMEDIATE`` for every write (a deferred one that turns writer loses
to a concurrent writer whatever the timeout), foreign keys on, ``synchronous=FULL``, because the
delivery journal promises that a committed row survives a power cut. PostgreSQL: writes in READ
COMMITTED, reads in a REPEATABLE READ snapshot that refuses to write.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from curator.errors import Conflict, NotFound, StorageError
from curator.storage import schema
from curator.storage.doorway import Doorway
from curator.storage.prepared import driver_cursor
from curator.storage.together import Together
from curator.storage.turns import Turns

__all__ = ["Connection", "Database"]

T = TypeVar("T")

BUSY_SECONDS = 30.0
"""How long a writer waits for its turn on SQLite."""

_SQLITE_PRAGMAS = (
    f"busy_timeout={int(BUSY_SECONDS * 1000)}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
)
_CACHE_KIB, _LEAN_CACHE_KIB = 16 * 1024, 2 * 1024
"""Of pages that a SQLite connection keeps in memory."""
_NO_SUCH_NUMBER = "no row has a number so large"
"""An address may name any number, but those of rows have at most 64 bits."""
_UPGRADE_LOCK = 0x63757261746F72  # "curator", for PostgreSQL's advisory lock


class Database:
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
        with _explained(), self._one_writer(), self._open().begin() as connection:
            self._bound_cache(connection)
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one consistent state and cannot write."""
        with _explained(), self._open().connect() as plain:
            options: dict[str, Any] = {"curator_read": True}
            if self.dialect == "postgresql":
                options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            connection = plain.execution_options(**options)
            with connection.begin():
                self._bound_cache(connection)
                yield connection

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

    def upgrade(self) -> None:
        """Bring the tables to this version; a second call changes nothing."""
        with _explained(), self._opening:
            if self._engine is None:
                self._start(_upgrade)
            else:
                _upgrade(self._engine)

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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _open(self) -> Engine:
        """The engine, connected and with tables of this version."""
        with self._opening:
            return self._engine or self._start(_require_version)

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
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(doorway: Doorway, connection: Connection) -> None:
    reading = connection.get_execution_options().get("curator_read", False)
    if connection.info.get("reading") != reading:
        connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
        connection.info["reading"] = reading
    with driver_cursor(connection) as cursor:
        if reading:
            cursor.execute("BEGIN")
            return
        with doorway.held():
            cursor.execute("BEGIN IMMEDIATE")


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=15)
    except (ImportError, NoSuchModuleError):
        raise StorageError(
            "PostgreSQL needs its driver; install curator-digest[postgres]"
        ) from None


# --------------------------------------------------------------------------- migrations


def _require_version(engine: Engine) -> None:
    """Leave the tables at this version; only SQLite is upgraded without being asked."""
    found = _version(engine)
    if found == schema.REVISION:
        return
    if engine.dialect.name == "sqlite":
        _upgrade(engine)
    elif found is None:
        raise StorageError("the database has no tables yet; run `curator db upgrade`")
    else:
        raise StorageError(f"the database is at version {found}; run `curator db upgrade`")


def _version(engine: Engine) -> str | None:
    # Only read, so that a command starts while something else writes.
    with engine.connect().execution_options(curator_read=True) as connection:
        return _version_of(connection)


def _version_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _upgrade(engine: Engine) -> None:
    """Run the migrations that are missing, in one transaction and one process at a time."""
    from alembic import command  # noqa: PLC0415 - a fifth of a second that most runs do not need
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        if _version_of(connection) == schema.REVISION:
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StorageError(
                "the database was made by a newer Curator; install that version or restore a backup"
            ) from error


# --------------------------------------------------------------------------- errors

_ADVICE = (
    ("database is locked", "another program keeps the database busy; try again when it is done"),
    ("readonly database", "the database file or its folder may not be written; check permissions"),
    ("disk is full", "the disk is full; make room and run the command again"),
    ("no space left", "the disk is full; make room and run the command again"),
    ("file is not a database", "the file is not a database; restore a backup"),
    ("malformed", "the database file is damaged; restore a backup with `curator db restore`"),
    ("no such table", "tables are missing; run `curator db upgrade`"),
    ("does not exist", "something is missing; create the database, then run `curator db upgrade`"),
    ("password authentication failed", "user or password is wrong; check CURATOR_DATABASE_URL"),
    ("connection", "no PostgreSQL server answers; check CURATOR_DATABASE_URL and the server"),
)


@contextmanager
def _explained() -> Iterator[None]:
    """Turn the database's own errors into ours, without its statements or values."""
    try:
        yield
    except IntegrityError as error:
        reason = _first_line(error)
        if "unique" in reason.lower():
            raise Conflict(f"it is already there ({reason})") from error
        raise StorageError(f"the database refuses the change ({reason})") from error
    except (DBAPIError, PoolTimeoutError) as error:
        reason = _first_line(error)
        if "bigint out of range" in reason:
            raise NotFound(_NO_SUCH_NUMBER) from error
        raise StorageError(_advice(reason)) from error
    except OverflowError as error:
        if "SQLite" not in str(error):
            raise
        raise NotFound(_NO_SUCH_NUMBER) from error


def _first_line(error: SQLAlchemyError) -> str:
    original = getattr(error, "orig", None) or error
    return str(original).strip().split("\n", 1)[0]


def _advice(reason: str) -> str:
    lowered = reason.lower()
    for sign, advice in _ADVICE:
        if sign in lowered:
            return f"{advice} ({reason})"
    return f"the database cannot be used ({reason})"
