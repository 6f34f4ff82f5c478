"""Search: the same answers from both engines, whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.model import IssueState, Kind, Tag, Tags
from curator.storage import issues, resources, search
from curator.storage.engine.database import Connection, Database
from curator.storage.search import MARKS, Term
from tests.storage.examples import NOW, WEEK, content, resource, stored


@pytest.fixture(autouse=True)
def _library(database: Database) -> None:
    with database.begin() as connection:
        stored(connection, 1, title="Convolutional networks", summary="Kernels that slide.")
        stored(connection, 2, title="Recurrent networks", text="They read a word at a time. " * 50)
        stored(connection, 3, title="A café in Paris", authors=("Grace Hopper",), kind=Kind.VIDEO)


def found(connection: Connection, query: str, **more: object) -> list[int]:
    """The ids that match."""
    return [hit.resource_id for hit in search.find(connection, query, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("convolutional", [1]),
        ("NETWORK", [1, 2]),
        ("networks reading", [2]),
        ('"word at a time"', [2]),
        ('"time at a word"', []),
        ("networks -recurrent", [1]),
        ("hopper", [3]),
        ("kernel", [1]),
        ("nowhere", []),
        ("", []),
        ("-networks", []),
        ("   ", []),
        ('"', []),
        ("networks OR", [1, 2]),
        ("the networks", [1, 2]),
        ("the", []),
        ("café", [3]),
        ("CAFE", [3]),
        ("title:convolutional", []),
        ("conv*", []),
    ],
)
def test_queries(database: Database, query: str, ids: list[int]) -> None:
    with database.read() as connection:
        assert sorted(found(connection, query)) == ids


def test_a_title_counts_more_than_the_text(database: Database) -> None:
    with database.begin() as connection:
        stored(connection, 4, title="Other", text="networks " + "and more " * 30)
        assert found(connection, "networks")[-1] == 4


def test_snippets_show_the_match(database: Database) -> None:
    with database.read() as connection:
        (hit,) = search.find(connection, "kernels")
    assert f"{MARKS[0]}Kernels{MARKS[1]} that slide" in hit.snippet


def test_marks_of_hostile_texts_are_taken_out(database: Database) -> None:
    with database.begin() as connection:
        stored(connection, 4, title="evil \x02text\x03 \x00 \ud800", text="x" * 9000)
        (hit,) = search.find(connection, "evil")
    assert hit.snippet.count(MARKS[0]) == hit.snippet.count(MARKS[1]) == 1


def test_filters_and_pages(database: Database) -> None:
    with database.begin() as connection:
        tags = Tags(topics=(Tag("vision", 0.9),), model_version="v1")
        resources.save_tags(connection, 1, tags)
        assert found(connection, "networks", topics=["vision", "x"]) == [1]
        assert len(found(connection, "networks", limit=1)) == 1
        assert len(found(connection, "networks", limit=5, offset=1)) == 1


def test_only_what_was_in_an_issue_that_is_out(database: Database) -> None:
    with database.begin() as connection:
        issue = issues.create(connection, WEEK, content(resources.get(connection, 1)), NOW)
        assert found(connection, "networks", picked=True) == []
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
        assert found(connection, "networks", picked=True) == [1]


def test_what_changed_is_found_by_what_it_says_now(database: Database) -> None:
    with database.begin() as connection:
        changed = resource(1, title="Transformers")
        resources.upsert(connection, changed, now=NOW, prefer_new=True)
        resources.mark_duplicate(connection, 2, 1)
        assert found(connection, "convolutional") == []
        assert found(connection, "transformers") == [1]
        assert found(connection, "recurrent") == []


@pytest.fixture
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MANY", 3)


@pytest.mark.usefixtures("_few_are_many")
def test_of_words_that_most_have_those_in_front_are_enough_for_a_page(database: Database) -> None:
    with database.begin() as connection:
        for number in range(4, 8):
            front = "Gradients" if number < 6 else "Other things"
            stored(connection, number, title=front, text="Gradients, and plenty of noise.")
    with database.read() as connection:
        assert set(found(connection, "gradients", limit=2)) == {4, 5}
        assert set(found(connection, "gradients", limit=3)) >= {4, 5}
        assert len(found(connection, "gradients", limit=3, offset=1)) == 3
        assert found(connection, "gradients -noise", limit=2) == []


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.text(st.characters(), max_size=60))
def test_no_query_fails(database: Database, query: str) -> None:
    with database.read() as connection:
        search.find(connection, query)


def test_a_query_is_words_and_phrases() -> None:
    assert search.parse('Deep "Neural nets" -old -"very old" "" -') == [
        Term(("deep",)),
        Term(("neural", "nets")),
        Term(("old",), wanted=False),
        Term(("very", "old"), wanted=False),
    ]
