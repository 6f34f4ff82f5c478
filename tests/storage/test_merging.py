"""Two rows that turn out to be one thing become one, and lose nothing."""

from __future__ import annotations

from dataclasses import replace

from curator.model import Correction, Feedback, PageState, ReadingStatus, Resource, Verdict
from curator.storage import corrections, feedback, issues, reading, resources
from curator.storage.engine.database import Connection, Database
from tests.storage.examples import NOW, WEEK, content, resource, stored, week
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


# --------------------------------------------------------------------------- claims

CLAIM = "A page that only says it is paper 1"


def claims(connection: Connection, number: int, key_of: Resource) -> int:
    """A page of its own says that it is what ``key_of`` is."""
    one = stored(connection, number)
    page = replace(one.resource, key=key_of.key, title=CLAIM, text="Pills.", claimed=True)
    return resources.save_enriched(connection, one.id, page, state=PageState.OK, now=NOW)


def test_a_page_that_claims_to_be_a_known_thing_changes_nothing_of_it(database: Database) -> None:
    with database.begin() as connection:
        paper = stored(connection, 1)
        seen_in(connection, paper.id, "blog")
        resources.save_enriched(connection, paper.id, paper.resource, state=PageState.OK, now=NOW)
        assert claims(connection, 2, paper.resource) == paper.id
        found = resources.get(connection, paper.resource.key)
        assert (found.id, found.resource, found.state) == (paper.id, paper.resource, PageState.OK)
        assert resources.to_enrich(connection, NOW) == []


def test_nor_where_the_things_own_page_could_not_be_read_yet(database: Database) -> None:
    with database.begin() as connection:
        paper = stored(connection, 1)
        assert claims(connection, 2, paper.resource) == paper.id
        (due,) = resources.to_enrich(connection, NOW)
    assert due.resource == paper.resource


def test_a_page_that_claimed_to_be_a_thing_gives_way_once_the_thing_is_linked(
    database: Database,
) -> None:
    thing = resource(1, key="doi:10.1000/1", url="https://doi.org/10.1000/1")
    with database.begin() as connection:
        first = claims(connection, 2, thing)
        assert resources.get(connection, thing.key).resource.title == CLAIM
        assert resources.upsert(connection, thing, now=NOW) == first
        (due,) = resources.to_enrich(connection, NOW)
    assert due.resource == thing


def test_a_page_that_turns_out_to_be_the_thing_itself_replaces_one_that_claimed_it(
    database: Database,
) -> None:
    with database.begin() as connection:
        other = stored(connection, 3)
        thing = replace(other.resource, key="arxiv:1706.03762", text="The paper.")
        first = claims(connection, 2, thing)
        one = resources.save_enriched(connection, other.id, thing, state=PageState.OK, now=NOW)
        found = resources.get(connection, thing.key)
    assert (one, found.resource) == (first, thing)


def test_a_claim_that_was_in_an_issue_keeps_its_row_and_becomes_the_thing(
    database: Database,
) -> None:
    with database.begin() as connection:
        paper, page = stored(connection, 1), stored(connection, 2)
        issues.create(connection, WEEK, content(page), NOW)
        made = replace(page.resource, key=paper.resource.key, title=CLAIM, claimed=True)
        one = resources.save_enriched(connection, page.id, made, state=PageState.OK, now=NOW)
        (due,) = resources.to_enrich(connection, NOW)
    assert (one, due.id, due.resource) == (page.id, page.id, paper.resource)
