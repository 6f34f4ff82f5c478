"""Values that an object makes when they are first asked for."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from time import sleep

from curator.once import Once


class Weaver:
    """Makes a loom, and counts how many."""

    def __init__(self) -> None:
        self.made = 0

    @Once
    def wood(self) -> str:
        """What looms are made of."""
        return "ash"

    @Once
    def loom(self) -> str:
        """A loom, which takes a while."""
        sleep(0.02)
        self.made += 1
        return f"loom {self.made} of {self.wood}"


def test_threads_that_ask_at_the_same_time_get_one() -> None:
    weaver, together = Weaver(), threading.Barrier(8)

    def ask(_: int) -> str:
        together.wait()
        return weaver.loom

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {"loom 1 of ash"}


def test_each_object_has_its_own_and_one_taken_out_is_made_anew() -> None:
    weaver, other = Weaver(), Weaver()
    assert weaver.loom == other.loom == "loom 1 of ash"
    del weaver.__dict__["loom"]
    assert weaver.loom == "loom 2 of ash"
    assert other.made == 1


def test_on_the_class_it_is_itself_and_says_what_it_makes() -> None:
    assert isinstance(Weaver.loom, Once)
    assert Weaver.loom.__doc__ == "A loom, which takes a while."
