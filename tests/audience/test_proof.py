"""Proof of work."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from curator.audience import proof
from tests.audience.examples import NOW, RING

NETWORK = "192.0.2.0/24"


def test_a_browser_that_works_is_believed_for_a_while() -> None:
    answer = proof.solve(proof.challenge(RING, NETWORK, NOW, difficulty=300))
    assert proof.is_solved(RING, answer, NETWORK, NOW)
    assert not proof.is_solved(RING, answer, "203.0.113.0/24", NOW)
    assert not proof.is_solved(RING, answer, NETWORK, NOW + timedelta(minutes=21))


def test_a_challenge_cannot_be_made_easier() -> None:
    one = proof.challenge(RING, NETWORK, NOW, difficulty=300)
    answer = json.loads(base64.b64decode(proof.solve(one)))
    for name, value in {
        "number": answer["number"] + 1,
        "salt": answer["salt"].replace("expires=1", "expires=9"),
        "challenge": "0" * 64,
        "signature": "0" * 64,
    }.items():
        forged = base64.b64encode(json.dumps(answer | {name: value}).encode()).decode()
        assert not proof.is_solved(RING, forged, NETWORK, NOW), name


@given(st.text(max_size=60))
def test_nonsense_is_no_answer(answer: str) -> None:
    assert not proof.is_solved(RING, answer, NETWORK, NOW)
