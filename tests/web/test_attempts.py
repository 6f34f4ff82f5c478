"""Guessing the desk's password: few attempts, however they are sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from curator.web.attempts import Attempts
from tests.web.house import NOW


def test_many_at_the_same_instant_are_no_more_than_one_after_another() -> None:
    attempts = Attempts()
    with ThreadPoolExecutor(20) as pool:
        begun = list(pool.map(lambda _: attempts.begin("192.0.2.0/24", NOW), range(100)))
    assert begun.count(True) == Attempts.PER_NETWORK


def test_many_networks_together_get_no_more_than_some() -> None:
    attempts = Attempts()
    begun = [attempts.begin(f"10.0.{number}.0/24", NOW) for number in range(200)]
    assert begun.count(True) == Attempts.TOTAL


def test_the_right_password_does_not_count() -> None:
    attempts = Attempts()
    for _ in range(3 * Attempts.PER_NETWORK):
        assert attempts.begin("192.0.2.0/24", NOW)
        attempts.right("192.0.2.0/24")


def test_a_new_quarter_of_an_hour_begins_anew() -> None:
    attempts = Attempts()
    later = NOW + Attempts.WINDOW + timedelta(seconds=1)
    for now in (NOW, later):
        assert [attempts.begin("", now) for _ in range(6)] == [True] * 5 + [False]
