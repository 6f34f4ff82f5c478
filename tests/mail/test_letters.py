"""One reader's mail of an issue."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest

from curator import tokens
from curator.errors import DeliveryError
from curator.mail import verp
from curator.mail.letters import Letter, Stationery, message_id
from curator.model import Addressee, Delivery, DeliveryState
from curator.tokens import Keyring, Purpose
from tests.mail.examples import BOUNCES, NEWSLETTER, NOW, RING, compiled

PAPER = Stationery(
    {"": compiled().to_bytes()}, ring=RING, sender=NEWSLETTER.sender, bounce_address=BOUNCES
)


def letter(
    number: int = 7, name: str = "Ada Lovelace", variant: str = "", *, paper: Stationery = PAPER
) -> Letter:
    delivery = Delivery(
        70 + number, 1, number, f"r{number}@one.example", DeliveryState.QUEUED, variant=variant
    )
    return paper.letter(delivery, Addressee(number, name, NOW.date(), 3))


def mail(after: timedelta = timedelta()) -> bytes:
    """A letter's mail, so long after the issue was frozen."""
    return b"".join(PAPER.mail(letter(), NOW + after))


def test_it_says_to_whom_since_when_and_how_to_leave() -> None:
    message = email.message_from_bytes(mail(), policy=email.policy.default)
    assert str(message["To"]) == "Ada Lovelace <r7@one.example>"
    (page, _) = str(message["List-Unsubscribe"]).split(",")
    token = page.strip("<> ").rpartition("/")[2]
    claim = tokens.read(RING, Purpose.UNSUBSCRIBE, token, NOW)
    assert (claim.number, claim.epoch) == (7, 3)
    assert "22 February 2026" in message.as_string()


def test_the_envelope_tells_the_delivery() -> None:
    envelope = letter().envelope
    assert verp.delivery_of(RING, envelope.sender) == 77
    assert envelope.recipient == "r7@one.example"
    plain = Stationery({"": compiled().to_bytes()}, ring=RING, sender=NEWSLETTER.sender)
    assert letter(paper=plain).envelope.sender == NEWSLETTER.sender, (
        "where no mailbox takes bounces"
    )


def test_every_attempt_is_the_same_mail_for_some_hours() -> None:
    first, soon, later = (mail(timedelta(hours=hours)) for hours in (0, 5, 7))
    assert first == soon != later
    ids = {email.message_from_bytes(raw)["Message-ID"] for raw in (first, later)}
    assert len(ids) == 1


def test_message_ids_are_of_issue_and_reader_and_nobody_can_guess_them() -> None:
    ids = {message_id(RING, letter(number).delivery) for number in range(50)}
    assert len(ids) == 50
    other = Keyring.of("another secret of at least sixteen bytes")
    assert message_id(other, letter().delivery) not in ids


def test_readers_share_the_long_pieces_of_their_mails() -> None:
    ours, theirs = (PAPER.mail(letter(number), NOW) for number in (7, 8))
    shared = {id(piece) for piece in ours} & {id(piece) for piece in theirs}
    own = [piece for piece in ours if id(piece) not in shared]
    assert len(b"".join(own)) < len(b"".join(ours)) / 2


def test_a_form_that_was_never_frozen_is_refused() -> None:
    with pytest.raises(DeliveryError, match="no form"):
        PAPER.mail(letter(variant="other"), NOW)
