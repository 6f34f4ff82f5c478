"""Short writes that wait at the same time share a commit, and nobody is told too early."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from curator.errors import Conflict
from curator.storage import kv
from curator.storage.engine.database import Connection, Database
from tests.storage.examples import NOW

PATIENCE = 60
WRITERS = 24


def put(key: str) -> Callable[[Connection], str]:
    """A write that stores ``key`` and gives it."""

    def write(connection: Connection) -> str:
        kv.put(connection, key, "v", NOW)
        return key

    return write


def refuse(connection: Connection) -> str:
    """A write that fails half way."""
    kv.put(connection, "half", "v", NOW)
    raise Conflict("it is already so")


def stored(database: Database, key: str) -> bool:
    with database.read() as connection:
        return kv.get(connection, key) is not None


def test_what_is_given_back_is_stored(database: Database) -> None:
    assert database.together(put("k")) == "k"
    assert stored(database, "k")


def test_many_at_once_are_all_stored(database: Database) -> None:
    keys = [f"k{number}" for number in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        given = list(pool.map(lambda key: database.together(put(key)), keys))
    assert given == keys
    assert all(stored(database, key) for key in keys)


def test_one_that_fails_is_told_and_leaves_nothing_while_the_others_are_stored(
    database: Database,
) -> None:
    works = [put("a"), refuse, put("b"), refuse, put("c")]
    with ThreadPoolExecutor(len(works)) as pool:
        tasks = [pool.submit(database.together, work) for work in works]
        failures = [task.exception(PATIENCE) for task in tasks]
    assert [isinstance(one, Conflict) for one in failures] == [False, True, False, True, False]
    assert [stored(database, key) for key in ("a", "b", "c", "half")] == [True] * 3 + [False]


def test_those_who_wait_behind_another_writer_share_one_transaction(sqlite_url: str) -> None:
    seen: set[int] = set()
    called = []

    def write(connection: Connection) -> None:
        called.append(1)
        seen.add(id(connection))

    with Database(sqlite_url) as database, ThreadPoolExecutor(WRITERS) as pool:
        with database.begin():
            held = Event()
            first = pool.submit(database.together, lambda _connection: held.set())
            tasks = [pool.submit(database.together, write) for _ in range(WRITERS - 1)]
            assert not any(task.done() for task in (first, *tasks))
        for task in (first, *tasks):
            task.result(PATIENCE)
    assert len(called) == WRITERS - 1
    assert len(seen) <= 2  # The first may have gone ahead alone.


def test_a_closed_database_opens_again(database: Database) -> None:
    database.together(put("a"))
    database.close()
    database.together(put("b"))
    assert stored(database, "a")
    assert stored(database, "b")
