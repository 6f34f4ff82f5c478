"""What a database refuses, as errors of ours that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from curator.errors import Conflict, NotFound, StorageError

_NO_SUCH_NUMBER = "no row has a number so large"
"""An address may name any number, but those of rows have at most 64 bits."""
_BUSY = "all connections to the database are in use; try again"
_ADVICE = (
    ("database is locked", "another program keeps the database busy; try again when it is done"),
    ("readonly database", "the database file or its folder may not be written; check permissions"),
    ("disk is full", "the disk is full; make room and run the command again"),
    ("no space left", "the disk is full; make room and run the command again"),
    (
        "disk i/o error",
        "the disk is full or broken; make room or mend it and run the command again",
    ),
    ("file is not a database", "the file is not a database; restore a backup"),
    ("malformed", "the database file is damaged; restore a backup with `curator db restore`"),
    ("no such table", "tables are missing; run `curator db upgrade`"),
    ("does not exist", "something is missing; create the database, then run `curator db upgrade`"),
    ("password authentication failed", "user or password is wrong; check CURATOR_DATABASE_URL"),
    ("connection", "no PostgreSQL server answers; check CURATOR_DATABASE_URL and the server"),
)


@contextmanager
def explained() -> Iterator[None]:
    """Turn the database's own errors into ours, without its statements or values."""
    try:
        yield
    except IntegrityError as error:
        reason = _first_line(error)
        if "unique" in reason.lower():
            raise Conflict(f"it is already there ({reason})") from error
        raise StorageError(f"the database refuses the change ({reason})") from error
    except PoolTimeoutError as error:
        raise StorageError(_BUSY) from error
    except DBAPIError as error:
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
