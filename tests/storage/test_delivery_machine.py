"""Whatever senders, crashes and readers do in whatever order, no delivery is lost or undone."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from curator.model import Delivery, DeliveryState
from curator.storage import deliveries, subscribers
from curator.storage.deliveries import Outcome
from curator.storage.engine.database import Connection, Database
from tests.storage.examples import NOW
from tests.storage.test_deliveries import sending

READERS = 4
OWNERS = st.sampled_from(["a", "b"])
LEASE = timedelta(seconds=deliveries.LEASE_SECONDS)
FINAL = {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.CANCELLED, DeliveryState.EXPIRED}
ENDS = st.sampled_from([DeliveryState.SENT, DeliveryState.DEFERRED, DeliveryState.FAILED])


class Sending(RuleBasedStateMachine):
    """Two senders and a few readers; what each sender believes to hold is kept beside."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(f"sqlite:///{Path(self.folder.name) / 'curator.db'}")
        self.now = NOW
        self.claimed: dict[str, set[int]] = {"a": set(), "b": set()}
        self.launched: dict[str, set[int]] = {"a": set(), "b": set()}
        self.ended: dict[int, DeliveryState] = {}
        with self.database.begin() as connection:
            self.issue = sending(connection, READERS)

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    # ------------------------------------------------------------------- what senders do

    @rule(owner=OWNERS, limit=st.integers(1, READERS))
    def claim(self, owner: str, limit: int) -> None:
        with self.database.begin() as connection:
            got = deliveries.claim(connection, owner=owner, now=self.now, limit=limit)
        ids = {one.id for one in got}
        assert ids.isdisjoint(self.launched["a"] | self.launched["b"])
        self.claimed[owner] |= ids

    @rule(owner=OWNERS)
    def launch(self, owner: str) -> None:
        with self.database.begin() as connection:
            wanted = sorted(self.claimed[owner])
            marked = deliveries.mark_inflight(connection, wanted, owner=owner, now=self.now)
        assert marked <= self.claimed[owner]
        assert marked.isdisjoint(self.ended)
        self.launched[owner] |= marked
        self.claimed[owner] = set()

    @rule(owner=OWNERS, end=ENDS)
    def settle(self, owner: str, end: DeliveryState) -> None:
        outcomes = [Outcome(one, end, self.now) for one in sorted(self.launched[owner])]
        with self.database.begin() as connection:
            assert deliveries.mark_outcomes(connection, outcomes, owner=owner) == len(outcomes)
        if end in FINAL:
            self.ended |= dict.fromkeys(self.launched[owner], end)
        self.launched[owner] = set()

    @rule(owner=OWNERS)
    def step_back(self, owner: str) -> None:
        with self.database.begin() as connection:
            deliveries.release(connection, owner)
        self.claimed[owner] = set()

    @precondition(lambda self: any(self.launched.values()) or any(self.claimed.values()))
    @rule(resend=st.booleans())
    def crash(self, resend: bool) -> None:
        """Both die; when their leases have run out, somebody takes over."""
        self.now += LEASE
        in_doubt = sum(map(len, self.launched.values()))
        with self.database.begin() as connection:
            found = deliveries.recover(connection, self.now, resend=resend)
        assert (found.requeued, found.unknown) == ((in_doubt, 0) if resend else (0, in_doubt))
        for held in (*self.claimed.values(), *self.launched.values()):
            held.clear()

    # ------------------------------------------------------------------- what people do

    @rule(reader=st.integers(1, READERS))
    def leave(self, reader: int) -> None:
        with self.database.begin() as connection:
            subscribers.unsubscribe(connection, reader, self.now, method="link")
            for one in self.all(connection):
                if one.state is DeliveryState.CANCELLED:
                    self.ended.setdefault(one.id, one.state)

    @rule(resend=st.booleans())
    def decide(self, resend: bool) -> None:
        with self.database.begin() as connection:
            unknown = deliveries.list_(connection, self.issue, state=DeliveryState.UNKNOWN)
            deliveries.resolve_unknown(connection, self.issue, resend=resend, now=self.now)
        if not resend:
            self.ended |= {one.id: DeliveryState.SENT for one in unknown}

    # ------------------------------------------------------------------- what always holds

    def all(self, connection: Connection) -> list[Delivery]:
        return deliveries.list_(connection, self.issue, limit=None)

    @invariant()
    def nothing_is_lost_or_undone(self) -> None:
        with self.database.read() as connection:
            found = {one.id: one.state for one in self.all(connection)}
        assert len(found) == READERS
        assert {one: state for one, state in found.items() if state in FINAL} == self.ended
        inflight = {one for one, state in found.items() if state is DeliveryState.INFLIGHT}
        assert inflight == self.launched["a"] | self.launched["b"]


TestSending = Sending.TestCase
TestSending.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
