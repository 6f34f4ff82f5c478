"""The delivery journal: what must be durable before a mail's last octet leaves.

Every sender thread asks one writer thread, which commits all that has gathered while the commit
before was on its way to the disk (group commit). Three promises:

1. the final dot of a mail leaves only after its row is durably ``inflight``;
2. a row leaves ``inflight`` only by a durable outcome;
3. a row is claimed by one owner with a live lease.

So whenever the process dies, ``queued`` rows were certainly not sent, ``sent`` rows certainly were,
and at most one row per connection is ``inflight``: ambiguous, because SMTP cannot tell (RFC 1047).
"""

from __future__ import annotations

from _thread import LockType
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Condition, Lock, Thread
from types import TracebackType
from typing import Protocol, Self

from curator.errors import CuratorError, StorageError
from curator.storage.deliveries import Outcome

LINGER_SECONDS = 0.2
"""An outcome that no other row follows is written after so long."""
GATHER_SECONDS = 0.002
"""A commit waits at most so long for senders that are about to ask; a disk takes as long anyway."""


class Write(Protocol):
    """How the journal reaches the database."""

    def __call__(self, inflight: Sequence[int], outcomes: Sequence[Outcome]) -> set[int]:
        """Mark these inflight and store those outcomes, in one commit; gives the ids granted."""


def _held_lock() -> LockType:
    """A lock that is taken: what waits for it waits for its release. Cheaper than an event."""
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(slots=True)
class _Wish:
    """A row that wants to be inflight, and the thread that waits for it."""

    delivery_id: int
    _answered: LockType = field(default_factory=_held_lock, init=False)
    granted: bool = False

    def answer(self, *, granted: bool) -> None:
        """Let the thread go on; called once."""
        self.granted = granted
        self._answered.release()

    def wait(self) -> None:
        """Until it is answered."""
        self._answered.acquire()


class Journal:
    """Gathers what sender threads have to say and commits it together; a context manager."""

    def __init__(
        self, write: Write, *, senders: int = 1, linger_seconds: float = LINGER_SECONDS
    ) -> None:
        self._write = write
        self._senders = senders
        self._linger_seconds = linger_seconds
        self._wishes: list[_Wish] = []
        self._outcomes: list[Outcome] = []
        self._changed = Condition()
        self._closing = False
        self._error: CuratorError | None = None
        self._thread = Thread(target=self._run, name="journal", daemon=True)

    def inflight(self, delivery_id: int) -> bool:
        """Wait until the row is durably inflight; ``False`` if it is wanted no more.

        Raises :class:`curator.errors.StorageError` where the journal cannot be written, and then
        nothing may be sent.
        """
        wish = _Wish(delivery_id)
        with self._changed:
            self._require_working()
            self._wishes.append(wish)
            # The writer need not wake for the ones between the first and the last.
            if len(self._wishes) in (1, self._senders):
                self._changed.notify()
        wish.wait()
        self._require_working()
        return wish.granted

    def record(self, outcome: Outcome) -> None:
        """Store an outcome with the next commit, which is at most a moment away."""
        with self._changed:
            self._outcomes.append(outcome)

    def _require_working(self) -> None:
        if self._error is not None:
            raise StorageError(self._error.message) from self._error

    # ----------------------------------------------------------------- the writer

    def _run(self) -> None:
        while self._error is None:
            with self._changed:
                if not self._wishes and not self._closing:
                    self._changed.wait(self._linger_seconds)
                if self._wishes:
                    self._changed.wait_for(self._all_have_asked, GATHER_SECONDS)
                wishes, self._wishes = self._wishes, []
                outcomes, self._outcomes = self._outcomes, []
                closing = self._closing
            self._commit(wishes, outcomes)
            if closing and not wishes:
                return
        self._refuse_all()

    def _all_have_asked(self) -> bool:
        return len(self._wishes) >= self._senders or self._closing

    def _commit(self, wishes: Sequence[_Wish], outcomes: Sequence[Outcome]) -> None:
        if not wishes and not outcomes:
            return
        try:
            granted = self._write([wish.delivery_id for wish in wishes], outcomes)
        except CuratorError as error:
            self._error = error
            granted = set()
        except Exception as error:  # noqa: BLE001 - a waiting sender must never hang
            self._error = StorageError(f"the delivery journal failed: {error}")
            granted = set()
        for wish in wishes:
            wish.answer(granted=wish.delivery_id in granted)

    def _refuse_all(self) -> None:
        with self._changed:
            for wish in self._wishes:
                wish.answer(granted=False)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()
        if kind is None:
            self._require_working()
