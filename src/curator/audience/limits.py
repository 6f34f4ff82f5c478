"""How many confirm mails may leave, so that nobody can use the sign-up page to flood a mailbox.

Pure: counts in, a reason or nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from curator.model import Attempts

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most mails for each span."""

    address_hour: int = 1
    address_week: int = 3
    network_hour: int = 10
    """From one /24 or /48; several people may share it."""
    busy_hour: int = 200
    """More than so many from everywhere: each network gets only one. Whoever comes from a network
    that has not asked yet still gets in, while a flood from some networks does not."""
    total_hour: int = 5000
    """From everywhere, at most."""
    proof_from: int = 100
    """More than so many an hour from everywhere: ask for proof of work, if that is set up."""


def exceeded(limits: Limits, attempts: Attempts) -> str | None:
    """Which limit forbids one more mail: ``address``, ``network`` or ``total``."""
    if attempts.address_hour >= limits.address_hour or attempts.address_week >= limits.address_week:
        return "address"
    busy = attempts.total_hour >= limits.busy_hour
    if attempts.network_hour >= (1 if busy else limits.network_hour):
        return "network"
    return "total" if attempts.total_hour >= limits.total_hour else None


def under_attack(limits: Limits, attempts: Attempts) -> bool:
    """Whether so much comes in that a browser should show some work first."""
    return attempts.total_hour >= limits.proof_from
