"""Which letter goes next."""

from __future__ import annotations

import time
from collections.abc import Collection
from threading import Event

from curator.mail.letters import Letter, Stationery
from curator.mail.supply import MOST_RETURNS, Supply
from curator.mail.throttle import Limits, Throttle
from curator.model import Addressee, Delivery, DeliveryState
from tests.mail.examples import NEWSLETTER, NOW, RING

PAPER = Stationery({}, ring=RING, sender=NEWSLETTER.sender)


def letter(number: int, domain: str = "one.example") -> Letter:
    delivery = Delivery(number, 1, number, f"r{number}@{domain}", DeliveryState.QUEUED)
    return PAPER.letter(delivery, Addressee(number, "", NOW.date()))


class Store:
    """Rows that are due, handed out a few at a time."""

    def __init__(self, *letters: Letter, batch: int = 2) -> None:
        self.rows = list(letters)
        self.batch = batch
        self.asked: list[set[str]] = []

    def claim(self, except_domains: Collection[str]) -> list[Letter]:
        self.asked.append(set(except_domains))
        found = [one for one in self.rows if one.domain not in except_domains][: self.batch]
        self.rows = [one for one in self.rows if one not in found]
        return found


def numbers(supply: Supply) -> list[int]:
    found = []
    while (one := supply.poll()) is not None:
        found.append(one.delivery.id)
    return found


def test_everything_due_comes_in_order_and_in_batches() -> None:
    store = Store(*map(letter, range(5)))
    assert numbers(Supply(store.claim, Throttle(), Event())) == [0, 1, 2, 3, 4]
    assert len(store.asked) == 4, "two, two, one, and nothing more"


def test_a_domain_that_asked_for_patience_holds_up_nobody_else() -> None:
    store = Store(letter(0), letter(1), letter(2, "two.example"))
    supply = Supply(store.claim, Throttle(), Event())
    assert supply.poll() is not None
    assert supply.complained("one.example") > 0
    assert numbers(supply) == [2]
    assert set(supply.patience()) == {"one.example"}
    assert "one.example" in store.asked[-1], "no more rows of it are claimed"


def test_an_allowance_is_the_end() -> None:
    store = Store(*map(letter, range(5)))
    supply = Supply(store.claim, Throttle(), Event(), allowance=3)
    assert numbers(supply) == [0, 1, 2]
    assert not supply.expects_more()


def test_a_letter_given_back_goes_first_but_not_for_ever() -> None:
    store = Store(*map(letter, range(3)))
    supply = Supply(store.claim, Throttle(), Event())
    first = supply.poll()
    assert first is not None
    for _ in range(MOST_RETURNS):
        assert supply.give_back(first)
        assert supply.poll() is first
    assert not supply.give_back(first)


def test_a_stop_hands_out_nothing_more() -> None:
    stop = Event()
    supply = Supply(Store(letter(0)).claim, Throttle(), stop)
    stop.set()
    assert supply.next() == (None, None)
    assert not supply.expects_more()


def test_a_letter_given_back_does_not_use_up_the_allowance() -> None:
    supply = Supply(Store(letter(0), letter(1)).claim, Throttle(), Event(), allowance=2)
    first = supply.poll()
    assert first is not None
    supply.give_back(first)
    assert numbers(supply) == [0, 1]


def test_where_a_rate_forbids_a_letter_the_wait_is_told() -> None:
    store = Store(*map(letter, range(60)), batch=60)
    supply = Supply(store.claim, Throttle(Limits(total=5)), Event())
    numbers(supply)
    one, wait = supply.next()
    assert one is None
    assert wait is not None
    assert 0 < wait <= 1 / 5
    assert supply.expects_more(), "soon"


def test_a_domain_that_wants_long_patience_is_not_worth_a_connection() -> None:
    supply = Supply(Store(letter(0), letter(1), batch=2).claim, Throttle(), Event())
    supply.poll()
    supply.complained("one.example")
    assert not supply.expects_more()


def test_a_domain_of_its_own_rate_is_served_to_its_last_letter() -> None:
    store = Store(*map(letter, range(9)), batch=2)
    supply = Supply(store.claim, Throttle(Limits(per_domain=200)), Event())
    found = []
    one, wait = supply.next()
    while one is not None or wait is not None:
        found += [one.delivery.id] if one else []
        time.sleep(wait or 0)
        one, wait = supply.next()
    assert found == list(range(9))


def test_the_database_is_not_asked_again_and_again() -> None:
    store = Store(letter(0), letter(1), batch=2)
    supply = Supply(store.claim, Throttle(), Event())
    supply.poll()
    supply.complained("one.example")
    for _ in range(10):
        assert supply.poll() is None
    assert len(store.asked) == 2
