"""Bounces and complaints in the shapes of different servers; every word of them is ours."""

from __future__ import annotations

import base64


def dsn(
    to: str,
    *,
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <ada@reader.example>: user unknown",
    action: str = "failed",
    recipient: str = "rfc822; ada@reader.example",
    message_id: str = "<0a1b@example.org>",
) -> bytes:
    """A notification as RFC 3464 wants it."""
    return f"""\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.reader.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

--B1
Content-Type: text/plain; charset=us-ascii

This is the mail system. Your message could not be delivered.

--B1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.reader.example
Arrival-Date: Sun, 22 Feb 2026 08:00:00 +0000

Final-Recipient: {recipient}
Original-Recipient: rfc822;ada@reader.example
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--B1
Content-Type: text/rfc822-headers

Subject: Learning by Doing
Message-ID: {message_id}

--B1--
""".replace("\n", "\r\n").encode()


def arf(return_path: str, *, kind: str = "abuse") -> bytes:
    """A complaint of a feedback loop (RFC 5965)."""
    return f"""\
From: Feedback <fbl@provider.example>
To: abuse@example.org
Subject: FW: Learning by Doing
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B2"

--B2
Content-Type: text/plain

This is an email abuse report.

--B2
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Provider/1.0
Version: 1
Original-Mail-From: <{return_path}>
Original-Rcpt-To: <ada@reader.example>

--B2
Content-Type: message/rfc822

Return-Path: <{return_path}>
From: ada@example.org
Subject: Learning by Doing
Message-ID: <0a1b@example.org>

Body
--B2--
""".replace("\n", "\r\n").encode()


def exim(to: str, said: str) -> bytes:
    """A bounce of an Exim of before it wrote notifications of RFC 3464; it calls itself an answer."""
    return f"""\
From: Mail Delivery System <Mailer-Daemon@mx.reader.example>
To: {to}
Subject: Mail delivery failed: returning message to sender
Auto-Submitted: auto-replied
X-Failed-Recipients: ada@reader.example

This was written by the mail program. What you sent could not be handed
to the address below, and it will not be tried again:

  ada@reader.example
    {said}
""".replace("\n", "\r\n").encode()


def encoded(notification: bytes) -> bytes:
    """A notification whose fields are in base64, which no standard allows."""
    head, mark, rest = notification.partition(b"Content-Type: message/delivery-status\r\n\r\n")
    fields, end, tail = rest.partition(b"\r\n\r\n--B1")
    cte = b"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + (cte if mark else b"") + base64.encodebytes(fields) + end + tail


def qmail(to: str, text: str = "Sorry, no mailbox here by that name. (#5.1.1)") -> bytes:
    """A bounce of a server that is older than RFC 3464."""
    return f"""\
From: MAILER-DAEMON@old.example
To: {to}
Subject: failure notice

Hi. This is the qmail-send program at old.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ada@reader.example>:
192.0.2.1 does not like recipient.
Remote host said: {text}
Giving up on 192.0.2.1.

--- Below this line is a copy of the message.

Return-Path: <{to}>
Subject: Learning by Doing
""".encode()


def vacation(to: str) -> bytes:
    """An absence note."""
    return f"""\
From: Ada <ada@reader.example>
To: {to}
Subject: Away until Monday
Auto-Submitted: auto-replied
Precedence: bulk

I am away.
""".encode()
