"""Where a database is kept, so that a copy of it elsewhere can be told from the original."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

_MACHINE = Path("/etc/machine-id")


def fingerprint(connection: Connection) -> str:
    """A word that stays while the database stays where it is, and differs for a copy.

    SQLite: the machine and the file (its inode), so that a container may come and go around its
    volume. PostgreSQL: the cluster's own identifier and the database's name; a dump that is
    restored elsewhere has another one.
    """
    found = _server(connection) if connection.dialect.name == "postgresql" else _file(connection)
    return hashlib.sha256(found.encode()).hexdigest()[:32]


def _file(connection: Connection) -> str:
    path = next(
        (row.file for row in connection.execute(text("PRAGMA database_list")) if row.file), ""
    )
    inode = Path(path).stat().st_ino if path else 0
    return f"sqlite:{_machine()}:{inode}"


def _server(connection: Connection) -> str:
    name = connection.execute(text("SELECT current_database()")).scalar_one()
    try:
        with connection.begin_nested():
            asked = text("SELECT system_identifier FROM pg_control_system()")
            identifier = connection.execute(asked).scalar_one()
    except DBAPIError:
        identifier = ""  # a careful administrator may have taken the right to ask away
    return f"postgresql:{identifier}:{name}"


def _machine() -> str:
    try:
        return _MACHINE.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
