"""One run of sending: what its connections share, and what they learn together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from threading import Event
from time import monotonic

from curator.errors import CuratorError
from curator.mail import outcome
from curator.mail.bounces.report import Kind, Report
from curator.mail.journal import Journal
from curator.mail.letters import Letter
from curator.mail.plan import Plan, Policy
from curator.mail.replies import Reply, Verdict, classify
from curator.mail.supply import Supply
from curator.mail.throttle import Throttle
from curator.mail.transport import ChannelLost
from curator.model import IssueState
from curator.storage import deliveries, issues, subscribers
from curator.storage.deliveries import Outcome
from curator.storage.engine.database import Begin, Database

LEASE_SECONDS = 120.0
WATCH_SECONDS = 1.0
"""How often a run looks whether the author paused the issue."""
RENEW_SECONDS = 30.0
BATCH = 250
"""Rows claimed at a time; memory grows neither with the audience nor with the connections."""
READERS_FAULT = frozenset({Verdict.BAD_ADDRESS, Verdict.FULL, Verdict.REFUSED})


class Run:
    """What one run has learned, and how it keeps it. Only one thread may use it."""

    def __init__(
        self, database: Database, begin: Begin, issue_id: int, plan: Plan, left: int | None
    ) -> None:
        self.plan = plan
        self.accepted = 0
        self.dealt_with = 0
        self.pause_reason: str | None = None
        self.unreachable: str | None = None
        self.refusals: list[tuple[int, Report]] = []
        """What servers said of readers for good; few, or the breaker falls."""
        self.error: CuratorError | None = None
        """What ended the run and no mail can cure, such as a full disk."""
        self._database = database
        self._begin = begin
        """For the journal, see :meth:`Database.kept`."""
        self._issue_id = issue_id
        self.ended = Event()
        """Nothing more may be begun."""
        self._breaker = outcome.Breaker()
        self._looked = self._renewed = monotonic()
        self.supply = Supply(self._claim, Throttle(plan.limits), self.ended, left)
        self.journal = Journal(self._write)

    @property
    def over(self) -> bool:
        """Whether nothing more may be begun."""
        return self.ended.is_set()

    def look_around(self) -> None:
        """Obey a stop or the author's pause, and keep the leases; to be called all the time."""
        now = monotonic()
        if self.plan.stop.is_set():
            self.ended.set()
        if now - self._looked >= WATCH_SECONDS and not self.over:
            self._looked = now
            self._obey_author()
        if now - self._renewed >= RENEW_SECONDS:
            self._renewed = now
            self._renew()

    def _obey_author(self) -> None:
        with self._database.read() as connection:
            issue = issues.state(connection, self._issue_id)
        if issue is not IssueState.SENDING:
            self.ended.set()

    def _renew(self) -> None:
        with self._database.begin() as connection:
            deliveries.renew(connection, self.plan.owner, self.plan.clock(), LEASE_SECONDS)

    # ----------------------------------------------------------------- storage

    def _claim(self, except_domains: Collection[str]) -> list[Letter]:
        plan = self.plan
        with self._database.begin() as connection:
            claimed = deliveries.claim(
                connection,
                owner=plan.owner,
                now=plan.clock(),
                lease_seconds=LEASE_SECONDS,
                limit=BATCH,
                issue_id=self._issue_id,
                except_domains=except_domains,
            )
            readers = subscribers.addressees(connection, [one.subscriber_id for one in claimed])
        return [plan.stationery.letter(one, readers[one.subscriber_id]) for one in claimed]

    def _write(self, inflight: Sequence[int], outcomes: Sequence[Outcome]) -> set[int]:
        plan = self.plan
        with self._begin() as connection:
            return deliveries.journal(
                connection, inflight, outcomes, owner=plan.owner, now=plan.clock()
            )

    # ----------------------------------------------------------------- what happened

    def settle(self, letter: Letter, reply: Reply) -> None:
        """Book an answer, and draw its consequences for the domain and the issue."""
        verdict = classify(reply)
        self.journal.record(outcome.after_reply(letter.delivery, reply, self.plan.clock()))
        if verdict is Verdict.ACCEPTED:
            self.accepted += 1
            self.supply.accepted(letter.domain)
        elif verdict is Verdict.THROTTLED:
            self.supply.complained(letter.domain)
        elif verdict in READERS_FAULT:
            told = Report(Kind.FAILED, reply, letter.delivery.address, "smtp")
            self.refusals.append((letter.delivery.id, told))
        reason = self._breaker.reason(reply, letter.delivery)
        if reason and self.pause_reason is None:
            self.pause_reason = reason
            self.ended.set()
        self._tell()

    def lost(self, letter: Letter, error: ChannelLost) -> None:
        """Book a mail that was under way when its connection ended."""
        now = self.plan.clock()
        if error.ambiguous:
            resend = self.plan.policy is Policy.RESEND
            booked = outcome.maybe_sent(letter.delivery, error.message, now, resend=resend)
        else:
            booked = outcome.not_sent(letter.delivery, error.message, now)
        self.journal.record(booked)
        self._tell()

    def give_back(self, letter: Letter, error: CuratorError) -> None:
        """Take a letter again soon that never got as far as its first line; later if it recurs."""
        if not self.supply.give_back(letter):
            self.lost(letter, ChannelLost(error.message))

    def _tell(self) -> None:
        self.dealt_with += 1
        if self.plan.progress is not None:
            self.plan.progress(self.dealt_with)

    def failed(self, error: CuratorError) -> None:
        """Something that no mail can cure, such as a full disk: end, and tell it."""
        self.error = self.error or error
        self.ended.set()
