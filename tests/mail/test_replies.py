"""Who is at fault: replies as large providers and common servers write them."""

from __future__ import annotations

import pytest

from curator.mail.replies import Reply, Stage, Verdict, classify, parse

BODY, RCPT, MAIL = Stage.BODY, Stage.RCPT, Stage.MAIL


@pytest.mark.parametrize(
    ("code", "text", "stage", "verdict"),
    [
        (250, "2.0.0 OK queued", BODY, Verdict.ACCEPTED),
        (550, "5.1.1 The email account that you tried to reach does not exist", RCPT, Verdict.BAD_ADDRESS),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound", RCPT, Verdict.BAD_ADDRESS),
        (550, "5.2.1 The email account that you tried to reach is disabled", RCPT, Verdict.BAD_ADDRESS),
        (550, "5.1.2 no such domain", RCPT, Verdict.BAD_ADDRESS),
        (550, "No such user here", RCPT, Verdict.BAD_ADDRESS),
        (550, "Requested action not taken: mailbox unavailable", RCPT, Verdict.BAD_ADDRESS),
        (550, "user unknown", RCPT, Verdict.BAD_ADDRESS),
        (452, "4.2.2 The email account that you tried to reach is over quota", RCPT, Verdict.DEFERRED),
        (552, "5.2.2 mailbox full", RCPT, Verdict.FULL),
        (552, "too much mail", BODY, Verdict.FULL),
        (421, "4.7.0 Try again later, closing connection", MAIL, Verdict.THROTTLED),
        (421, "service not available", BODY, Verdict.THROTTLED),
        (451, "4.7.1 Greylisting in effect, please come back later", RCPT, Verdict.DEFERRED),
        (450, "4.2.0 Recipient address rejected: Greylisted", RCPT, Verdict.DEFERRED),
        (421, "4.7.0 Greylisted, closing connection", RCPT, Verdict.THROTTLED),
        (450, "4.2.1 mailbox busy", RCPT, Verdict.DEFERRED),
        (451, "too many messages, slow down", BODY, Verdict.THROTTLED),
        (451, "temporary local problem", BODY, Verdict.DEFERRED),
        (550, "5.7.515 Access denied, sending domain does not meet the required authentication level", BODY, Verdict.POLICY),
        (550, "5.7.26 Unauthenticated email is not accepted due to domain's DMARC policy", BODY, Verdict.POLICY),
        (550, "5.7.1 Service unavailable; client host blocked using a block list", RCPT, Verdict.POLICY),
        (550, "5.1.8 Sender address rejected: domain not found", RCPT, Verdict.POLICY),
        (550, "5.1.7 bad sender", RCPT, Verdict.POLICY),
        (550, "5.1.1 sender rejected", MAIL, Verdict.POLICY),
        (554, "Message rejected as spam", BODY, Verdict.POLICY),
        (554, "transaction failed", BODY, Verdict.REFUSED),
        (530, "5.5.1 authentication required", MAIL, Verdict.POLICY),
        (535, "bad credentials", MAIL, Verdict.POLICY),
        (503, "5.5.1 bad sequence of commands", BODY, Verdict.POLICY),
        (550, "5.4.1 Recipient address rejected: Access denied", RCPT, Verdict.REFUSED),
        (554, "5.6.0 message content rejected", BODY, Verdict.REFUSED),
        (552, "5.3.4 message too big for system", BODY, Verdict.POLICY),
        (552, "5.2.3 Message length exceeds administrative limit", RCPT, Verdict.POLICY),
        (552, "Message size exceeds fixed maximum message size", BODY, Verdict.POLICY),
        (552, "Requested mail action aborted: exceeded storage allocation", BODY, Verdict.FULL),
        (552, "message exceeds the quota of the mailbox", BODY, Verdict.FULL),
    ],
)  # fmt: skip
def test_verdicts(code: int, text: str, stage: Stage, verdict: Verdict) -> None:
    assert classify(parse(code, text, stage)) is verdict


def test_an_enhanced_code_of_another_class_is_not_believed() -> None:
    assert parse(550, "4.7.0 odd").enhanced is None
    assert parse(550, "reached 10.5.1.1 today").enhanced is None
    assert parse(550, "said 5.1.1 at the end").enhanced == "5.1.1"


def test_what_a_server_says_cannot_drive_a_terminal() -> None:
    reply = parse(550, "\x1b[31mred\x07 " + "x" * 5000)
    assert "\x1b" not in str(reply)
    assert len(reply.text) <= 500


def test_354_is_a_yes() -> None:
    assert Reply(354).positive
    assert not Reply(451).positive


def test_the_words_of_a_bounce_repeat_no_code() -> None:
    assert str(parse(550, "550 5.1.1 no such user")) == "550 5.1.1 no such user"
    assert str(parse(550, "5.1.1 no such user")) == "550 5.1.1 no such user"
