"""Two rows that turn out to be one thing become one, and lose nothing."""

from __future__ import annotations

from dataclasses import replace

from curator.model import Correction, Feedback, PageState, ReadingStatus, Resource, Verdict
from curator.storage import corrections, feedback, issues, reading, resources
from curator.storage.engine.database import Connection, Database
from tests.storage.examples import NOW, WEEK, content, stored, week
from tests.storage.test_resources import seen_in


def join(connection: Connection, one: int, key_of: Resource) -> int:
    """Enriching ``one`` shows that it is the resource with the key of ``key_of``."""
    return resources.save_enriched(
        connection, one, replace(key_of, text="from the page"), state=PageState.OK, now=NOW
    )


def test_sightings_entries_and_keys_move(database: Database) -> None:
    with database.begin() as connection:
        first, second = stored(connection, 1), stored(connection, 2)
        seen_in(connection, first.id, "blog")
        seen_in(connection, second.id, "news")
        assert join(connection, second.id, first.resource) == first.id
        found = resources.get(connection, second.resource.key)
    assert found.id == first.id
    assert set(found.sources) == {"blog", "news"}
    assert found.resource.text == "from the page"


def test_the_authors_words_move_unless_there_are_others(database: Database) -> None:
    with database.begin() as connection:
        first, second, third = (stored(connection, number) for number in (1, 2, 3))
        reading.add(connection, second.id, now=NOW, note="read me")
        for one in (first, second):
            correction = Correction(one.resource.key, "vision", positive=one is first, at=NOW)
            corrections.add(connection, correction)
        corrections.add(connection, Correction(second.resource.key, "nlp", positive=True, at=NOW))
        feedback.add(connection, Feedback(second.id, Verdict.PIN, NOW))
        resources.mark_duplicate(connection, third.id, second.id)
        join(connection, second.id, first.resource)
        (item,) = reading.list_(connection)
        said = {one.topic: one.positive for one in corrections.of(connection, first.resource.key)}
        assert (item.resource_id, item.note) == (first.id, "read me")
        assert item.status is ReadingStatus.QUEUED
        assert said == {"vision": True, "nlp": True}
        assert feedback.list_(connection) == [Feedback(first.id, Verdict.PIN, NOW)]
        assert resources.get(connection, third.id).duplicate_of == first.id


def test_what_was_in_an_issue_stays(database: Database) -> None:
    with database.begin() as connection:
        first, second = stored(connection, 1), stored(connection, 2)
        issues.create(connection, WEEK, content(second), NOW)
        assert join(connection, second.id, first.resource) == second.id
        found = resources.get(connection, first.resource.key)
    assert found.id == second.id
    assert found.resource.key == first.resource.key


def test_two_that_were_in_issues_both_stay(database: Database) -> None:
    with database.begin() as connection:
        first, second = stored(connection, 1), stored(connection, 2)
        issues.create(connection, WEEK, content(first), NOW)
        issues.create(connection, week(9), content(second), NOW)
        assert join(connection, second.id, first.resource) == first.id
        left = resources.get(connection, second.id)
    assert left.duplicate_of == first.id
