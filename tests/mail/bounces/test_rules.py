"""Who pays for a bounce."""

from __future__ import annotations

import pytest

from curator.mail.bounces.rules import Action, Past, decide, soft_of_last
from curator.mail.replies import Verdict


def test_a_bad_address_is_suppressed_at_once() -> None:
    assert decide(Verdict.BAD_ADDRESS, Past(bad_at_domain=1)) is Action.SUPPRESS


def test_a_broken_domain_costs_nobody_their_place_the_first_time() -> None:
    broken = Past(bad_at_domain=5, taken_at_domain=0)
    assert decide(Verdict.BAD_ADDRESS, broken) is Action.NOTHING
    again = Past(bad_at_domain=5, taken_at_domain=0, bad_before=1)
    assert decide(Verdict.BAD_ADDRESS, again) is Action.SUPPRESS
    busy = Past(bad_at_domain=5, taken_at_domain=400)
    assert decide(Verdict.BAD_ADDRESS, busy) is Action.SUPPRESS


def test_policy_is_our_fault() -> None:
    assert decide(Verdict.POLICY, Past(soft_of_last=5, bad_before=5)) is Action.PAUSE_ISSUE


def test_one_readers_word_by_mail_stops_no_issue() -> None:
    alone, several = Past(policy_in_issue=1), Past(policy_in_issue=3)
    assert decide(Verdict.POLICY, alone, by_mail=True) is Action.NOTHING
    assert decide(Verdict.POLICY, several, by_mail=True) is Action.PAUSE_ISSUE
    assert decide(Verdict.POLICY, alone) is Action.PAUSE_ISSUE


@pytest.mark.parametrize("verdict", [Verdict.FULL, Verdict.REFUSED, Verdict.DEFERRED])
def test_soft_failures_pause_a_reader_after_three_of_five(verdict: Verdict) -> None:
    assert decide(verdict, Past(soft_of_last=2)) is Action.NOTHING
    assert decide(verdict, Past(soft_of_last=3)) is Action.PAUSE_READER


def test_only_the_last_five_issues_count() -> None:
    full, taken = Verdict.FULL, None
    assert soft_of_last([full, taken, taken, full, taken, full, full]) == 2
    assert soft_of_last([full, full, full]) == 3


def test_a_complaint_ends_it() -> None:
    assert decide(Verdict.ACCEPTED, Past(), complaint=True) is Action.COMPLAINT
