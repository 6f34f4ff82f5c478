"""Threads and processes that claim the same work: each piece is had by exactly one."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from curator.errors import Conflict
from curator.model import Content, DeliveryState
from curator.storage import deliveries, issues, kv, leases, sources
from curator.storage.deliveries import Outcome
from curator.storage.engine.database import Database
from curator.storage.issues import Frozen, Placement
from tests.storage.examples import NOW, WEEK, reader, source
from tests.storage.test_freezing import WHOLE, approved

DELIVERIES = 120


def take_all(url: str, owner: str) -> list[int]:
    """Claim in small batches until nothing is left, marking each sent; gives what was had."""
    had: list[int] = []
    with Database(url) as database:
        while True:
            with database.begin() as connection:
                batch = deliveries.claim(connection, owner=owner, now=NOW, limit=7)
            if not batch:
                return had
            ids = [one.id for one in batch]
            with database.begin() as connection:
                mine = deliveries.mark_inflight(connection, ids, owner=owner, now=NOW)
            with database.begin() as connection:
                done = [Outcome(one, DeliveryState.SENT, NOW) for one in mine]
                deliveries.mark_outcomes(connection, done, owner=owner)
            had += mine


@pytest.fixture
def queue(database: Database) -> int:
    """An issue with many deliveries waiting."""
    with database.begin() as connection:
        issue_id = approved(connection)
        for number in range(DELIVERIES):
            reader(connection, f"r{number}")
        frozen = Frozen(WHOLE, "d")
        issues.freeze(connection, issue_id, frozen, lambda _group: Placement(), NOW)
    return issue_id


def once_each(had: list[Future[list[int]]]) -> bool:
    """Whether every delivery was had by exactly one."""
    counts = Counter(one for future in had for one in future.result(timeout=100))
    return len(counts) == DELIVERIES and set(counts.values()) == {1}


def test_four_threads(queue: int, database: Database, database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        had = [pool.submit(take_all, database_url, f"t{number}") for number in range(4)]
    assert once_each(had)
    with database.read() as connection:
        assert deliveries.counts(connection, queue) == {DeliveryState.SENT: DELIVERIES}


def test_two_processes(queue: int, database_url: str) -> None:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        had = [pool.submit(take_all, database_url, f"p{number}") for number in range(2)]
        assert once_each(had)


def test_read_then_write_loses_nothing(database: Database) -> None:
    """A deferred transaction that turns writer loses most of these to "database is locked"."""
    with database.begin() as connection:
        kv.put(connection, "count", "0", NOW)

    def add_up() -> None:
        for _ in range(25):
            with database.begin() as connection:
                leases.acquire(connection, "row lock", "all", NOW, 60)
                value = int(kv.get(connection, "count") or 0)
                kv.put(connection, "count", str(value + 1), NOW)

    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(add_up) for _ in range(4)]:
            future.result()
    with database.read() as connection:
        assert kv.get(connection, "count") == "100"


def test_sources_are_fetched_by_one(database: Database) -> None:
    with database.begin() as connection:
        sources.sync(connection, [source(f"s{number}") for number in range(40)], NOW)

    def take(owner: str) -> list[str]:
        had: list[str] = []
        while True:
            with database.begin() as connection:
                batch = sources.claim_due(connection, NOW, owner=owner, limit=3)
            if not batch:
                return had
            had += [one.source.url for one in batch]

    with ThreadPoolExecutor(4) as pool:
        results = pool.map(take, ["a", "b", "c", "d"])
        counts = Counter(url for had in results for url in had)
    assert (len(counts), set(counts.values())) == (40, {1})


def test_a_period_gets_one_issue_whoever_is_first(database: Database) -> None:
    def compose() -> int | None:
        try:
            with database.begin() as connection:
                return issues.create(connection, WEEK, Content(), NOW).id
        except Conflict:
            return None

    with ThreadPoolExecutor(4) as pool:
        made = [future.result() for future in [pool.submit(compose) for _ in range(8)]]
    assert sum(one is not None for one in made) == 1


def test_one_of_many_gets_the_lease(database: Database) -> None:
    def try_it(owner: str) -> bool:
        with database.begin() as connection:
            return leases.acquire(connection, "tick", owner, NOW, 60)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_it, "abcdefgh")) == 1
