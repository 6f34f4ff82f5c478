"""The version of the tables, and the migrations that bring an older database to it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from curator.errors import StorageError

REVISION = "0003"
"""The newest migration: a database at any other is upgraded or refused."""
MIGRATIONS = Path(__file__).parents[1] / "migrations"
_LOCK = 0x63757261746F72  # "curator", for PostgreSQL's advisory lock


def require(engine: Engine) -> None:
    """Leave the tables at this version; only SQLite is upgraded without being asked."""
    found = _version(engine)
    if found == REVISION:
        return
    if engine.dialect.name == "sqlite":
        upgrade(engine)
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


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing, in one transaction and one process at a time."""
    from alembic import command  # noqa: PLC0415 - a fifth of a second that most runs do not need
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if _version_of(connection) == REVISION:
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StorageError(
                "the database was made by a newer Curator; install that version or restore a backup"
            ) from error
