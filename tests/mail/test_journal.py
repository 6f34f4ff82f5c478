"""Group commit: durable before granted, one commit for many."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from curator.errors import StorageError
from curator.mail.journal import Journal
from curator.model import DeliveryState
from curator.storage.deliveries import Outcome
from tests.mail.examples import NOW


class Book:
    """Remembers each commit."""

    def __init__(self, *, refuse: frozenset[int] = frozenset(), fail: bool = False) -> None:
        self.commits: list[tuple[list[int], list[int]]] = []
        self.refuse = refuse
        self.fail = fail

    def __call__(self, inflight: Sequence[int], outcomes: Sequence[Outcome]) -> set[int]:
        if self.fail:
            raise StorageError("the disk is full")
        self.commits.append((list(inflight), [outcome.id for outcome in outcomes]))
        return set(inflight) - self.refuse


def sent(number: int) -> Outcome:
    return Outcome(number, DeliveryState.SENT, NOW)


def test_what_is_granted_has_been_committed_together() -> None:
    book = Book()
    assert Journal(book).inflight((1, 2, 3)) == {1, 2, 3}
    assert book.commits == [([1, 2, 3], [])]


def test_what_storage_does_not_grant_may_not_be_sent() -> None:
    assert Journal(Book(refuse=frozenset({2}))).inflight((1, 2)) == {1}


def test_outcomes_travel_with_the_next_request() -> None:
    book = Book()
    journal = Journal(book, linger_seconds=60)
    journal.inflight((1,))
    journal.record(sent(1))
    journal.settle()
    journal.inflight((2,))
    journal.settle(now=True)
    assert book.commits == [([1], []), ([2], [1])]


def test_outcomes_that_nothing_follows_are_written_soon() -> None:
    book = Book()
    journal = Journal(book, linger_seconds=0)
    journal.record(sent(1))
    journal.settle()
    assert book.commits == [([], [1])]


def test_the_last_outcomes_are_written_at_the_end() -> None:
    book = Book()
    journal = Journal(book, linger_seconds=60)
    journal.record(sent(1))
    journal.settle(now=True)
    assert book.commits == [([], [1])]


def test_outcomes_that_could_not_be_written_are_not_forgotten() -> None:
    book = Book(fail=True)
    journal = Journal(book)
    journal.record(sent(1))
    with pytest.raises(StorageError):
        journal.inflight((2,))
    book.fail = False
    journal.settle(now=True)
    assert book.commits == [([], [1])]


def test_where_the_journal_cannot_be_written_nothing_is_granted() -> None:
    with pytest.raises(StorageError, match="disk is full"):
        Journal(Book(fail=True)).inflight((1,))
