"""Send an issue: several connections, one journal, and nobody lost whatever happens.

A run sends what is due and ends; rows that must wait stay queued for the next run. Running it twice,
or twice at once, sends nothing twice, because rows are claimed under a lease.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from threading import Event, Lock, Thread
from time import monotonic

from curator import mailaddress
from curator.errors import Conflict, CuratorError, SmtpUnreachable
from curator.mail import outcome, owners
from curator.mail.bounces import book
from curator.mail.bounces.report import Kind
from curator.mail.bounces.report import Report as ReportOfBounce
from curator.mail.journal import Journal
from curator.mail.letters import Letter, Stationery
from curator.mail.replies import Reply, Stage, Verdict, classify
from curator.mail.supply import Supply
from curator.mail.throttle import Limits, Throttle
from curator.mail.transport import Channel, ChannelLost, Transport
from curator.model import DeliveryState, IssueState
from curator.storage import deliveries, issues, subscribers
from curator.storage.database import Database
from curator.storage.deliveries import Outcome

LEASE_SECONDS = 120.0
WATCH_SECONDS = 1.0
"""How often a run looks whether the author paused the issue."""
RENEW_SECONDS = 30.0
BATCH = 50
"""Rows claimed at a time for each connection; memory does not grow with the audience."""
RECONNECTS = 3
"""Failures to connect in a row that a sender thread bears."""
RECONNECT_PAUSE_SECONDS = 2.0
CLOSING = 421
READERS_FAULT = frozenset({Verdict.BAD_ADDRESS, Verdict.FULL, Verdict.REFUSED})


class Policy(StrEnum):
    """What to do with a mail that may or may not have been taken."""

    RESEND = "resend"
    """Send it again with the same Message-ID: nobody misses it, a few may get it twice."""
    HOLD = "hold"
    """Leave it to the author: nobody gets it twice."""


@dataclass(frozen=True, slots=True)
class Report:
    """How an issue stands after a run."""

    issue_id: int
    sent: int = 0
    """In all, not only in this run."""
    failed: int = 0
    deferred: int = 0
    queued: int = 0
    unknown: int = 0
    cancelled: int = 0
    expired: int = 0
    run: int = 0
    """Mails taken by the server in this run."""
    paused_reason: str | None = None
    unreachable: str | None = None
    """Why the run ended before the queue did, where the server went away."""
    next_at: datetime | None = None
    """When there is something to do again."""

    @property
    def waiting(self) -> int:
        """Mails that a later run will send."""
        return self.queued + self.deferred


@dataclass(frozen=True, slots=True)
class Plan:
    """How to send: everything a run needs beside the database and the issue."""

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
    progress: Callable[[int], None] | None = None
    """Called with the number of mails that this run has dealt with, by any thread."""


def deliver(database: Database, issue_id: int, plan: Plan) -> Report:
    """Send what is due of an issue and report.

    Raises :class:`SmtpUnreachable` when no connection can be made at all; then every row is still
    queued. A refusal of us (5.7.x) pauses the issue, and the report says why.
    """
    with database.begin() as connection:
        now = plan.clock()
        deliveries.recover(
            connection,
            now,
            resend=plan.policy is Policy.RESEND,
            dead_owners=owners.dead(deliveries.owners(connection)),
        )
        deliveries.expire(connection, now)
    run = _Run(database, issue_id, plan)
    try:
        run.send()
    finally:
        with database.begin() as connection:
            deliveries.release(connection, plan.owner)
    return _report(database, issue_id, plan, run)


def _report(database: Database, issue_id: int, plan: Plan, run: _Run) -> Report:
    if run.pause_reason is None:
        # Only while all is well: where the breaker fell, the readers may not be at fault.
        with database.begin() as connection:
            book.refusals(connection, run.refusals, plan.clock())
    else:
        _pause(database, issue_id, plan, run.pause_reason)
    with database.read() as connection:
        counts = deliveries.counts(connection, issue_id)
        next_at = deliveries.next_due(connection, plan.clock())
    return Report(
        issue_id=issue_id,
        sent=counts.get(DeliveryState.SENT, 0),
        failed=counts.get(DeliveryState.FAILED, 0),
        deferred=counts.get(DeliveryState.DEFERRED, 0),
        queued=counts.get(DeliveryState.QUEUED, 0),
        unknown=counts.get(DeliveryState.UNKNOWN, 0),
        cancelled=counts.get(DeliveryState.CANCELLED, 0),
        expired=counts.get(DeliveryState.EXPIRED, 0),
        run=run.accepted,
        paused_reason=run.pause_reason,
        unreachable=run.unreachable,
        next_at=next_at,
    )


def _pause(database: Database, issue_id: int, plan: Plan, reason: str) -> None:
    try:
        with database.begin() as connection:
            issues.transition(
                connection,
                issue_id,
                IssueState.SENDING,
                IssueState.PAUSED,
                plan.clock(),
                reason=reason,
            )
    except Conflict:
        pass  # the author paused or cancelled it meanwhile


class _Run:
    """One run: its threads and what they have learned together."""

    def __init__(self, database: Database, issue_id: int, plan: Plan) -> None:
        self.plan = plan
        self.accepted = 0
        self.dealt_with = 0
        self.pause_reason: str | None = None
        self.unreachable: str | None = None
        self.refusals: list[tuple[int, ReportOfBounce]] = []
        """What servers said of readers for good; few, or the breaker falls."""
        self._database = database
        self._issue_id = issue_id
        self._stop = plan.stop
        self._ended = Event()
        self._lock = Lock()
        self._breaker = outcome.Breaker()
        self._error: CuratorError | None = None
        self._connected = 0
        self.supply = Supply(self._claim, Throttle(plan.limits), self._ended)
        self.journal = Journal(self._write, senders=plan.connections)

    @property
    def over(self) -> bool:
        """Whether nothing more may be begun."""
        return self._ended.is_set()

    def send(self) -> None:
        """Run until nothing is due, or the run is stopped."""
        first = self.plan.transport.connect()
        channels: list[Channel | None] = [first, *[None] * (self.plan.connections - 1)]
        with self.journal:
            threads = [
                Thread(target=_Sender(self, channel).run, name=f"sender-{index}", daemon=True)
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
            readers = subscribers.get_many(connection, [one.subscriber_id for one in claimed])
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
                told = ReportOfBounce(Kind.FAILED, reply, letter.delivery.address, "smtp")
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
        """A sender gets no connection; when none has one, the run is over."""
        with self._lock:
            if self._connected == 0:
                self.unreachable = error.message
                self._ended.set()

    def failed(self, error: CuratorError) -> None:
        """Something that no mail can cure, such as a full disk: end and tell."""
        with self._lock:
            self._error = self._error or error
        self._ended.set()


class _Sender:
    """One thread and its connection."""

    def __init__(self, run: _Run, channel: Channel | None) -> None:
        self._run = run
        self._channel = channel
        self._stationery = run.plan.stationery

    def run(self) -> None:
        """Take letters and send them until none is left."""
        try:
            while (letter := self._run.supply.take()) is not None:
                channel = self._connect(letter)
                if channel is None:
                    return
                self._use(channel, letter)
        except CuratorError as error:
            self._run.failed(error)
        finally:
            if self._channel is not None:
                self._channel.close()

    def _connect(self, letter: Letter) -> Channel | None:
        """A connection, or ``None`` after too many failures; the letter is given back then."""
        for attempt in range(RECONNECTS):
            if self._channel is not None:
                return self._channel
            try:
                self._channel = self._run.plan.transport.connect()
            except SmtpUnreachable as error:
                failure = error
                self._run.pause(RECONNECT_PAUSE_SECONDS * (attempt + 1))
        if self._channel is None:
            self._run.supply.return_unused(letter)
            self._run.gave_up(failure)
        return self._channel

    def _use(self, channel: Channel, first: Letter) -> None:
        """Send letters over one connection until it ends or none may go now."""
        self._run.opened()
        session = _Session(self._run, channel, first)
        try:
            while session.letter is not None:
                session.one()
        except ChannelLost as error:
            session.abandon(error)
            self._channel = None
            channel.close()
        finally:
            self._run.closed()


class _Session:
    """The letters of one connection: one under way, and perhaps the next already announced."""

    def __init__(self, run: _Run, channel: Channel, first: Letter) -> None:
        self._run = run
        self._channel = channel
        self._stationery = run.plan.stationery
        self.letter: Letter | None = None
        self._following: Letter | None = None
        self._inflight = False
        self._mail = b""
        self._begin(first)

    def _begin(self, letter: Letter | None) -> None:
        self.letter = letter
        if letter is not None:
            self._channel.offer(self._stationery.envelope(letter))
            self._mail = self._write(letter)

    def _write(self, letter: Letter) -> bytes:
        return self._stationery.mail(letter, self._run.plan.clock())

    def one(self) -> None:
        """Bring the letter under way to its outcome, and have the next one under way."""
        letter = self.letter
        assert letter is not None
        answer = self._channel.answer()
        if answer.code == CLOSING and answer.stage is Stage.MAIL:
            raise ChannelLost(f"the server ends the session: {answer}")
        if not answer.positive:
            self._settle(letter, answer)
            self._begin(self._run.supply.poll())
            return
        if not self._run.journal.inflight(letter.delivery.id):
            # Unsubscribed a moment ago. The server waits for a mail that must not come.
            self.letter = None
            raise ChannelLost("the mail is wanted no more")
        self._inflight = True
        self._hand_over()
        reply = self._channel.receipt()
        self._settle(letter, reply)
        self._advance()

    def _hand_over(self) -> None:
        """Send the mail with the next envelope, and write the next mail while the server works."""
        following = self._run.supply.poll()
        self._following = following
        envelope = self._stationery.envelope(following) if following else None
        self._channel.finish(self._mail, envelope, transparent=True)
        if following is not None:
            self._mail = self._write(following)

    def _settle(self, letter: Letter, reply: Reply) -> None:
        self.letter, self._inflight = None, False
        self._run.settle(letter, reply)
        if reply.code == CLOSING:
            raise ChannelLost("the server closes the connection")

    def _advance(self) -> None:
        if self._following is not None and self._run.over:
            # It is announced but not sent; hanging up is the only way to take that back.
            raise ChannelLost("the run is over")
        self.letter, self._following = self._following, None
        if self.letter is None:
            self._begin(self._run.supply.poll())

    def abandon(self, error: ChannelLost) -> None:
        """The connection is gone: book the letter under way, give the next one back."""
        if self._following is not None:
            self._run.give_back(self._following, error)
        if self.letter is None:
            return
        if self._inflight:
            self._run.lost(self.letter, error)
        else:
            self._run.give_back(self.letter, error)
