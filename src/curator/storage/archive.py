"""Backup and restore: every table in one gzipped SQLite file, whatever the database behind.

So the same two commands back a database up, bring it back, and move it between SQLite and
PostgreSQL. Rows are copied in parts, inside one read snapshot and one write transaction; the indexes
of words are not copied but built anew.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    String,
    Table,
    Text,
    column,
    delete,
    func,
    insert,
    select,
    table,
    type_coerce,
    update,
)
from sqlalchemy.types import TypeEngine

from curator.errors import Conflict, StorageError
from curator.model import Resource
from curator.storage import forms, schema, search
from curator.storage.engine.columns import Choice, Stored
from curator.storage.engine.database import Database

PART = 500
"""Rows in memory at a time."""

Counts = Mapping[str, int]
"""Table → rows."""

ReadWords = Callable[[Resource], Collection[str]]
"""The words that tagging reads of a resource."""
Around = Callable[[Connection], Callable[[Connection], None]]
"""Sees what is about to be replaced, and gives what is to be done once the backup is in its place."""


def backup(database: Database, path: Path) -> Counts:
    """Write everything in ``database`` to ``path``, readable by its owner only.

    The file appears whole or not at all. Raises :class:`~curator.errors.StorageError`.
    """
    if path.exists() and not path.is_file():
        raise StorageError(f"{path} is no ordinary file; name another")
    with tempfile.TemporaryDirectory(prefix="curator-") as folder:
        copy = Path(folder) / "archive.db"
        with (
            Database(f"sqlite:///{copy}") as target,
            database.read() as source,
            target.begin() as connection,
        ):
            counts = _copy_all(source, connection)
        _pack(copy, path)
    return counts


def restore(
    path: Path,
    database: Database,
    *,
    words_of: ReadWords,
    replace: bool = False,
    around: Around | None = None,
) -> Counts:
    """Fill ``database`` from a backup; ``replace`` allows what is there to be lost.

    All of it, with what ``around`` does before and after, happens or nothing.

    Older backups are brought to this version. Resources stay tagged as they are; by what ``words_of``
    gives, an edit of the taxonomy finds them. Raises :class:`~curator.errors.Conflict` if the
    database is not empty, :class:`~curator.errors.StorageError` if the file is not a backup.
    """
    database.upgrade()
    with tempfile.TemporaryDirectory(prefix="curator-") as folder:
        copy = _unpack(path, Path(folder))
        with (
            Database(f"sqlite:///{copy}") as archive,
            archive.read() as source,
            database.begin() as connection,
        ):
            finish = around(connection) if around else None
            _make_room(connection, replace=replace)
            counts = _copy_all(source, connection)
            _continue_numbering(connection)
            _index(connection, words_of)
            if finish:
                finish(connection)
    return counts


# --------------------------------------------------------------------------- rows


def _copy_all(source: Connection, target: Connection) -> Counts:
    return {one.name: _copy(source, target, one) for one in schema.metadata.sorted_tables}


def _copy(source: Connection, target: Connection, what: Table) -> int:
    """Copy a table; JSON and words of enumerations pass as the text they are."""
    later = _references_itself(what)
    plain = [type_coerce(one, _plain(one)).label(one.name) for one in what.c]
    into = insert(table(what.name, *(column(one.name, _plain(one)) for one in what.c)))
    found = source.execute(select(*plain).execution_options(yield_per=PART)).mappings()
    number = 0
    references: list[dict[str, Any]] = []
    for part in found.partitions(PART):
        rows = [dict(row) for row in part]
        references += [_taken_out(row, later) for row in rows if later and row[later]]
        target.execute(into, rows)
        number += len(rows)
    for reference in references:
        target.execute(update(what).where(what.c.id == reference["id"]).values(reference))
    return number


def _plain(what: Column[Any]) -> TypeEngine[Any]:
    if isinstance(what.type, Stored):
        return Text()
    return String() if isinstance(what.type, Choice) else what.type


def _references_itself(what: Table) -> str | None:
    """The column that points into its own table; it is filled in once all rows are there."""
    return next((key.parent.name for key in what.foreign_keys if key.column.table is what), None)


def _taken_out(row: dict[str, Any], name: str) -> dict[str, Any]:
    reference = {"id": row["id"], name: row[name]}
    row[name] = None
    return reference


def _make_room(connection: Connection, *, replace: bool) -> None:
    for one in reversed(schema.metadata.sorted_tables):
        if replace:
            connection.execute(delete(one))
        elif connection.execute(select(func.count()).select_from(one)).scalar():
            raise Conflict(f"the database is not empty ({one.name}); add --replace to overwrite it")
    search.clear(connection)
    forms.clear(connection)


def _continue_numbering(connection: Connection) -> None:
    """Let PostgreSQL give ids after the highest one there is; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for one in schema.metadata.sorted_tables:
        if "id" in one.c:
            highest = connection.execute(select(func.max(one.c.id))).scalar()
            sequence = func.pg_get_serial_sequence(one.name, "id")
            connection.execute(select(func.setval(sequence, highest or 1, highest is not None)))


def _index(connection: Connection, words_of: ReadWords) -> None:
    """Index every resource for people, and what is tagged for edits of the taxonomy."""
    what, pages = schema.resources.c, schema.resource_pages
    statement = select(what.id, what.resource, what.model_version, pages.c.text).outerjoin(
        pages, pages.c.resource_id == what.id
    )
    ids = connection.execute(select(what.id)).scalars().all()
    for start in range(0, len(ids), PART):
        wanted = what.id.in_(ids[start : start + PART])
        for one, resource, version, text in connection.execute(statement.where(wanted)).all():
            search.put(connection, one, resource, text or "")
            if version:
                forms.put(connection, one, words_of(changed(resource, text=text or "")))


# --------------------------------------------------------------------------- files


def _pack(copy: Path, path: Path) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            with copy.open("rb") as source, gzip.open(raw, "wb", compresslevel=6) as packed:
                shutil.copyfileobj(source, packed)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageError(f"{path} cannot be written ({error.strerror})") from error


def _unpack(path: Path, folder: Path) -> Path:
    copy = folder / "archive.db"
    try:
        with gzip.open(path, "rb") as packed, copy.open("wb") as target:
            shutil.copyfileobj(packed, target)
    except (OSError, EOFError) as error:
        raise StorageError(f"{path} cannot be read as a backup ({error})") from error
    with copy.open("rb") as unpacked:
        if unpacked.read(15) != b"SQLite format 3":
            raise StorageError(f"{path} is not a backup made by `curator db backup`")
    return copy
