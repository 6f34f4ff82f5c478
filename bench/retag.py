"""How long a large library takes to follow an edit of the taxonomy, beside tagging all of it anew.

    python -m bench.retag [--stored 100000] [--postgres URL]

Of the stored resources one in a thousand has the word that an edit adds, first as an alias, then by
its beginning. Told are seconds on the clock, the tagger's own start among them, and the rows that
were read and written: counted by PostgreSQL's statistics, on SQLite as rows that statements gave.
What tagging everything would take, at first and after one more correction, is reckoned from a
thousand resources.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.tag import NOW, shipped, texts
from sqlalchemy import (
    Column,
    Insert,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    cast,
    select,
)
from sqlalchemy.types import NullType

from curator.flows.topics import carry, tag
from curator.model import Correction, PageState, StoredResource, Topic
from curator.storage import resources, schema
from curator.storage.engine.database import Connection, Database
from curator.topics.classify import Tagger
from curator.topics.document import document

SAMPLE = 1000
WORD = "quokkas"
EDITS = {"an alias": "quokka", "a beginning": "quokk*"}
PART = 5000
MADE = (0, 5, 20, 100)
"""Corrections that came before the one that is measured."""
DOUBT = 0.4
"""A tag of about this probability may be applied or not."""


def with_alias(topics: Sequence[Topic], alias: str) -> tuple[Topic, ...]:
    """The taxonomy after the edit."""
    return (replace(topics[0], aliases=(*topics[0].aliases, alias)), *topics[1:])


def fill(database: Database, count: int) -> float:
    """Store ``count`` resources, tagged by the thousand they repeat; the seconds to tag one."""
    tagger, some = Tagger(shipped()), texts(SAMPLE)
    some[0] = replace(some[0], title=f"{some[0].title} and {WORD}")
    before = time.perf_counter()
    told = [(tagger.tag(one, read=(read := document(one))), read.forms) for one in some]
    each = (time.perf_counter() - before) / SAMPLE
    with database.begin() as connection:
        carry.as_good(connection, tagger, NOW)
        for i, one in enumerate(some):
            url = f"https://site.example/{i}"
            stored = replace(one, key=url, url=url)
            put = resources.upsert(connection, stored, now=NOW, state=PageState.OK)
            resources.save_tags(connection, put, *told[i])
    for repeat in range(1, count // SAMPLE):
        with database.begin() as connection:
            for statement in COPIES:
                connection.execute(statement, {"shift": repeat * SAMPLE, "last": SAMPLE})
    return each


def _copy(into: Table, number: str, key: str | None = None) -> Insert:
    """The rows of the first resources once more, ``shift`` numbers on."""
    shift = bindparam("shift", type_=Integer)
    changed: dict[str, Any] = {number: into.c[number] + shift}
    if key:
        changed[key] = into.c[key] + "#" + cast(shift, String)
    columns = [changed.get(one.name, one).label(one.name) for one in into.c]
    first = select(*columns).where(into.c[number] <= bindparam("last"))
    return into.insert().from_select([one.name for one in into.c], first)


SEARCH = Table(
    "resource_search_forms", MetaData(), Column("rowid", Integer), Column("forms", NullType())
)
COPIES = (
    _copy(schema.resources, "id", "key"),
    _copy(schema.resource_keys, "resource_id", "key"),
    _copy(schema.resource_pages, "resource_id"),
    _copy(schema.resource_topics, "resource_id"),
    _copy(SEARCH, "rowid"),
)


def follow(database: Database, topics: Sequence[Topic]) -> tuple[int, int, int]:
    """Tag what an edit touched: how many, and the rows read and written."""
    tagger = Tagger(topics)
    with database.begin() as connection:
        rows = counter(connection)
        same = carry.as_good(connection, tagger, NOW)
        found = resources.untagged(connection, tagger.version, same=same, limit=PART)
        tag.save_all(connection, tagger, found, {})
        return len(found), *rows()


def correct(database: Database, topics: Sequence[Topic], made: int) -> tuple[float, int, int]:
    """What one more correction does after ``made`` of them.

    The seconds to look at one resource, and of a thousand those with other tags and the rows written.
    """
    with database.begin() as connection:
        some = list(resources.get_many(connection, range(1, SAMPLE + 1), text=True).values())
        said = corrections_of(some, topics, made + 1)
        tag.save_all(connection, _taught(topics, said[:-1], some), some, {})
        some = list(resources.get_many(connection, range(1, SAMPLE + 1), text=True).values())
        rows, before = counter(connection), time.perf_counter()
        tag.save_all(connection, _taught(topics, said, some), some, {})
        spent, written = time.perf_counter() - before, rows()[1]
        after = resources.get_many(connection, range(1, SAMPLE + 1)).values()
    pairs = zip(some, after, strict=True)
    moved = sum(
        old.tags != replace(new.tags, model_version=old.tags.model_version) for old, new in pairs
    )
    return spent / SAMPLE, moved, written


def corrections_of(
    some: Sequence[StoredResource], topics: Sequence[Topic], count: int
) -> list[Correction]:
    """What an author may say of the first: yes and no in turns to the tag in most doubt."""
    tagger = Tagger(topics)
    said: list[Correction] = []
    for one in some:
        tags = tagger.tag(one.resource)
        near = sorted((*tags.topics, *tags.suggested), key=lambda tag: abs(tag.score - DOUBT))
        if near and len(said) < count:
            said.append(Correction(one.resource.key, near[0].slug, len(said) % 2 == 0, NOW))
    return said


def _taught(
    topics: Sequence[Topic], said: Sequence[Correction], some: Sequence[StoredResource]
) -> Tagger:
    keys = {one.resource_key for one in said}
    known = [one.resource for one in some if one.resource.key in keys]
    return Tagger(topics, corrections=said, examples=known)


def counter(connection: Connection) -> Callable[[], tuple[int, int]]:
    """Asked later, the rows that were read and written since."""
    if connection.dialect.name == "postgresql":
        was = _by_statistics(connection)
        return lambda: _since(was, _by_statistics(connection))
    raw: Any = connection.connection.dbapi_connection
    before, read = raw.total_changes, [0]

    def note(_cursor: object, row: tuple[object, ...]) -> tuple[object, ...]:
        read[0] += 1
        return row

    raw.row_factory = note
    return lambda: (read[0], raw.total_changes - before)


def _since(was: tuple[int, int], now: tuple[int, int]) -> tuple[int, int]:
    return now[0] - was[0], now[1] - was[1]


def _by_statistics(connection: Connection) -> tuple[int, int]:
    found = connection.exec_driver_sql(
        "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), sum(n_tup_ins + n_tup_upd + n_tup_del)"
        " FROM pg_stat_xact_user_tables"
    ).one()
    return int(found[0]), int(found[1])


def run(database: Database, count: int) -> None:
    """Fill a database and edit the taxonomy twice."""
    database.upgrade()
    each = fill(database, count)
    if database.dialect == "postgresql":
        with database.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    print(f"{database.dialect}: {count} resources; all anew would take {each * count:.0f} s")
    topics: Sequence[Topic] = shipped()
    for name, alias in EDITS.items():
        topics = with_alias(topics, alias)
        before = time.perf_counter()
        tagged, read, written = follow(database, topics)
        spent = time.perf_counter() - before
        print(
            f"  {name}: {tagged} tagged in {spent:.2f} s, {each * count / spent:.0f} times as fast;"
            f" {read} rows read, {written} written",
            flush=True,
        )
    for made in MADE:
        each, moved, written = correct(database, topics, made)
        print(
            f"  a correction after {made}: {each * count:.0f} s for all; of {SAMPLE} resources"
            f" {moved} have other tags now, {written} rows written",
            flush=True,
        )


def main() -> None:
    """Run on SQLite and, if an empty database is given, on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--postgres", metavar="URL", help="an empty database to measure as well")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for url in filter(None, (f"sqlite:///{folder}/bench.db", given.postgres)):
            with Database(url) as database:
                run(database, given.stored)


if __name__ == "__main__":
    main()
