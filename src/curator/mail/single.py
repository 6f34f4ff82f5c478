"""Mails that go to one person: confirmations, links on request, tests, notes to the author."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Event

from curator import mailaddress
from curator.errors import DeliveryError, SmtpUnreachable
from curator.mail import headers, outcome, owners
from curator.mail.dkim import Signer, sign
from curator.mail.message import Compiled, content_fields, identity_fields
from curator.mail.replies import CLOSING, Reply, Stage
from curator.mail.stencil import ReaderSlots, literal
from curator.mail.transport import Channel, ChannelLost, Envelope, Transport
from curator.model import Delivery, DeliveryState, MailFormat, Newsletter, Rendered
from curator.storage import outbox
from curator.storage.engine.database import Database
from curator.storage.outbox import OutgoingMail

LEASE_SECONDS = 300.0
BATCH = 20
GIVE_UP_AFTER = 6
"""Attempts at one mail; with the pauses between them that is about ten hours."""


def compose(
    rendered: Rendered,
    *,
    newsletter: Newsletter,
    to: str,
    now: datetime,
    key: str,
    signers: Sequence[Signer] = (),
) -> bytes:
    """One finished mail, CRLF lines, signed.

    ``key`` makes the Message-ID: the same for two attempts at the same mail. It says that it is
    automatic, which keeps other programs from answering it (RFC 3834 §5). Without HTML it is plain
    text. Raises :class:`~curator.errors.AddressError`.
    """
    form = MailFormat.HTML if rendered.html else MailFormat.TEXT
    content, body = content_fields(rendered, None, form)
    automatic = ("Auto-Submitted", literal(b"Auto-Submitted: auto-generated\r\n"))
    fields = [*identity_fields(rendered, newsletter), *content, automatic]
    compiled = Compiled(tuple(fields), body, now.astimezone(UTC).replace(microsecond=0))
    reader = ReaderSlots(
        to=headers.mailbox("", to),
        message_id=hashlib.sha256(f"{key}\0{to}\0{newsletter.sender}".encode()).hexdigest()[:32],
        unsubscribe="none",
        preferences="none",
        since=date.min,
    )
    return sign(compiled.stamp(reader), signers, now) if signers else compiled.stamp(reader)


def send(transport: Transport, envelope: Envelope, mail: bytes) -> Reply:
    """Hand over one mail at once; for tests and nothing that must not be lost.

    Raises :class:`SmtpUnreachable`, or :class:`DeliveryError` with the server's words.
    """
    channel = transport.connect()
    try:
        reply = _hand_over(channel, envelope, mail)
    finally:
        channel.close()
    if not reply.positive:
        raise DeliveryError(f"{transport.label} refuses the mail to {envelope.recipient}: {reply}")
    return reply


def _hand_over(channel: Channel, envelope: Envelope, mail: bytes) -> Reply:
    channel.offer(envelope)
    answer = channel.answer()
    if not answer.positive:
        return answer
    channel.finish([mail])
    return channel.receipt()


# --------------------------------------------------------------------------- the outbox


@dataclass(frozen=True, slots=True)
class Drained:
    """What a run over the outbox did."""

    sent: int = 0
    failed: int = 0
    deferred: int = 0
    unreachable: str | None = None
    """Why it ended early; the mails stay queued."""


def drain(
    database: Database,
    transport: Transport,
    *,
    sender: str,
    owner: str,
    clock: Callable[[], datetime],
    limit: int = 500,
    stop: Event | None = None,
) -> Drained:
    """Send what is due in the outbox, one mail after another, until ``stop`` is set.

    A mail that may have been taken before a crash is sent again: a second confirm mail does no
    harm, a missing one does.
    """
    stop = stop or Event()
    run = _Drain(database, transport, mailaddress.parse(sender), owner, clock, stop)
    with database.begin() as connection:
        gone = owners.dead(outbox.owners(connection))
        outbox.recover(connection, clock(), resend=True, dead_owners=gone)
    try:
        run.all(limit)
    except (SmtpUnreachable, ChannelLost) as error:
        return Drained(run.sent, run.failed, run.deferred, error.message)
    finally:
        run.close()
    return Drained(run.sent, run.failed, run.deferred)


class _Drain:
    def __init__(
        self,
        database: Database,
        transport: Transport,
        sender: str,
        owner: str,
        clock: Callable[[], datetime],
        stop: Event,
    ) -> None:
        self._stop = stop
        self._database = database
        self._transport = transport
        self._sender = sender
        self._owner = owner
        self._clock = clock
        self._channel: Channel | None = None
        self.sent = self.failed = self.deferred = 0

    def all(self, limit: int) -> None:
        """Claim and send in batches until nothing is due."""
        while limit > 0 and not self._stop.is_set():
            with self._database.begin() as connection:
                mails = outbox.claim(
                    connection,
                    owner=self._owner,
                    now=self._clock(),
                    lease_seconds=LEASE_SECONDS,
                    limit=min(limit, BATCH),
                )
            if not mails:
                return
            limit -= len(mails)
            for mail in mails:
                if self._stop.is_set():
                    return
                self._one(mail)

    def _one(self, mail: OutgoingMail) -> None:
        fresh = self._channel is None
        if fresh:
            self._channel = self._transport.connect()
        with self._database.begin() as connection:
            granted = outbox.mark_inflight(
                connection, [mail.id], owner=self._owner, now=self._clock()
            )
        if not granted:
            return
        envelope = Envelope(self._sender, mail.address, key=f"outbox:{mail.id}")
        reply, unheard = self._exchange(envelope, mail.message)
        if unheard and not fresh:
            # Servers end a session after some mails; that says nothing against this one.
            reply, _ = self._exchange(envelope, mail.message)
        self._book(mail, reply)

    def _exchange(self, envelope: Envelope, message: bytes) -> tuple[Reply, bool]:
        """What the server says of a mail, and whether it ended the session before that."""
        try:
            if self._channel is None:
                self._channel = self._transport.connect()
            reply = _hand_over(self._channel, envelope, message)
        except SmtpUnreachable as error:
            return Reply(451, error.message), False
        except ChannelLost as error:
            self._hang_up()
            return Reply(451, error.message), not error.ambiguous
        if reply.code == CLOSING:
            self._hang_up()
        return reply, reply.code == CLOSING and reply.stage is Stage.MAIL

    def _book(self, mail: OutgoingMail, reply: Reply) -> None:
        booked = outcome.after_reply(_as_delivery(mail), reply, self._clock())
        if booked.state is DeliveryState.DEFERRED and mail.attempts + 1 >= GIVE_UP_AFTER:
            booked = outcome.give_up(booked)
        with self._database.begin() as connection:
            outbox.mark_outcomes(connection, [booked], owner=self._owner)
        self.sent += booked.state is DeliveryState.SENT
        self.failed += booked.state is DeliveryState.FAILED
        self.deferred += booked.state is DeliveryState.DEFERRED

    def _hang_up(self) -> None:
        channel, self._channel = self._channel, None
        if channel is not None:
            channel.close()

    def close(self) -> None:
        """Hang up and give back what was claimed and not sent."""
        self._hang_up()
        with self._database.begin() as connection:
            outbox.release(connection, self._owner)


def _as_delivery(mail: OutgoingMail) -> Delivery:
    """A mail as the rules for answers see it."""
    return Delivery(
        id=mail.id,
        issue_id=0,
        subscriber_id=mail.subscriber_id or 0,
        address=mail.address,
        state=mail.state,
        attempts=mail.attempts,
        code=mail.code,
        enhanced=mail.enhanced,
    )
