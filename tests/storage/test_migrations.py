"""Migrations lead to the tables that the code expects, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, text

from curator.errors import StorageError
from curator.storage import schema
from curator.storage.engine import upgrading
from curator.storage.engine.database import Database


def scripts() -> ScriptDirectory:
    """The migrations."""
    config = Config()
    folder = upgrading.MIGRATIONS
    config.set_main_option("script_location", str(folder))
    return ScriptDirectory.from_config(config)


def of_the_first_version(url: str) -> None:
    """Make the first tables there, with a sign-up that waits and a note of what tagged last."""
    from alembic import command

    config = Config()
    config.set_main_option("script_location", scripts().dir)
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        now = "2026-02-16T08:00:00.000000Z"
        signup = {column.name: "" for column in schema.signups.columns}
        signup |= {"id": "1", "mails_sent": "2", "created_at": now, "expires_at": now}
        names, values = ", ".join(signup), ", ".join(f"'{value}'" for value in signup.values())
        connection.execute(text(f"INSERT INTO signups ({names}) VALUES ({values})"))
        connection.execute(text(f"INSERT INTO kv VALUES ('tagged by', 'an old tagger', '{now}')"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.db'}"
    url = make_url(request.getfixturevalue("empty_postgres_url"))
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def test_a_database_of_the_first_version_keeps_its_rows_and_is_tagged_anew(empty_url: str) -> None:
    of_the_first_version(empty_url)
    with Database(empty_url) as database:
        database.upgrade()
        with database.read() as connection:
            assert connection.execute(text("SELECT id FROM signups")).scalars().all() == [1]
            assert connection.execute(text("SELECT * FROM kv")).all() == []
            assert connection.execute(text("SELECT * FROM bad_documents")).all() == []
            assert connection.execute(text("SELECT * FROM resource_search_forms")).all() == []


def test_there_is_one_head_and_the_code_knows_it() -> None:
    assert scripts().get_heads() == [upgrading.REVISION]


def test_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    def ours(_obj: object, name: str | None, kind: str, *_rest: object) -> bool:
        return not (kind == "table" and (name or "").startswith("resource_search"))

    with database.read() as connection:
        options = {"compare_type": True, "include_object": ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []


def test_every_constraint_has_a_name(database: Database) -> None:
    with database.read() as connection:
        inspector = inspect(connection)
        for table in schema.metadata.tables:
            keys = inspector.get_foreign_keys(table)
            unique = inspector.get_unique_constraints(table)
            assert all(one["name"] for one in [*keys, *unique]), table


def test_partial_indexes_are_partial(database: Database) -> None:
    partial = {
        index.name
        for table in schema.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    statement = (
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
        if database.dialect == "sqlite"
        else "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
        " AND indexdef LIKE '%WHERE%'"
    )
    with database.read() as connection:
        assert set(connection.execute(text(statement)).scalars()) == partial


@pytest.mark.parametrize("revision", ["9999"])
def test_a_database_of_a_newer_version_is_left_alone(sqlite_url: str, revision: str) -> None:
    engine = create_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    engine.dispose()
    with pytest.raises(StorageError, match="made by a newer Curator"):
        Database(sqlite_url).check()


def test_a_migration_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import alembic.command

    upgrade = alembic.command.upgrade

    def upgrade_and_die(config: Config, to: str) -> None:
        upgrade(config, to)
        raise KeyboardInterrupt

    url = f"sqlite:///{tmp_path / 'new.db'}"
    monkeypatch.setattr(alembic.command, "upgrade", upgrade_and_die)
    with pytest.raises(KeyboardInterrupt):
        Database(url).check()
    monkeypatch.undo()
    with Database(url) as database:
        database.check()
