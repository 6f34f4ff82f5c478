"""Postmark: no signature, but a user and password of our choosing in the webhook's address.

https://postmarkapp.com/developer/webhooks/bounce-webhook
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from typing import Any

from curator.errors import TokenError
from curator.mail.bounces.report import Kind, Report, reply_of
from curator.mail.replies import Reply
from curator.mail.webhooks.reading import inner, objects, parse, word

_STATUS_OF = {
    "HardBounce": "5.1.1",
    "BadEmailAddress": "5.1.3",
    "ManuallyDeactivated": "5.1.1",
    "SoftBounce": "4.2.0",
    "Transient": "4.4.0",
    "DnsError": "4.4.3",
    "SpamNotification": "5.7.1",
    "Blocked": "5.7.1",
    "ISPBlock": "5.7.1",
    "DMARCPolicy": "5.7.26",
    "SMTPApiError": "5.3.0",
}
"""For bounces without the words of the server."""


def reports(headers: Mapping[str, str], body: bytes, credentials: str) -> list[Report]:
    """What a genuine call tells; ``credentials`` are ``user:password``. Raises :class:`TokenError`."""
    expected = "Basic " + base64.b64encode(credentials.encode()).decode("ascii")
    if not hmac.compare_digest(headers.get("authorization", "").encode(), expected.encode()):
        raise TokenError("the webhook's user or password is wrong")
    found = (_report(event) for event in objects(parse(body)))
    return [report for report in found if report is not None]


def _report(event: Mapping[str, Any]) -> Report | None:
    record = word(event, "RecordType")
    if record == "SpamComplaint":
        return _told(event, Kind.COMPLAINT, Reply(250, "complaint: abuse"))
    if record != "Bounce":
        return None
    words = word(event, "Details").removeprefix("smtp;").strip()
    return _told(event, Kind.FAILED, reply_of(_STATUS_OF.get(word(event, "Type"), "5.0.0"), words))


def _told(event: Mapping[str, Any], kind: Kind, reply: Reply) -> Report:
    return Report(
        kind=kind,
        reply=reply,
        recipient=word(event, "Email"),
        source="postmark",
        message_id=word(inner(event, "Metadata"), "message-id"),
    )
