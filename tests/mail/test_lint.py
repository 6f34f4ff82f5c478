"""The finished mail is looked at once more before it leaves."""

from __future__ import annotations

import pytest

from curator.mail.lint import Fault, lint
from curator.mail.message import Press
from curator.mail.stencil import ReaderSlots
from curator.mail.transport import Envelope
from curator.model import MailFormat
from tests.mail.examples import BOUNCES, NOW, compiled
from tests.mail.test_dkim import RSA

ENVELOPE = Envelope(BOUNCES.replace("@", "+token@"), "one@reader.example")
READER = ReaderSlots("One <one@reader.example>", "0a1b", "UNSUB", "PREFS", NOW.date())
MAIL = Press(compiled(), [RSA]).stamp(READER)


def rules(mail: bytes, envelope: Envelope = ENVELOPE) -> set[str]:
    return {fault.rule for fault in lint(mail, envelope)}


def test_our_mails_meet_every_rule() -> None:
    assert lint(MAIL, ENVELOPE) == ()
    assert lint(compiled(form=MailFormat.TEXT).stamp(READER), ENVELOPE) == ()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b"\r\nTo: ", b"\r\nTo: other@reader.example, ", "recipient"),
        (b"\r\nTo: ", b"\r\nTo: x@y.example\r\nTo: ", "headers"),
        (b"\r\nSubject: ", b"\r\nBcc: x@y.example\r\nSubject: ", "headers"),
        (b" Feb 2026", b" Nix 2026", "header-syntax"),
        (b"0a1b@example.org", b"0a1b@elsewhere.example", "message-id"),
        (b"List-Id: <newsletter.example.org>", b"List-Id: x", "list-id"),
        (b",\r\n <mailto:", b",\r\n <https://a.example/>,\r\n <mailto:", "list-unsubscribe"),
        (b"<https://digest", b"<http://digest", "list-unsubscribe"),
        (b"unsubscribe/UNSUB>", b"unsubscribe/one@reader.example>", "privacy"),
        (b"=One-Click", b"=Maybe", "one-click"),
        (b"Precedence: bulk", b"Auto-Submitted: auto-generated", "auto-submitted"),
        (b"text/html; charset=utf-8", b"text/html; charset=latin-1", "structure"),
        (b"multipart/alternative", b"multipart/mixed", "structure"),
        (b"Week 8", b"Week\n8", "line-ends"),
        (b"\r\nWeek 8", b"\r\n.Week 8", "dots"),
        (b"Week 8", b"W" * 80, "long-lines"),
        (b"Week 8", "Wéek".encode(), "eight-bit"),
        (b"Week 8", b"Week 8\r\n" * 20_000, "size"),
        (b"d=example.org", b"d=other.example", "dkim"),
        (b"list-unsubscribe:", b"list-id:", "dkim"),
        (b"Feedback-ID: ", b"Feedback-ID: " + b"long " * 30, "folding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_rule_catches_its_breach(old: bytes, new: bytes, rule: str) -> None:
    assert old in MAIL
    assert rule in rules(MAIL.replace(old, new, 1))


def test_bounces_that_go_elsewhere_are_a_warning() -> None:
    envelope = Envelope("b@provider.example", "one@reader.example")
    (fault,) = lint(MAIL, envelope)
    assert isinstance(fault, Fault)
    assert (fault.rule, fault.stops) == ("return-path", False)
