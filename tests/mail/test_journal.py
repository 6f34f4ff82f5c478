"""Group commit: durable before granted, one commit for many, and nobody hangs."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import pytest

from curator.errors import StorageError
from curator.mail.journal import Journal
from curator.model import DeliveryState
from curator.storage.deliveries import Outcome
from tests.mail.examples import NOW


class Book:
    """Remembers each commit; slow enough that requests gather."""

    def __init__(self, *, refuse: frozenset[int] = frozenset(), fail: bool = False) -> None:
        self.commits: list[tuple[list[int], list[int]]] = []
        self.refuse = refuse
        self.fail = fail

    def __call__(self, inflight: Sequence[int], outcomes: Sequence[Outcome]) -> set[int]:
        time.sleep(0.01)
        if self.fail:
            raise StorageError("the disk is full")
        self.commits.append((list(inflight), [outcome.id for outcome in outcomes]))
        return set(inflight) - self.refuse


def sent(number: int) -> Outcome:
    return Outcome(number, DeliveryState.SENT, NOW)


def test_what_is_granted_has_been_committed() -> None:
    book = Book()
    with Journal(book) as journal:
        assert journal.inflight(1)
        assert book.commits == [([1], [])]


def test_what_storage_does_not_grant_may_not_be_sent() -> None:
    with Journal(Book(refuse=frozenset({2}))) as journal:
        assert journal.inflight(1)
        assert not journal.inflight(2)


def test_threads_share_commits() -> None:
    book = Book()
    granted = []
    with Journal(book) as journal:
        threads = [
            threading.Thread(target=lambda number=number: granted.append(journal.inflight(number)))
            for number in range(40)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert granted == [True] * 40
    assert len(book.commits) < 20


def test_outcomes_travel_with_the_next_request() -> None:
    book = Book()
    with Journal(book, linger_seconds=60) as journal:
        journal.inflight(1)
        journal.record(sent(1))
        journal.inflight(2)
    assert book.commits == [([1], []), ([2], [1])]


def test_the_last_outcomes_are_written_at_the_end() -> None:
    book = Book()
    with Journal(book, linger_seconds=60) as journal:
        journal.inflight(1)
        journal.record(sent(1))
    assert book.commits[-1] == ([], [1])


def test_a_journal_that_cannot_be_written_stops_everybody() -> None:
    journal = Journal(Book(fail=True))
    journal.__enter__()
    with pytest.raises(StorageError, match="disk is full"):
        journal.inflight(1)
    with pytest.raises(StorageError, match="disk is full"):
        journal.inflight(2)
    with pytest.raises(StorageError, match="disk is full"):
        journal.__exit__(None, None, None)
