"""Turns: one at a time, in the order of asking, and nobody is forgotten."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from curator.storage.engine.turns import Turns

PATIENCE = 60.0
MANY = 8


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_whoever_asked_first_comes_first() -> None:
    turns, order = Turns(), list[int]()

    def ask(number: int) -> None:
        assert turns.take(PATIENCE)
        order.append(number)
        turns.give()

    assert turns.take(0)
    with ThreadPoolExecutor(MANY) as pool:
        for number in range(MANY):
            pool.submit(ask, number)
            until(lambda number=number: len(turns._waiting) == number + 1)  # type: ignore[misc]
        turns.give()
    assert order == list(range(MANY))


def test_one_who_asks_again_at_once_comes_after_those_who_wait() -> None:
    turns, order = Turns(), list[str]()

    def wait() -> None:
        turns.take(PATIENCE)
        order.append("other")
        turns.give()

    assert turns.take(0)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(wait)
        until(lambda: bool(turns._waiting))
        turns.give()
        assert turns.take(PATIENCE)
        order.append("again")
        turns.give()
    assert order == ["other", "again"]


def test_who_cannot_wait_longer_is_told_and_stands_in_nobodys_way() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0)
