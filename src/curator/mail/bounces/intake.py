"""One incoming mail: a bounce, a complaint, a wish to leave, or nothing for us.

Pure: octets in, a finding out. We never answer incoming mail, so there is nothing a loop could be
made of.
"""

from __future__ import annotations

import email
import email.policy
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses

from flufl.bounce import all_failures

from curator.errors import TokenError
from curator.mail import verp
from curator.mail.bounces import arf, dsn
from curator.mail.bounces.report import Kind, Report, reply_of
from curator.mail.replies import Reply
from curator.sanitize import clean_text
from curator.tokens import Keyring

# It logs a trace for each of its detectors that hostile mail trips up; the others still run.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

MOST_BYTES = 2 << 20
"""A bounce is small; of a larger mail only the beginning is read."""
_WISH = re.compile(r"\bunsubscribe\s+([A-Za-z0-9_-]{20,80})\s*\Z", re.IGNORECASE)
_STATUS_IN_TEXT = re.compile(r"\b([45]\d\d)[ -#]+([45]\.\d{1,3}\.\d{1,3})\b([^\r\n]{0,200})")
_STATUS_OF_QMAIL = re.compile(r"^([^\r\n]{0,200})\(#([45]\.\d{1,3}\.\d{1,3})\)", re.MULTILINE)
"""``Sorry, no mailbox here by that name. (#5.1.1)``, as qmail ends each of its reasons."""
_FAILED = "X-Failed-Recipients"
"""Exim names them there; it marks its bounces as answers, like a notice of absence."""
_RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", _FAILED)


@dataclass(frozen=True, slots=True)
class Finding:
    """What an incoming mail is."""

    reports: tuple[Report, ...] = ()
    delivery_id: int | None = None
    """The delivery it is about, proven by our token in the address it was sent to."""
    leave: str | None = None
    """The token of a wish to leave."""
    why: str = ""
    """For the log, in a few words."""

    @property
    def trusted(self) -> bool:
        """Whether it may have consequences: forged notifications have none."""
        return self.delivery_id is not None


def read(raw: bytes, ring: Keyring, recipients: Sequence[str] = ()) -> Finding:
    """What the mail is; ``recipients`` are those of its envelope, where known (LMTP, pipe).

    Never raises: whatever is sent to a mailbox arrives here.
    """
    try:
        return _read(raw[:MOST_BYTES], ring, recipients)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The standard parser has gaps that hostile mail finds; such a mail is none of ours.
        return Finding(why="is no mail that can be read")


def _read(raw: bytes, ring: Keyring, recipients: Sequence[str]) -> Finding:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    wish = _WISH.search(clean_text(str(message.get("Subject", "")), 300))
    if wish:
        return Finding(leave=wish[1], why="asks to leave")
    reports = tuple(dsn.parse(message) or arf.parse(message) or _odd(message))
    if not reports:
        return Finding(why="is neither bounce nor complaint")
    delivery_id = _delivery(message, ring, recipients, reports)
    trust = "" if delivery_id is not None else " without a token of ours"
    return Finding(reports, delivery_id, why=f"{reports[0].source} {reports[0].kind.value}{trust}")


def _delivery(
    message: EmailMessage, ring: Keyring, recipients: Sequence[str], reports: Sequence[Report]
) -> int | None:
    """The delivery whose token is in the address that this came to, or in a complaint's own copy."""
    headers = [str(value) for name in _RECIPIENT_HEADERS for value in message.get_all(name, [])]
    candidates = [
        *recipients,
        *(address for _, address in getaddresses(headers)),
        *(report.return_path for report in reports),
        *_return_paths_inside(message),
    ]
    for candidate in candidates:
        try:
            return verp.delivery_of(ring, candidate)
        except TokenError:
            continue
    return None


def _return_paths_inside(message: EmailMessage) -> list[str]:
    """The ``Return-Path`` of the mail that is enclosed in a complaint."""
    found = []
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and part is not message:
            inner = dsn.enclosed(part)
            if inner is not None:
                found.append(str(inner.get("Return-Path", ""))[:300])
    return found


def _odd(message: EmailMessage) -> list[Report]:
    """Bounces of servers that do not follow RFC 3464: the address by flufl.bounce, the class by us.

    flufl.bounce calls full mailboxes and policy rejections permanent alike, so its classes are not
    used; where the text holds no status, nobody is accused.
    """
    told = _FAILED in message
    if not told and str(message.get("Auto-Submitted", "no")).lower().startswith("auto-replied"):
        return []
    temporary, permanent = all_failures(message)
    addresses = [found.decode("ascii", "replace") for found in (*permanent, *temporary)]
    addresses += [address for _, address in getaddresses(message.get_all(_FAILED, []))]
    if not addresses:
        return []
    return [
        Report(
            kind=Kind.FAILED,
            reply=_reply_in("\n".join(dsn.walk_text(message))),
            recipient=addresses[0],
            source="text",
            message_id=dsn.original_message_id(message),
        )
    ]


def _reply_in(text: str) -> Reply:
    """What some server said, as far as prose tells."""
    if match := _STATUS_IN_TEXT.search(text):
        return reply_of(match[2], f"{match[1]} {match[2]}{match[3]}")
    if match := _STATUS_OF_QMAIL.search(text):
        return reply_of(match[2], match[1])
    return reply_of("5.0.0", "")
