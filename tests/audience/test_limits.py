"""How many confirm mails may leave: attempts in, the limit that forbids one more out."""

from __future__ import annotations

import pytest

from curator.audience.limits import Limits, exceeded, under_attack
from curator.model import Attempts

LIMITS = Limits(
    address_hour=1,
    address_week=3,
    network_hour=10,
    busy_hour=200,
    total_hour=5000,
    proof_from=100,
)


@pytest.mark.parametrize(
    ("attempts", "reason"),
    [
        (Attempts(), None),
        (Attempts(address_hour=1, address_week=1), "address"),
        (Attempts(address_week=3), "address"),
        (Attempts(address_week=2, network_hour=9, total_hour=199), None),
        (Attempts(network_hour=10), "network"),
        (Attempts(network_hour=1, total_hour=199), None),
        (Attempts(network_hour=1, total_hour=200), "network"),
        (Attempts(network_hour=0, total_hour=200), None),
        (Attempts(network_hour=0, total_hour=4999), None),
        (Attempts(network_hour=0, total_hour=5000), "total"),
    ],
)
def test_each_limit_forbids_the_next_one(attempts: Attempts, reason: str | None) -> None:
    assert exceeded(LIMITS, attempts) == reason


def test_work_is_asked_for_from_so_many_on() -> None:
    assert not under_attack(LIMITS, Attempts(total_hour=99))
    assert under_attack(LIMITS, Attempts(total_hour=100))
