"""One run of sending: what its threads share, and what they learn together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from threading import Event, Lock, Thread
from time import monotonic

from curator import mailaddress
from curator.errors import CuratorError, SmtpUnreachable
from curator.mail import outcome
from curator.mail.bounces.report import Kind, Report
from curator.mail.journal import Journal
from curator.mail.letters import Letter
from curator.mail.plan import Plan, Policy
from curator.mail.replies import Reply, Verdict, classify
from curator.mail.supply import Supply
from curator.mail.throttle import Throttle
from curator.mail.transport import Channel, ChannelLost
from curator.model import IssueState
from curator.storage import deliveries, issues, subscribers
from curator.storage.database import Database
from curator.storage.deliveries import Outcome

LEASE_SECONDS = 120.0
WATCH_SECONDS = 1.0
"""How often a run looks whether the author paused the issue."""
RENEW_SECONDS = 30.0
BATCH = 50
"""Rows claimed at a time for each connection; memory does not grow with the audience."""
READERS_FAULT = frozenset({Verdict.BAD_ADDRESS, Verdict.FULL, Verdict.REFUSED})


class Run:
    """One run: its threads and what they have learned together."""

    def __init__(self, database: Database, issue_id: int, plan: Plan, left: int | None) -> None:
        self.plan = plan
        self.accepted = 0
        self.dealt_with = 0
        self.pause_reason: str | None = None
        self.unreachable: str | None = None
        self.refusals: list[tuple[int, Report]] = []
        """What servers said of readers for good; few, or the breaker falls."""
        self._database = database
        self._issue_id = issue_id
        self._stop = plan.stop
        self._ended = Event()
        self._lock = Lock()
        self._breaker = outcome.Breaker()
        self._error: CuratorError | None = None
        self._connected = 0
        self.supply = Supply(self._claim, Throttle(plan.limits), self._ended, left)
        self.journal = Journal(self._write, senders=plan.connections)

    @property
    def over(self) -> bool:
        """Whether nothing more may be begun."""
        return self._ended.is_set()

    def send(self, work: Callable[[Run, Channel | None], None]) -> None:
        """Have threads ``work`` until nothing is due, or the run is stopped."""
        first = self.plan.transport.connect()
        self.opened()
        channels: list[Channel | None] = [first, *[None] * (self.plan.connections - 1)]
        with self.journal:
            threads = [
                Thread(target=work, args=(self, channel), name=f"sender-{index}", daemon=True)
                for index, channel in enumerate(channels)
            ]
            for thread in threads:
                thread.start()
            self._watch(threads)
        if self._error is not None:
            raise self._error

    def _watch(self, threads: Sequence[Thread]) -> None:
        """Until all threads have ended: obey a stop or a pause, and keep the leases."""
        looked = renewed = monotonic()
        while any(thread.is_alive() for thread in threads):
            next(thread for thread in threads if thread.is_alive()).join(0.1)
            now = monotonic()
            if self.plan.stop.is_set():
                self._ended.set()
            if now - looked >= WATCH_SECONDS and not self._ended.is_set():
                looked = now
                self._obey_author()
            if now - renewed >= RENEW_SECONDS:
                renewed = now
                self._renew()

    def _obey_author(self) -> None:
        with self._database.read() as connection:
            issue = issues.state(connection, self._issue_id)
        if issue is not IssueState.SENDING:
            self._ended.set()

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
                limit=BATCH * plan.connections,
                issue_id=self._issue_id,
                except_domains=except_domains,
            )
            readers = subscribers.addressees(connection, [one.subscriber_id for one in claimed])
        return [
            Letter(one, readers[one.subscriber_id], mailaddress.domain_of(one.address))
            for one in claimed
        ]

    def _write(self, inflight: Sequence[int], outcomes: Sequence[Outcome]) -> set[int]:
        plan = self.plan
        with self._database.begin() as connection:
            return deliveries.journal(
                connection, inflight, outcomes, owner=plan.owner, now=plan.clock()
            )

    # ----------------------------------------------------------------- what happened

    def settle(self, letter: Letter, reply: Reply) -> None:
        """Book an answer, and draw its consequences for the domain and the issue."""
        verdict = classify(reply)
        self.journal.record(outcome.after_reply(letter.delivery, reply, self.plan.clock()))
        if verdict is Verdict.ACCEPTED:
            self.supply.accepted(letter.domain)
        elif verdict is Verdict.THROTTLED:
            self.supply.complained(letter.domain)
        with self._lock:
            self.accepted += verdict is Verdict.ACCEPTED
            self.dealt_with += 1
            if verdict in READERS_FAULT:
                told = Report(Kind.FAILED, reply, letter.delivery.address, "smtp")
                self.refusals.append((letter.delivery.id, told))
            reason = self._breaker.reason(reply, letter.delivery)
            if reason and self.pause_reason is None:
                self.pause_reason = reason
                self._ended.set()
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
        with self._lock:
            self.dealt_with += 1
        self._tell()

    def give_back(self, letter: Letter, error: CuratorError) -> None:
        """Take a letter again soon that never got as far as its first line; later if it recurs."""
        if not self.supply.give_back(letter):
            self.lost(letter, ChannelLost(error.message))

    def _tell(self) -> None:
        if self.plan.progress is not None:
            self.plan.progress(self.dealt_with)

    def pause(self, seconds: float) -> None:
        """Wait, unless the run ends."""
        self._ended.wait(seconds)

    def opened(self) -> None:
        """A sender has a connection."""
        with self._lock:
            self._connected += 1

    def closed(self) -> None:
        """A sender has lost its connection."""
        with self._lock:
            self._connected -= 1

    def gave_up(self, error: SmtpUnreachable) -> None:
        """A sender gets no connection; when none has one and mails are left, the run is over."""
        mails_left = self.supply.expects_more()
        with self._lock:
            if mails_left and self._connected == 0:
                self.unreachable = error.message
                self._ended.set()

    def failed(self, error: CuratorError) -> None:
        """Something that no mail can cure, such as a full disk: end and tell."""
        with self._lock:
            self._error = self._error or error
        self._ended.set()
