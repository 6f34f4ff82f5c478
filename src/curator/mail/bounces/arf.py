"""Complaints of readers, as providers send them (RFC 5965, feedback loops)."""

from __future__ import annotations

from email.message import EmailMessage, Message

from curator.mail.bounces.dsn import original_message_id
from curator.mail.bounces.report import Kind, Report
from curator.mail.replies import Reply
from curator.sanitize import clean_text

COMPLAINTS = frozenset({"abuse", "fraud", "virus", "other", "opt-out", "opt-out-list"})
"""All kinds but ``not-spam``, which says the opposite, and authentication reports (RFC 6591)."""


def parse(message: EmailMessage) -> list[Report]:
    """The complaint in a feedback report; none if it is something else."""
    fields = _fields(message)
    if fields is None or _value(fields, "Feedback-Type").lower() not in COMPLAINTS:
        return []
    return [
        Report(
            kind=Kind.COMPLAINT,
            reply=Reply(250, f"complaint: {_value(fields, 'Feedback-Type')}"),
            recipient=_value(fields, "Original-Rcpt-To").strip("<> "),
            source="arf",
            return_path=_value(fields, "Original-Mail-From").strip("<> "),
            message_id=original_message_id(message),
        )
    ]


def _fields(message: EmailMessage) -> Message | None:
    """The fields of the ``message/feedback-report`` part."""
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            payload = part.get_payload()
            if isinstance(payload, list) and payload and isinstance(payload[0], Message):
                return payload[0]
    return None


def _value(fields: Message, name: str) -> str:
    return clean_text(str(fields.get(name, "")), 500)
