"""Hosts side by side, the pages of one host one after another."""

from __future__ import annotations

import threading

from curator.flows.work.hostwise import PER_HOST, side_by_side, turns
from curator.model import Resource, StoredResource


def stored(number: int, host: str) -> StoredResource:
    return StoredResource(number, Resource(f"k{number}", f"https://{host}/{number}", "T"))


def test_each_host_has_a_queue_and_a_turn() -> None:
    many = [stored(number, "a.example") for number in range(PER_HOST + 2)]
    by_host, later = turns([*many, stored(99, "b.example")])
    assert [one.id for one in by_host["b.example"]] == [99]
    assert by_host["a.example"] + later == many
    assert len(later) == 2


def test_hosts_are_looked_at_side_by_side_and_each_in_order() -> None:
    both = threading.Barrier(2, timeout=10)

    def look(_host: str, one: StoredResource) -> int | None:
        both.wait()
        return None if one.id == 2 else one.id

    by_host, _ = turns([stored(number, f"{number % 2}.example") for number in range(6)])
    found = list(side_by_side(by_host, look, threading.Event(), threads=8))
    assert [one for one in found if one % 2] == [1, 3, 5]
    assert [one for one in found if not one % 2] == [0, 4]


def test_once_stopped_no_look_is_begun() -> None:
    stop = threading.Event()

    def look(_host: str, one: StoredResource) -> int:
        stop.set()
        return one.id

    by_host, _ = turns([stored(number, "a.example") for number in range(3)])
    assert list(side_by_side(by_host, look, stop, threads=8)) == [0]


def test_no_more_hosts_at_a_time_than_threads() -> None:
    busy = threading.Lock()

    def look(_host: str, one: StoredResource) -> int:
        assert busy.acquire(blocking=False)
        busy.release()
        return one.id

    by_host, _ = turns([stored(number, f"{number}.example") for number in range(40)])
    found = list(side_by_side(by_host, look, threading.Event(), threads=1))
    assert sorted(found) == list(range(40))
