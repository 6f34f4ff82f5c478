"""Mailgun: each event signed with the account's key.

https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from curator.errors import TokenError
from curator.mail.bounces.report import Kind, Report, reply_of
from curator.mail.replies import Reply
from curator.mail.webhooks.reading import inner, objects, parse, word

MOST_SECONDS = 3600
"""An older call is somebody's recording."""


def reports(body: bytes, key: str, now: datetime) -> list[Report]:
    """What a genuine call tells; ``key`` is the signing key. Raises :class:`TokenError`."""
    message = next(iter(objects(parse(body))), {})
    signed = inner(message, "signature")
    stamp, token = word(signed, "timestamp", 20), word(signed, "token", 100)
    expected = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), word(signed, "signature", 100).encode()):
        raise TokenError("the webhook's signature is wrong")
    if not stamp.isdecimal() or abs(now.timestamp() - int(stamp)) > MOST_SECONDS:
        raise TokenError("the webhook's time is missing or long ago")
    report = _report(inner(message, "event-data"))
    return [] if report is None else [report]


def _report(event: Mapping[str, Any]) -> Report | None:
    if word(event, "event") == "complained":
        return _told(event, Kind.COMPLAINT, Reply(250, "complaint: abuse"))
    if word(event, "event") != "failed":
        return None
    status = inner(event, "delivery-status")
    words = word(status, "message") or word(status, "description")
    permanent = word(event, "severity") == "permanent"
    if not permanent:
        return _told(event, Kind.DELAYED, reply_of("4.0.0", words))
    known = word(event, "reason") == "suppress-bounce"
    enhanced = word(status, "enhanced-code") or ("5.1.1" if known else "5.0.0")
    code = word(status, "code")
    said = words if words.startswith(code) else f"{code} {words}"
    return _told(event, Kind.FAILED, reply_of(enhanced, said))


def _told(event: Mapping[str, Any], kind: Kind, reply: Reply) -> Report:
    message_id = word(inner(event, "message", "headers"), "message-id")
    return Report(
        kind=kind,
        reply=reply,
        recipient=word(event, "recipient"),
        source="mailgun",
        return_path=word(inner(event, "envelope"), "sender"),
        message_id=f"<{message_id.strip('<>')}>" if message_id else "",
    )
