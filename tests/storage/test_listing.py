"""Lists for people and candidates for an issue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from curator.model import (
    IssueState,
    Kind,
    PageState,
    Precision,
    ReadingStatus,
    StoredResource,
    Tag,
    Tags,
    Track,
    When,
)
from curator.storage import issues, reading, resources
from curator.storage.engine.database import Connection, Database
from curator.storage.resources import Filters
from tests.storage.examples import DAY, NOW, WEEK, content, resource, stored, week
from tests.storage.test_resources import seen_in


def numbers(found: list[StoredResource]) -> list[int]:
    """The numbers in the addresses of :func:`examples.resource`."""
    return [int(one.resource.url.rpartition("/")[2]) for one in found]


def candidates(connection: Connection, **more: object) -> list[int]:
    """The numbers of what W08 may pick."""
    return numbers(resources.candidates(connection, WEEK.start, WEEK.end, **more))  # type: ignore[arg-type]


def test_lists_are_newest_first_and_paged(database: Database) -> None:
    with database.begin() as connection:
        for number in range(5):
            stored(connection, number, published=When(NOW - number * DAY), text="long")
        page = resources.list_(connection, limit=2, offset=1)
        assert numbers(page) == [1, 2]
        assert page[0].resource.text == ""
        assert resources.list_(connection, limit=1, text=True)[0].resource.text == "long"
        assert resources.count(connection) == 5


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [1, 2, 3]),
        (Filters(topics=("vision",)), [1, 2]),
        (Filters(topics=("vision",), kind=Kind.VIDEO), [2]),
        (Filters(topics=("vision", "vision-2")), [1, 2]),
        (Filters(topics=("vision", "x"), since=NOW - 2 * DAY, until=NOW - DAY), [2]),
        (Filters(topics=("x", "y")), []),
        (Filters(track=Track.THEORY), [2]),
        (Filters(host="blog.example"), [1, 2, 3]),
        (Filters(host="x.example"), []),
        (Filters(source_url="https://mine.example/feed"), [1]),
        (Filters(mine=True), [1]),
        (Filters(mine=False), [2, 3]),
        (Filters(picked=True), [2]),
        (Filters(picked=False), [1, 3]),
        (Filters(state=PageState.NEW), [1, 2, 3]),
        (Filters(since=NOW - 2 * DAY), [1, 2]),
        (Filters(until=NOW - DAY, topics=("vision",)), [2]),
        (Filters(include_duplicates=True), [1, 2, 3, 4]),
    ],
)
def test_filters(database: Database, filters: Filters, expected: list[int]) -> None:
    with database.begin() as connection:
        ids = {
            number: stored(
                connection,
                number,
                published=When(NOW - number * DAY),
                kind=Kind.VIDEO if number == 2 else Kind.ARTICLE,
            ).id
            for number in (1, 2, 3, 4)
        }
        for number, track in ((1, Track.PRACTICE), (2, Track.THEORY)):
            tags = Tags(topics=(Tag("vision", 0.9),), track=track, model_version="v1")
            resources.save_tags(connection, ids[number], tags)
        seen_in(connection, ids[1], "mine", mine=True)
        resources.mark_duplicate(connection, ids[4], ids[3])
        issue = issues.create(connection, WEEK, content(resources.get(connection, ids[2])), NOW)
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
        assert numbers(resources.list_(connection, filters)) == expected
        assert resources.count(connection, filters) == len(expected)


def test_candidates_are_of_the_window_newest_first(database: Database) -> None:
    second = timedelta(seconds=1)
    instants = (WEEK.start - second, WEEK.start, WEEK.end - second, WEEK.end)
    with database.begin() as connection:
        for number, published in enumerate(instants):
            one = resource(number, published=When(published))
            resources.upsert(connection, one, now=WEEK.end + DAY)
        assert candidates(connection) == [2, 1]


def test_what_claims_to_be_from_the_future_counts_from_when_it_was_seen(
    database: Database,
) -> None:
    with database.begin() as connection:
        stored(connection, 1, published=When(NOW + 300 * DAY))
        assert candidates(connection) == [1]


@pytest.mark.parametrize(
    ("instant", "precision", "fresh"),
    [
        ("2026-02-01T00:00:00Z", Precision.MONTH, True),
        ("2026-01-01T00:00:00Z", Precision.MONTH, False),
        ("2026-01-01T00:00:00Z", Precision.YEAR, True),
        ("2024-01-01T00:00:00Z", Precision.YEAR, False),
        ("2026-02-01T00:00:00Z", Precision.DAY, False),
    ],
)
def test_a_coarse_date_is_as_late_as_it_may_be(
    database: Database, instant: str, precision: Precision, fresh: bool
) -> None:
    published = When(NOW.fromisoformat(instant), precision)
    with database.begin() as connection:
        stored(connection, 1, published=published)
        assert candidates(connection) == ([1] if fresh else [])


def test_undated_ones_count_from_when_they_were_seen(database: Database) -> None:
    with database.begin() as connection:
        stored(connection, 1, published=None)
        assert candidates(connection) == [1]
        before = WEEK.start - 7 * DAY
        assert resources.candidates(connection, before, WEEK.start) == []
        found = resources.candidates(connection, before, WEEK.start, undated_until=NOW + DAY)
        assert numbers(found) == [1]


def test_what_is_not_offered(database: Database) -> None:
    with database.begin() as connection:
        duplicate, gone, mine, picked, dropped, fine = (
            stored(connection, number) for number in range(1, 7)
        )
        resources.mark_duplicate(connection, duplicate.id, fine.id)
        resources.save_enriched(
            connection, gone.id, gone.resource, state=PageState.GONE, now=NOW, error="404"
        )
        seen_in(connection, mine.id, "mine", mine=True)
        other = issues.create(connection, week(7), content(picked), NOW)
        item = reading.add(connection, dropped.id, now=NOW)
        reading.set_status(connection, item.id, ReadingStatus.DROPPED, NOW)
        assert candidates(connection) == [6]
        assert sorted(candidates(connection, for_issue=other.id)) == [4, 6]
        assert candidates(connection, limit=0) == []


def test_the_authors_own_posts(database: Database) -> None:
    with database.begin() as connection:
        old, first, second, _ = (
            stored(connection, number, published=When(WEEK.start + (number - 1) * DAY))
            for number in range(4)
        )
        for one in (old, first, second):
            seen_in(connection, one.id, f"mine{one.id}", mine=True)
        found = resources.mine_posts(connection, WEEK.start, WEEK.end)
        assert numbers(found) == [2, 1]
        assert all(one.mine for one in found)
        issue = issues.create(connection, week(7), content(first), NOW)
        assert numbers(resources.mine_posts(connection, WEEK.start, WEEK.end)) == [2]
        again = resources.mine_posts(connection, WEEK.start, WEEK.end, for_issue=issue.id)
        assert numbers(again) == [2, 1]


def test_what_recent_issues_had(database: Database) -> None:
    with database.begin() as connection:
        one, two, three = (stored(connection, number) for number in (1, 2, 3))
        early = issues.create(connection, week(6), content(one), NOW - 14 * DAY)
        late = issues.create(connection, week(7), content(two), NOW - 7 * DAY)
        issues.create(connection, WEEK, content(three), NOW)
        for issue in (early, late):
            issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
        found = resources.issued_since(connection, NOW - 14 * DAY)
        assert [(one.issue_number, *numbers([one])) for one in found] == [(1, 1), (2, 2)]
        assert numbers(resources.issued_since(connection, NOW - 8 * DAY)) == [2]
