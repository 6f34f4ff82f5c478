"""Which links are due for another look, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from curator.errors import NotFound
from curator.model import IssueState, LinkCheck, PageState, ReadingStatus, When
from curator.storage import issues, linkchecks, reading, resources
from curator.storage.engine.database import Connection, Database
from curator.storage.linkchecks import Ages
from tests.storage.examples import DAY, NOW, WEEK, content, resource, stored
from tests.storage.test_listing import numbers

AGES = Ages(offered=7 * DAY, published=60 * DAY, missing=DAY)
LATER = NOW + 8 * DAY
DEAD = LinkCheck(LATER, NOW, dead=True, reason="there is nothing")


def read(connection: Connection, number: int, **more: object) -> int:
    """A resource whose page was read at NOW."""
    one = stored(connection, number, **more)
    return resources.save_enriched(connection, one.id, one.resource, state=PageState.OK, now=NOW)


def due(connection: Connection, ages: Ages = AGES, *, days: int = 8, limit: int = 9) -> list[int]:
    now = NOW + timedelta(days=days)
    return numbers(linkchecks.due(connection, now, ages, since=now - 21 * DAY, limit=limit))


def test_what_may_be_picked_is_due_when_its_last_look_is_a_week_old(database: Database) -> None:
    with database.begin() as connection:
        first, second = read(connection, 1), read(connection, 2)
        read(connection, 3, published=When(NOW - 90 * DAY))
        stored(connection, 4)
        assert due(connection, days=6) == []
        assert due(connection) == [1, 2]
        linkchecks.put(connection, first, LinkCheck(NOW + 7 * DAY))
        assert due(connection) == [2]
        assert due(connection, limit=0) == []
        assert due(connection, days=14) == [2, 1]
        assert linkchecks.of(connection, [first, second]) == {first: LinkCheck(NOW + 7 * DAY)}


def test_the_reading_list_is_due_whatever_its_age(database: Database) -> None:
    with database.begin() as connection:
        for number, status in ((1, ReadingStatus.READING), (2, ReadingStatus.READ)):
            found = read(connection, number, published=When(NOW - 900 * DAY))
            item = reading.add(connection, found, now=NOW)
            reading.set_status(connection, item.id, status, NOW)
        assert due(connection) == [1]


def test_what_is_out_is_due_more_seldom_and_only_if_wanted(database: Database) -> None:
    with database.begin() as connection:
        found = read(connection, 1)
        whole = content(resources.get(connection, found))
        issue = issues.create(connection, WEEK, whole, NOW)
        assert due(connection, days=70) == []
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
        assert due(connection, days=59) == []
        assert due(connection, days=60) == [1]
        assert due(connection, Ages(DAY, None, DAY), days=60) == []


def test_what_was_missing_once_is_due_after_a_day(database: Database) -> None:
    with database.begin() as connection:
        found = read(connection, 1)
        linkchecks.put(connection, found, LinkCheck(NOW, NOW, reason="there is nothing"))
        assert due(connection, days=0) == []
        assert due(connection, days=1) == [1]
        state = resources.get(connection, found).state
    assert state is PageState.OK


def test_a_page_that_waits_for_another_try_is_not_due(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection, 1)
        more = {"state": PageState.BLOCKED, "now": NOW, "retry_at": NOW + 9 * DAY}
        resources.save_enriched(connection, one.id, one.resource, **more)  # type: ignore[arg-type]
        assert due(connection) == []


def test_a_dead_link_is_no_page_and_on_no_list_until_it_is_read_again(database: Database) -> None:
    with database.begin() as connection:
        found = read(connection, 1)
        reading.add(connection, found, now=NOW)
        assert len(reading.queued(connection)) == 1
        linkchecks.put(connection, found, DEAD)
        gone = resources.get(connection, found)
        assert (gone.state, gone.error) == (PageState.GONE, "there is nothing")
        assert reading.queued(connection) == []
        assert resources.candidates(connection, WEEK.start, WEEK.end) == []
        assert [(one.id, check) for one, check in linkchecks.dead(connection, limit=5)] == [
            (found, DEAD)
        ]
        assert due(connection, days=14) == []
        assert due(connection, days=15) == [1], "it may come back"
        resources.save_enriched(
            connection, found, resource(1), state=PageState.OK, now=NOW + 15 * DAY
        )
        assert linkchecks.of(connection, [found]) == {}
        assert linkchecks.dead(connection, limit=5) == []
        assert len(reading.queued(connection)) == 1


def test_a_dead_link_that_nobody_chose_is_not_told(database: Database) -> None:
    with database.begin() as connection:
        linkchecks.put(connection, read(connection, 1), DEAD)
        assert linkchecks.dead(connection, limit=5) == []


def test_it_goes_with_its_resource(database: Database) -> None:
    with database.begin() as connection:
        kept, gone = read(connection, 1), read(connection, 2)
        linkchecks.put(connection, gone, DEAD)
        same = resource(2, key=resource(1).key)
        resources.save_enriched(connection, gone, same, state=PageState.BLOCKED, now=NOW)
        assert linkchecks.of(connection, [kept, gone]) == {}
        with pytest.raises(NotFound):
            resources.get(connection, gone)
