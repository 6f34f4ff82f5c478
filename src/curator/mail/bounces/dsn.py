"""Delivery status notifications (RFC 3464), read as their fields say and not as their prose does."""

from __future__ import annotations

import base64
import email
import quopri
import re
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage, Message

from curator.mail.bounces.report import Kind, Report, reply_of
from curator.sanitize import clean_text

MOST_RECIPIENTS = 50
_STATUS_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_DECODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "base64": base64.b64decode,
    "quoted-printable": quopri.decodestring,
}
"""Not allowed in a status part by RFC 3464, and met all the same."""
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_KINDS = {"failed": Kind.FAILED, "delayed": Kind.DELAYED, "delivered": Kind.DELIVERED,
          "relayed": Kind.DELIVERED, "expanded": Kind.DELIVERED}  # fmt: skip


def parse(message: EmailMessage) -> list[Report]:
    """A report for each recipient the notification tells of; none if it is no notification."""
    groups = _status_groups(message)
    if len(groups) < 2:  # noqa: PLR2004 - fields of the message, then of each recipient
        return []
    message_id = original_message_id(message)
    reports = (_report(group, message_id) for group in groups[1 : MOST_RECIPIENTS + 1])
    return [report for report in reports if report is not None]


def original_message_id(message: EmailMessage) -> str:
    """The Message-ID of the mail that came back, from the copy of it or of its headers."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            match = re.search(
                r"^Message-ID:\s*(<[^>\s]{1,250}>)", _text(part), re.IGNORECASE | re.MULTILINE
            )
            if match:
                return match[1]
        elif kind == "message/rfc822" and part is not message:
            inner = enclosed(part)
            if inner is not None:
                return clean_text(str(inner.get("Message-ID", "")), 250)
    return ""


def enclosed(part: Message) -> Message | None:
    """The mail inside a ``message/rfc822`` part."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    return inner if isinstance(inner, Message) else None


def _status_groups(message: EmailMessage) -> list[Message]:
    """The groups of fields in the status part (RFC 3464 §2.1; RFC 6533 §3 for other scripts)."""
    for part in message.walk():
        if part.get_content_type() in _STATUS_PARTS:
            chunks = _BLANK_LINE.split(_status_text(part))
            groups = (email.message_from_string(chunk) for chunk in chunks[: MOST_RECIPIENTS + 2])
            return [group for group in groups if group.keys()]
    return []


def _status_text(part: Message) -> str:
    """The fields as they were written: the parser takes parts of mails apart, encoded or not."""
    payload = part.get_payload()
    pieces = payload if isinstance(payload, list) else [payload]
    text = "\n\n".join(str(piece).strip("\r\n") for piece in pieces)
    decode = _DECODERS.get(str(part.get("Content-Transfer-Encoding", "")).strip().lower())
    if decode is not None:
        text = decode(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    return text.replace("\r\n", "\n").strip("\n")


def _report(group: Message, message_id: str) -> Report | None:
    kind = _KINDS.get(_value(group, "Action").lower())
    status = _STATUS.search(_value(group, "Status"))
    if kind is None or status is None:
        return None
    recipient = _value(group, "Final-Recipient") or _value(group, "Original-Recipient")
    return Report(
        kind=kind,
        reply=reply_of(status[0], _after_type(_value(group, "Diagnostic-Code"))),
        recipient=_after_type(recipient).strip("<> "),
        source="dsn",
        message_id=message_id,
    )


def _value(group: Message, name: str) -> str:
    return clean_text(str(group.get(name, "")), 1000)


def _after_type(value: str) -> str:
    """``rfc822; a@b`` and ``smtp; 550 …`` without the type in front."""
    kind, mark, rest = value.partition(";")
    return rest.strip() if mark and " " not in kind.strip() else value


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload[:100_000].decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def walk_text(message: EmailMessage) -> Iterator[str]:
    """The plain text parts, for notifications that have nothing better."""
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            yield _text(part)
