"""SendGrid: events signed with ECDSA, a batch at a time.

https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
"""

from __future__ import annotations

import base64
from binascii import Error as Base64Error
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from curator.errors import ParseError, TokenError
from curator.mail.bounces.report import Kind, Report, reply_of
from curator.mail.replies import Reply
from curator.mail.webhooks.reading import objects, parse, word

MOST_SECONDS = 3600
"""An older call is somebody's recording."""
_SIGNATURE = "x-twilio-email-event-webhook-signature"
_TIMESTAMP = "x-twilio-email-event-webhook-timestamp"


def reports(
    headers: Mapping[str, str], body: bytes, public_key: str, now: datetime
) -> list[Report]:
    """What a genuine call tells; ``public_key`` as SendGrid shows it. Raises :class:`TokenError`."""
    stamp = headers.get(_TIMESTAMP, "")
    if not stamp.isdecimal() or abs(now.timestamp() - int(stamp[:12])) > MOST_SECONDS:
        raise TokenError("the webhook's time is missing or long ago")
    try:
        signature = base64.b64decode(headers.get(_SIGNATURE, ""), validate=True)
        _key(public_key).verify(signature, stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, Base64Error, ValueError) as error:
        raise TokenError("the webhook's signature is wrong") from error
    found = (_report(event) for event in objects(parse(body)))
    return [report for report in found if report is not None]


def _key(text: str) -> ec.EllipticCurvePublicKey:
    try:
        key = load_der_public_key(base64.b64decode(text))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ParseError("SendGrid's public key cannot be read") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ParseError("SendGrid's public key is not of an elliptic curve")
    return key


def _report(event: Mapping[str, Any]) -> Report | None:
    match word(event, "event"):
        case "spamreport":
            return _told(event, Kind.COMPLAINT, Reply(250, "complaint: abuse"))
        case "bounce":
            blocked = word(event, "type") == "blocked"
            status = word(event, "status") or ("5.7.1" if blocked else "5.0.0")
            return _told(event, Kind.FAILED, reply_of(status, word(event, "reason")))
        case "dropped" if "Bounced Address" in word(event, "reason"):
            return _told(event, Kind.FAILED, reply_of("5.1.1", word(event, "reason")))
        case "deferred":
            return _told(event, Kind.DELAYED, reply_of("4.0.0", word(event, "response")))
    return None


def _told(event: Mapping[str, Any], kind: Kind, reply: Reply) -> Report:
    return Report(
        kind=kind,
        reply=reply,
        recipient=word(event, "email"),
        source="sendgrid",
        message_id=word(event, "smtp-id"),
    )
