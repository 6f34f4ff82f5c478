"""With many resources and deliveries, what is asked often is answered by an index."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from curator.model import DeliveryState, Kind, SubscriberState
from curator.storage import (
    deliveries,
    entries,
    issues,
    linkchecks,
    listing,
    outbox,
    resources,
    search,
    sources,
    subscribers,
)
from curator.storage.engine.database import Connection, Database
from curator.storage.linkchecks import Ages
from curator.storage.resources import Filters
from tests.storage.examples import DAY, NOW

ROWS = 20_000
LARGE = "resources|entries|sightings|resource_topics|resource_keys|deliveries|outbox|subscribers"

Call = Callable[[Connection], object]

CALLS: dict[str, Call] = {
    "list": lambda c: resources.list_(c, limit=50),
    "list by topic": lambda c: resources.list_(c, Filters(topics=("t3",))),
    "list by topics": lambda c: resources.list_(c, Filters(topics=("t3", "t4"))),
    "list by kind": lambda c: resources.list_(c, Filters(kind=Kind.VIDEO)),
    "list by host": lambda c: resources.list_(c, Filters(host="h7.example")),
    "list by window": lambda c: resources.list_(c, Filters(since=NOW - DAY, until=NOW)),
    "candidates": lambda c: listing.candidates(
        c, NOW - 7 * DAY, NOW, undated_until=NOW + DAY, limit=500, text=False
    ),
    "own posts": lambda c: listing.mine_posts(c, NOW - 7 * DAY, NOW),
    "issued": lambda c: listing.issued_since(c, NOW - 90 * DAY),
    "to enrich": lambda c: resources.to_enrich(c, NOW, limit=100),
    "links due": lambda c: linkchecks.due(
        c, NOW, Ages(7 * DAY, None, DAY), since=NOW - 7 * DAY, limit=100
    ),
    "dead links": lambda c: linkchecks.dead(c, limit=6),
    "untagged": lambda c: resources.untagged(c, "v1", limit=100),
    "by key": lambda c: resources.find(c, "k77"),
    "hosts": lambda c: resources.host_facts(c, "h7.example"),
    "search": lambda c: search.find(c, "needle"),
    "unlinked": lambda c: entries.unlinked(c, limit=100),
    "unlinked of late": lambda c: entries.unlinked(c, since=NOW - DAY, limit=100),
    "untagged of late": lambda c: resources.untagged(c, "v1", since=NOW - DAY, limit=100),
    "history": lambda c: entries.history(c, "s1", NOW - 30 * DAY),
    "due sources": lambda c: sources.due(c, NOW),
    "claim": lambda c: deliveries.claim(c, owner="o", now=NOW, limit=100),
    "settle": lambda c: deliveries.mark_outcomes(
        c, [deliveries.Outcome(5, DeliveryState.SENT, NOW)], owner="o"
    ),
    "left out": lambda c: deliveries.left_out(c, 5, range(1, 40)),
    "recover": lambda c: deliveries.recover(c, NOW, resend=True),
    "release": lambda c: deliveries.release(c, "o"),
    "finish": lambda c: issues.finish(c, NOW),
    "claim mail": lambda c: outbox.claim(c, owner="o", now=NOW),
    "find reader": lambda c: subscribers.find(c, "r5@mail.example"),
    "page of readers": lambda c: subscribers.list_(c, state=SubscriberState.CONFIRMED, limit=50),
    "leave": lambda c: subscribers.unsubscribe(c, 5, NOW, method="link"),
}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_large_tables_are_never_read_through(kind: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "postgres_url")
    with Database(url) as database:
        with database.begin() as connection:
            fill(connection)
        scans = {
            f"{name}: {line}"
            for name, call in CALLS.items()
            for line in plan(database, call)
            if re.search(rf"(SCAN|Seq Scan on) ({LARGE})\b(?! USING (COVERING )?INDEX)", line)
        }
    assert scans == set()


def test_lists_are_read_in_order_and_not_sorted(sqlite_url: str) -> None:
    with Database(sqlite_url) as database:
        sorted_ = {
            name
            for name, call in CALLS.items()
            if name.startswith(("list", "claim"))
            and any("ORDER BY" in line for line in first(database, call))
        }
    assert sorted_ == set()


def first(database: Database, call: Call) -> list[str]:
    """The plan of the first statement of ``call``, which finds the ids."""
    return plan(database, call, statements_=1)


def fill(connection: Connection) -> None:
    """Carry out ``years_of_use.sql``."""
    sqlite = connection.dialect.name == "sqlite"
    moment = (
        "strftime('%Y-%m-%dT%H:%M:%S', '2026-02-22', '-' || i || ' minutes') || '.000000Z'"
        if sqlite
        else "timestamptz '2026-02-22 00:00Z' - i * interval '1 minute'"
    )
    numbers = (
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS}) SELECT"
        if sqlite
        else f"WITH n AS (SELECT generate_series(1, {ROWS}) AS i) SELECT"
    )
    script = Path(__file__).with_name("years_of_use.sql").read_text()
    for statement in script.replace("MOMENT", moment).split(";"):
        if statement.strip():
            whole = statement.replace("SELECT", numbers, 1)
            connection.exec_driver_sql(whole, execution_options={"no_parameters": True})
    if not sqlite:
        connection.exec_driver_sql("ANALYZE")


def plan(database: Database, call: Call, statements_: int | None = None) -> list[str]:
    """How the database carries out every statement of ``call``, a line per step."""
    with database.begin() as connection:
        with statements(connection.engine) as seen:
            call(connection)
        explain = "EXPLAIN QUERY PLAN " if database.dialect == "sqlite" else "EXPLAIN "
        return [
            str(row[-1])
            for statement, parameters in seen[:statements_]
            for row in connection.exec_driver_sql(explain + statement, parameters)
        ]


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Collect what is sent to the database, with one set of parameters each."""
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
        if not statement.lstrip().upper().startswith(("PRAGMA", "BEGIN")):
            seen.append((statement, parameters[0] if many else parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_reading_more_resources_takes_no_more_statements(database: Database) -> None:
    from tests.storage.examples import stored

    def number(limit: int) -> int:
        with database.begin() as connection, statements(connection.engine) as seen:
            resources.list_(connection, limit=limit, text=True)
            return len(seen)

    with database.begin() as connection:
        for one in range(40):
            stored(connection, one)
    assert number(1) == number(40) <= 7
