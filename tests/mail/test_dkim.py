"""Signatures that receivers verify; :mod:`dkim` (dkimpy) plays the receiver."""

from __future__ import annotations

import dkim
import pytest

from curator.errors import DeliveryError
from curator.mail import dkim as ours
from curator.mail.dkim import Algorithm, Signer
from curator.mail.message import Press
from curator.mail.stencil import ReaderSlots
from tests.mail.examples import NOW, compiled

RSA = Signer("example.org", "rsa1", ours.generate())
ED25519 = Signer("example.org", "ed1", ours.generate(Algorithm.ED25519))
READER = ReaderSlots("Reader One <one@reader.example>", "0a1b", "UNSUB", "PREFS", NOW.date())

SINGLE = (
    b"Date: Sun, 22 Feb 2026 08:00:00 +0000\r\nFrom: ada@example.org\r\nTo: b@c.example\r\n"
    b"Subject: folded\r\n  over  two lines\r\nMessage-ID: <1@example.org>\r\n\r\n"
    b"Body  with\tblanks \r\n\r\n.dot\r\n\r\n\r\n"
)


def dns(name: bytes, timeout: int = 5) -> bytes:
    """The zone that the signers publish."""
    records = dict(ours.dns_record(signer) for signer in (RSA, ED25519))
    return records[name.decode().rstrip(".")].encode()


def verifies(message: bytes, index: int = 0) -> bool:
    try:
        return bool(dkim.DKIM(message).verify(idx=index, dnsfunc=dns))
    except dkim.ValidationError:
        return False


@pytest.mark.parametrize("signers", [(RSA,), (ED25519,), (RSA, ED25519)], ids=len)
def test_issues_verify(signers: tuple[Signer, ...]) -> None:
    message = Press(compiled(), signers).stamp(READER)
    assert all(verifies(message, index) for index in range(len(signers)))


@pytest.mark.parametrize("signers", [(RSA,), (RSA, ED25519)], ids=len)
def test_single_mails_verify(signers: tuple[Signer, ...]) -> None:
    message = ours.sign(SINGLE, signers, NOW)
    assert all(verifies(message, index) for index in range(len(signers)))


def test_a_body_of_nothing_verifies() -> None:
    head = SINGLE.partition(b"\r\n\r\n")[0]
    assert verifies(ours.sign(head + b"\r\n\r\n", [RSA], NOW))
    assert verifies(ours.sign(head + b"\r\n\r\n\r\n\r\n", [RSA], NOW))


def test_any_signed_header_or_byte_that_changes_breaks_the_signature() -> None:
    message = Press(compiled(), [RSA]).stamp(READER)
    head, _, body = message.partition(b"\r\n\r\n")
    for name in (b"From", b"To", b"Subject", b"Date", b"Message-ID", b"List-Unsubscribe",
                 b"List-Unsubscribe-Post", b"List-Id", b"Content-Type"):  # fmt: skip
        marked = head.replace(b"\r\n" + name + b": ", b"\r\n" + name + b": x", 1)
        assert marked != head
        assert not verifies(marked + b"\r\n\r\n" + body), name
    assert not verifies(head + b"\r\n\r\n" + body.replace(b"convolutions", b"convolutiont", 1))


@pytest.mark.parametrize("header", [b"From: evil@example.net", b"Subject: else", b"Reply-To: e@x"])
def test_a_second_header_cannot_be_added(header: bytes) -> None:
    message = Press(compiled(), [RSA]).stamp(READER)
    assert not verifies(header + b"\r\n" + message)


def test_both_unsubscribe_headers_are_signed() -> None:
    message = Press(compiled(), [RSA]).stamp(READER)
    signature = dkim.util.parse_tag_value(
        message.partition(b"DKIM-Signature:")[2].partition(b"\r\nDate:")[0]
    )
    signed = [name.strip() for name in signature[b"h"].split(b":")]
    assert b"list-unsubscribe" in signed
    assert b"list-unsubscribe-post" in signed
    assert signed.count(b"from") == 2, "oversigned"
    assert signature[b"d"] == b"example.org"


def test_relaxed_canonical_forms_of_the_rfc() -> None:
    # RFC 6376 §3.4.5, the example in words.
    assert ours.relaxed_header(b"A: X\r\n") == b"a:X\r\n"
    assert ours.relaxed_header(b"B : Y\t\r\n\tZ  \r\n") == b"b:Y Z\r\n"
    assert ours.relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n") == b" C\r\nD E\r\n"


def test_keys_are_kept_and_published() -> None:
    loaded = ours.Signer("example.org", "rsa1", ours.from_pem(ours.to_pem(RSA.key)))
    assert ours.dns_record(loaded) == ours.dns_record(RSA)
    name, text = ours.dns_record(ED25519)
    assert name == "ed1._domainkey.example.org"
    assert text.startswith("v=DKIM1; k=ed25519; p=")
    line = ours.zone_line(RSA)
    assert all(len(part) <= 255 for part in line.split('"')[1::2])
    assert "".join(line.split('"')[1::2]) == ours.dns_record(RSA)[1]


def test_what_is_no_key_is_refused() -> None:
    with pytest.raises(DeliveryError, match="not an unencrypted PEM"):
        ours.from_pem(b"not a key")
