"""SIGKILL at random moments: nobody is lost, at most one mail per connection comes twice.

The large version of this test is ``bench/kill.py``.
"""

from __future__ import annotations

import random

import pytest

from curator.mail.deliver import Policy
from tests.mail.kill import trial


@pytest.mark.parametrize("connections", [1, 4])
def test_killed_senders_lose_nobody(database_url: str, connections: int) -> None:
    rng = random.Random(connections)
    result = trial(
        database_url,
        readers=200,
        connections=connections,
        kills=3,
        policy=Policy.RESEND,
        rng=rng,
    )
    assert result.lost == 0
    assert result.duplicates <= connections * result.kills
    assert result.states == {"sent": 200}


def test_with_hold_nobody_gets_a_mail_twice(sqlite_url: str) -> None:
    result = trial(
        sqlite_url, readers=200, connections=4, kills=3, policy=Policy.HOLD, rng=random.Random(7)
    )
    unknown = result.states.get("unknown", 0)
    assert result.duplicates == 0
    assert unknown <= 4 * result.kills
    assert result.lost <= unknown, "whoever has no mail is told to the author"
    assert result.states["sent"] == 200 - unknown
