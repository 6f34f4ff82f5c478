"""How to send: everything a run needs beside the database and the issue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from threading import Event

from curator.mail.letters import Stationery
from curator.mail.throttle import Limits
from curator.mail.transport import Transport


class Policy(StrEnum):
    """What to do with a mail that may or may not have been taken."""

    RESEND = "resend"
    """Send it again with the same Message-ID: nobody misses it, a few may get it twice."""
    HOLD = "hold"
    """Leave it to the author: nobody gets it twice."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The way out, the mail, the keys, and how careful to be."""

    transport: Transport
    stationery: Stationery
    owner: str
    """Who holds the leases; unlike that of any other process."""
    clock: Callable[[], datetime]
    policy: Policy = Policy.RESEND
    connections: int = 4
    limits: Limits = field(default_factory=Limits)
    stop: Event = field(default_factory=Event)
    """Set it to end the run after the mails that are under way."""
    reconnect_seconds: float = 2.0
    """Before the second try to connect; the third waits twice as long."""
    progress: Callable[[int], None] | None = None
    """Called with the number of mails that this run has dealt with."""
