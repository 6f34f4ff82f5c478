"""What an answer does to a delivery, and when an issue stops."""

from __future__ import annotations

from datetime import timedelta

import pytest

from curator.mail.outcome import (
    BACK_OFF,
    JITTER,
    MOST_REFUSED,
    Breaker,
    after_reply,
    maybe_sent,
    not_sent,
    retry_at,
)
from curator.mail.replies import Reply, Stage, parse
from curator.model import Delivery, DeliveryState
from tests.mail.examples import NOW

BAD = parse(550, "5.1.1 no such user")
POLICY = parse(550, "5.7.26 DMARC")


def delivery(number: int = 1, **changes: object) -> Delivery:
    values = {"issue_id": 1, "subscriber_id": number, "address": "ada@one.example"}
    return Delivery(number, state=DeliveryState.INFLIGHT, **{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reply", "state", "again"),
    [
        (Reply(250, "2.0.0 ok"), DeliveryState.SENT, False),
        (parse(451, "4.3.0 later"), DeliveryState.DEFERRED, True),
        (parse(421, "4.7.0 slower"), DeliveryState.DEFERRED, True),
        (BAD, DeliveryState.FAILED, False),
        (parse(552, "5.2.2 full"), DeliveryState.FAILED, False),
        (POLICY, DeliveryState.DEFERRED, True),
    ],
)
def test_the_next_state(reply: Reply, state: DeliveryState, again: bool) -> None:
    found = after_reply(delivery(), reply, NOW)
    assert (found.state, found.next_at is not None) == (state, again)
    assert found.code == reply.code


def test_a_mail_that_is_refused_because_of_us_waits_once_and_then_fails() -> None:
    again = delivery(code=550, enhanced="5.7.26")
    assert after_reply(again, POLICY, NOW).state is DeliveryState.FAILED
    bare = parse(554, "blocked, see our policy")
    assert after_reply(delivery(code=554), bare, NOW).state is DeliveryState.FAILED
    assert after_reply(delivery(code=451), bare, NOW).state is DeliveryState.DEFERRED


def test_a_mail_whose_sender_is_refused_waits_however_often() -> None:
    """Nobody has been asked about the reader yet."""
    sender = parse(550, "5.7.1 sender not allowed", Stage.MAIL)
    again = delivery(code=550, enhanced="5.7.1")
    assert after_reply(again, sender, NOW).state is DeliveryState.DEFERRED
    assert "sender not allowed" in (Breaker().reason(sender, again) or "")


def test_pauses_grow_spread_a_little_and_are_the_same_for_the_same_attempt() -> None:
    for attempt, pause in enumerate((*BACK_OFF, BACK_OFF[-1])):
        at = retry_at(delivery(attempts=attempt), NOW)
        assert at == retry_at(delivery(attempts=attempt), NOW)
        assert pause * (1 - JITTER) <= at - NOW <= pause * (1 + JITTER)
    spread = {retry_at(delivery(number), NOW) for number in range(20)}
    assert len(spread) == 20, "a storm does not come back all at once"


def test_before_its_last_octet_nobody_has_a_mail_and_after_it_perhaps() -> None:
    assert not_sent(delivery(), "broke", NOW).state is DeliveryState.DEFERRED
    assert maybe_sent(delivery(), "broke", NOW, resend=True).state is DeliveryState.DEFERRED
    held = maybe_sent(delivery(), "broke", NOW, resend=False)
    assert (held.state, held.next_at) == (DeliveryState.UNKNOWN, None)


# --------------------------------------------------------------------------- the breaker


def test_one_refusal_of_us_stops_at_once_but_not_twice_for_the_same_mail() -> None:
    breaker = Breaker()
    assert "curator doctor" in (breaker.reason(POLICY, delivery()) or "")
    assert breaker.reason(POLICY, delivery(code=550, enhanced="5.7.26")) is None


def test_a_few_bad_addresses_are_normal_and_many_in_a_row_of_answers_are_not() -> None:
    breaker = Breaker()
    answers = [breaker.reason(BAD, delivery(number)) for number in range(MOST_REFUSED + 1)]
    assert answers[:-1] == [None] * MOST_REFUSED
    assert f"{MOST_REFUSED + 1} of the last" in (answers[-1] or "")


def test_bad_addresses_far_apart_never_stop_an_issue() -> None:
    breaker = Breaker()
    for number in range(2000):
        reply = BAD if number % 50 == 0 else Reply(250, "ok")
        assert breaker.reason(reply, delivery(number)) is None


def test_what_is_only_late_does_not_count() -> None:
    breaker = Breaker()
    late = parse(451, "4.3.0 later")
    assert {breaker.reason(late, delivery(number)) for number in range(300)} == {None}
    assert retry_at(delivery(), NOW) > NOW + timedelta(minutes=3)
