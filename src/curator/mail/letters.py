"""One reader's mail of an issue: the frozen form they get, stamped with what is theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from curator import mailaddress, tokens
from curator.errors import DeliveryError
from curator.mail import headers, verp
from curator.mail.dkim import Signer
from curator.mail.message import Compiled, Press
from curator.mail.stencil import ReaderSlots
from curator.mail.transport import Envelope
from curator.model import Addressee, Delivery
from curator.tokens import Keyring, Purpose

DATE_STEP = timedelta(hours=6)
"""A mail that leaves long after its issue was frozen is dated later, in steps, so that a mail sent
again soon has the same date and an old one does not look forged."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A delivery, and what of it is its reader's own."""

    delivery: Delivery
    domain: str
    """Where it goes."""
    envelope: Envelope
    """Its sender tells the delivery where bounces are taken."""
    slots: ReaderSlots


class Stationery:
    """Everything needed to write the letters of one issue; shared by all connections."""

    def __init__(
        self,
        messages: Mapping[str, bytes],
        *,
        ring: Keyring,
        sender: str,
        signers: Sequence[Signer] = (),
        bounce_address: str | None = None,
    ) -> None:
        compiled = {variant: Compiled.from_bytes(data) for variant, data in messages.items()}
        self._presses = {variant: Press(form, signers) for variant, form in compiled.items()}
        self._dates = {variant: form.date for variant, form in compiled.items()}
        self._ring = ring
        self._sender = mailaddress.parse(sender)
        self._bounce_address = bounce_address

    def letter(self, delivery: Delivery, reader: Addressee) -> Letter:
        """What a delivery's mail needs of its reader.

        Cheaper made for many at once than right before each mail is signed, since after a signature
        the processor's caches hold nothing of this.
        """
        sender = self._sender
        if self._bounce_address:
            sender = verp.return_path(self._ring, delivery.id, self._bounce_address)
        slots = ReaderSlots(
            to=headers.mailbox(reader.name, delivery.address),
            message_id=message_id(self._ring, delivery),
            unsubscribe=self._token(Purpose.UNSUBSCRIBE, reader),
            preferences=self._token(Purpose.PREFERENCES, reader),
            since=reader.since,
        )
        envelope = Envelope(sender, delivery.address, key=f"delivery:{delivery.id}")
        return Letter(delivery, mailaddress.domain_of(delivery.address), envelope, slots)

    def mail(self, letter: Letter, now: datetime) -> list[bytes]:
        """The finished mail in pieces; raises :class:`DeliveryError` for a variant that was never frozen."""
        delivery = letter.delivery
        press = self._presses.get(delivery.variant)
        if press is None:
            raise DeliveryError(
                f"the issue has no form {delivery.variant!r} for {delivery.address}"
            )
        return press.pieces(letter.slots, self._date(delivery.variant, now))

    def _token(self, purpose: Purpose, reader: Addressee) -> str:
        return tokens.make(self._ring, purpose, reader.id, epoch=reader.token_epoch)

    def _date(self, variant: str, now: datetime) -> datetime:
        frozen = self._dates[variant]
        return frozen + (now - frozen) // DATE_STEP * DATE_STEP if now > frozen else frozen


def message_id(ring: Keyring, delivery: Delivery) -> str:
    """The left side of the Message-ID: the same for every attempt at a delivery.

    So a mail that comes twice can be told to be one, and a provider's report finds its delivery.
    """
    name = f"{delivery.issue_id}:{delivery.subscriber_id}".encode()
    return ring.mac(Purpose.MESSAGE_ID, name)[:16].hex()
