"""How fast the database answers when years have gone into it: 100,000 resources, 100,000 readers.

    python bench/storage.py [--rows 100000] [--postgres]

Times are of one thread on a database on disk, each the median and the 95th percentile of many. The
journal (inflight and sent, committed durably, sixteen deliveries a commit) stands beside the same
statements through Python's own ``sqlite3``, which is what it could cost at least.
"""

from __future__ import annotations

import argparse
import platform
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import readers

from curator.model import (
    Content,
    DeliveryState,
    IssueState,
    Kind,
    PageState,
    Period,
    Rendered,
    Resource,
    Tag,
    Tags,
    When,
)
from curator.storage import deliveries, issues, listing, resources, search
from curator.storage.deliveries import Outcome
from curator.storage.engine.database import Connection, Database
from curator.storage.issues import Frozen, Placement

NOW = datetime(2026, 2, 22, tzinfo=UTC)
WEEK = Period("2026-W08", NOW - timedelta(days=6), NOW, date(2026, 2, 16), date(2026, 2, 22))
GROUP = 16
"""Deliveries a commit."""
PART = 2000


def words(random_: random.Random, number: int) -> str:
    """So many made-up words, the common ones often, as in any language."""
    return " ".join(f"w{int(random_.paretovariate(0.6)) % 20_000}" for _ in range(number))


# --------------------------------------------------------------------------- years of use


def fill(database: Database, rows: int, *, version: str = "v1") -> None:
    """Resources with text, topics of a tagger's ``version`` and words to search; confirmed readers."""
    random_ = random.Random(8)
    for start in range(1, rows + 1, PART):
        with database.begin() as connection:
            for number in range(start, min(start + PART, rows + 1)):
                _resource(connection, random_, number, version)
    with database.begin() as connection:
        readers.fill(connection, rows, NOW)
        if database.dialect == "postgresql":
            connection.exec_driver_sql("ANALYZE")


def _resource(connection: Connection, random_: random.Random, number: int, version: str) -> None:
    url = f"https://h{number % 500}.example/{number}"
    one = Resource(
        url,
        url,
        words(random_, 8),
        published=When(NOW - timedelta(minutes=20 * number)),
        summary=words(random_, 30),
        kind=Kind.VIDEO if number % 20 == 0 else Kind.ARTICLE,
        text=words(random_, 300),
    )
    resource_id = resources.upsert(connection, one, now=NOW, state=PageState.OK)
    tags = Tags((Tag(f"t{number % 25}", 0.9),), model_version=version)
    resources.save_tags(connection, resource_id, tags)


# --------------------------------------------------------------------------- measuring


def timed(name: str, times: int, call: Callable[[int], object]) -> None:
    """Print the median and the 95th percentile of ``call`` in milliseconds."""
    taken = []
    for number in range(times):
        start = time.perf_counter()
        call(number)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    print(
        f"{name:42} {taken[len(taken) // 2]:9.2f} ms  p95 {taken[int(len(taken) * 0.95)]:9.2f} ms"
    )


def reads(database: Database, rows: int) -> None:
    """What pages and the digest ask."""
    random_ = random.Random(9)

    def reading(call: Callable[[Connection, int], object]) -> Callable[[int], object]:
        def one(number: int) -> None:
            with database.read() as connection:
                call(connection, number)

        return one

    # The hundred most frequent words are what search leaves out of real languages.
    queries = [" ".join(f"w{random_.randrange(100, 1000)}" for _ in "ab") for _ in range(200)]
    common = [f"w{random_.randrange(100, 200)}" for _ in range(200)]
    rare = [f"w{random_.randrange(2000, 20_000)}" for _ in range(200)]
    keys = [f"https://h{n % 500}.example/{n}" for n in random_.sample(range(1, rows), 200)]
    cases: dict[str, tuple[int, Callable[[Connection, int], object]]] = {
        "search, a common word": (200, lambda c, n: search.find(c, common[n])),
        "search, two words": (200, lambda c, n: search.find(c, queries[n])),
        "search, a rare word": (200, lambda c, n: search.find(c, rare[n])),
        "one resource by address": (200, lambda c, n: resources.find(c, keys[n])),
        "newest 50": (50, lambda c, _: resources.list_(c)),
        "newest 50 of a topic": (
            50,
            lambda c, n: resources.list_(c, resources.Filters(topics=(f"t{n % 25}",))),
        ),
        "candidates of a week, with text": (
            10,
            lambda c, _: listing.candidates(c, NOW - timedelta(days=7), NOW),
        ),
    }
    for name, (times, call) in cases.items():
        timed(name, times, reading(call))


def freezing(database: Database) -> int:
    """One issue to everybody; gives its id."""
    with database.begin() as connection:
        made = issues.create(connection, WEEK, Content(), NOW)
        issues.transition(connection, made.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
    start = time.perf_counter()
    with database.begin() as connection:
        frozen = Frozen(Rendered("s", "t", "h"), "digest")
        counts = issues.freeze(connection, made.id, frozen, lambda _group: Placement(), NOW)
    took = time.perf_counter() - start
    print(f"{'freezing an issue':42} {took:9.2f} s   {counts.deliveries} deliveries")
    return made.id


def journal(database: Database, number: int) -> None:
    """Claim, launch and settle ``number`` deliveries, as one sender does."""
    done: list[Outcome] = []
    start, left = time.perf_counter(), number
    while left > 0:
        with database.begin() as connection:
            batch = deliveries.claim(connection, owner="bench", now=NOW, limit=500)
        for first in range(0, len(batch), GROUP):
            ids = [one.id for one in batch[first : first + GROUP]]
            with database.begin() as connection:
                deliveries.journal(connection, ids, done, owner="bench", now=NOW)
            done = [Outcome(one, DeliveryState.SENT, NOW, 250, "2.0.0", "ok") for one in ids]
        left -= len(batch)
    with database.begin() as connection:
        deliveries.mark_outcomes(connection, done, owner="bench")
    print(f"{'journal':42} {number / (time.perf_counter() - start):9.0f} deliveries/s")


def plain_journal(folder: Path, number: int) -> None:
    """The same rows through ``sqlite3``: two statements a delivery, as many commits."""
    connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE d (id INTEGER PRIMARY KEY, state TEXT, at TEXT, reply TEXT)")
    with writing(connection):
        rows = ((one, "queued") for one in range(number))
        connection.executemany("INSERT INTO d (id, state) VALUES (?, ?)", rows)
    start, at = time.perf_counter(), NOW.isoformat()
    done: list[tuple[str, str, int]] = []
    for first in range(0, number, GROUP):
        ids = range(first, min(first + GROUP, number))
        with writing(connection):
            connection.executemany("UPDATE d SET state='sent', at=?, reply=? WHERE id=?", done)
            launched = [(at, one) for one in ids]
            connection.executemany("UPDATE d SET state='inflight', at=? WHERE id=?", launched)
        done = [(at, "ok", one) for one in ids]
    took = time.perf_counter() - start
    connection.close()
    print(f"{'  the same through sqlite3 alone':42} {number / took:9.0f} deliveries/s")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One durable commit."""
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("COMMIT")


def main() -> None:
    """Measure SQLite, and PostgreSQL if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--postgres", metavar="URL", help="an empty database to measure as well")
    given = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, {given.rows} rows of each")
    with tempfile.TemporaryDirectory() as folder:
        for url in filter(None, (f"sqlite:///{folder}/bench.db", given.postgres)):
            with Database(url) as database:
                database.upgrade()
                print(f"\n{database.dialect}")
                start = time.perf_counter()
                fill(database, given.rows)
                took = time.perf_counter() - start
                print(f"{'storing a resource, tags and words':42} {given.rows / took:9.0f} /s")
                reads(database, given.rows)
                freezing(database)
                journal(database, min(given.rows, 10_000))
        plain_journal(Path(folder), min(given.rows, 10_000))


if __name__ == "__main__":
    main()
