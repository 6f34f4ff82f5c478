"""Rates per domain and in all: they hold, they yield, they recover."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.mail.throttle import (
    MIN_COOLDOWN,
    SLOWEST,
    Limits,
    Throttle,
    allowance,
    warm_up,
)


def sent_in(throttle: Throttle, domain: str, seconds: float, start: float = 0.0) -> int:
    """How many mails go out in so many seconds if one is always waiting."""
    now, sent = start, 0
    while now <= start + seconds:
        wait = throttle.wait(domain, now)
        if wait <= 1e-9:
            throttle.take(domain, now)
            sent += 1
        now += max(wait, 1e-6)
    return sent


def test_without_limits_nothing_waits() -> None:
    throttle = Throttle()
    for _ in range(1000):
        assert throttle.wait("a.example", 0.0) == 0
        throttle.take("a.example", 0.0)


@given(rate=st.floats(0.5, 500))
def test_a_limit_is_what_goes_out(rate: float) -> None:
    throttle = Throttle(Limits(total=rate))
    sent = sent_in(throttle, "a.example", 10)
    assert rate * 10 * 0.9 - 1 <= sent <= rate * 10 + max(1, rate) + 1


def test_domains_have_limits_of_their_own() -> None:
    throttle = Throttle(Limits(per_domain=10, domains={"slow.example": 1}))
    assert sent_in(throttle, "slow.example", 10) == pytest.approx(11, abs=1)
    assert sent_in(throttle, "other.example", 10) == pytest.approx(110, abs=10)


def test_a_complaint_closes_the_domain_and_halves_its_rate() -> None:
    throttle = Throttle(Limits(per_domain=10))
    throttle.take("a.example", 0.0)
    opens = throttle.complained("a.example", 1.0)
    assert opens == 1.0 + MIN_COOLDOWN
    assert throttle.closed(2.0) == {"a.example": opens - 2.0}
    assert throttle.wait("b.example", 2.0) == 0
    assert sent_in(throttle, "a.example", 10, start=opens) == pytest.approx(50, abs=6)


def test_complaints_in_a_row_wait_longer_and_stop_at_a_floor() -> None:
    throttle = Throttle(Limits(per_domain=10))
    now, waits = 0.0, []
    for _ in range(12):
        opens = throttle.complained("a.example", now)
        waits.append(opens - now)
        now = opens
    assert waits[:4] == [300, 600, 1200, 2400]
    assert max(waits) <= 4 * 3600
    throttle.take("a.example", now)
    assert throttle.wait("a.example", now) <= 1 / SLOWEST + 1


def test_a_domain_that_takes_mail_again_comes_back_to_its_limit() -> None:
    throttle = Throttle(Limits(per_domain=10))
    opens = throttle.complained("a.example", 0.0)
    for _ in range(200):
        throttle.accepted("a.example")
    assert sent_in(throttle, "a.example", 10, start=opens) == pytest.approx(105, abs=6)


def test_a_new_domain_warms_up_over_six_weeks() -> None:
    days = [warm_up(day) for day in range(43)]
    assert days[0] == 200
    assert days[-2] is not None
    assert days[-2] >= 199_999
    assert days[-1] is None
    numbers = [day for day in days if day is not None]
    assert numbers == sorted(numbers)


def test_the_smaller_limit_of_the_day_counts() -> None:
    assert allowance(Limits(), 0, 10**6) is None
    assert allowance(Limits(daily=500), 0, 120) == 380
    assert allowance(Limits(daily=500, warm_up=True), 0, 120) == 80
    assert allowance(Limits(warm_up=True), 100, 10**6) is None
    assert allowance(Limits(daily=100), 0, 120) == 0
