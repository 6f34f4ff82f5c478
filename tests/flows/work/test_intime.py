"""Looks side by side, as far as they are done in time."""

from __future__ import annotations

from threading import Barrier, Event

from curator.flows.work.intime import in_time


def test_each_is_looked_at_once() -> None:
    found = in_time(lambda number: number * number, range(100), seconds=30, threads=8)
    assert sorted(found) == [(number, number * number) for number in range(100)]


def test_they_go_side_by_side() -> None:
    together = Barrier(4)
    found = in_time(lambda _: together.wait(30), range(4), seconds=30, threads=4)
    assert len(found) == 4


def test_what_hangs_is_left_behind_and_nothing_is_begun_after_it() -> None:
    let_go, begun = Event(), list[str]()

    def look(name: str) -> str:
        begun.append(name)
        if name == "hangs":
            let_go.wait(30)
        return name.upper()

    found = in_time(look, ["quick", "hangs", "never"], seconds=0.2, threads=1)
    let_go.set()
    assert found == [("quick", "QUICK")]
    assert begun == ["quick", "hangs"]


def test_nothing_to_look_at() -> None:
    assert in_time(str, [], seconds=1, threads=4) == []
