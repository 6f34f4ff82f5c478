"""The delivery journal: what must be durable before a mail's last octet leaves.

Connections that are ready to send ask together, and one commit answers them all (group commit), with
what became of the mails before. Three promises:

1. the final dot of a mail leaves only after its row is durably ``inflight``;
2. a row leaves ``inflight`` only by a durable outcome;
3. a row is claimed by one owner with a live lease.

So whenever the process dies, ``queued`` rows were certainly not sent, ``sent`` rows certainly were,
and at most one row per connection is ``inflight``: ambiguous, because SMTP cannot tell (RFC 1047).
"""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Protocol

from curator.storage.deliveries import Outcome

LINGER_SECONDS = 0.2
"""An outcome that no other row follows is written after so long."""


class Write(Protocol):
    """How the journal reaches the database."""

    def __call__(self, inflight: Sequence[int], outcomes: Sequence[Outcome]) -> set[int]:
        """Mark these inflight and store those outcomes, in one commit; gives the ids granted."""


class Journal:
    """Gathers outcomes and commits them with the next rows that want to be inflight.

    Where a commit fails its error passes through, and then nothing may be sent.
    """

    def __init__(self, write: Write, *, linger_seconds: float = LINGER_SECONDS) -> None:
        self._write = write
        self._linger_seconds = linger_seconds
        self._outcomes: list[Outcome] = []
        self._since = 0.0

    def record(self, outcome: Outcome) -> None:
        """Store an outcome with the next commit, which is at most a moment away."""
        if not self._outcomes:
            self._since = monotonic()
        self._outcomes.append(outcome)

    def inflight(self, delivery_ids: Sequence[int]) -> set[int]:
        """Make rows durably inflight; gives those that are, for the others are wanted no more."""
        granted = self._write(delivery_ids, self._outcomes)
        self._outcomes = []
        return granted

    def settle(self, *, now: bool = False) -> None:
        """Write outcomes that have waited long enough, or all of them ``now``."""
        if self._outcomes and (now or monotonic() - self._since >= self._linger_seconds):
            self.inflight(())
