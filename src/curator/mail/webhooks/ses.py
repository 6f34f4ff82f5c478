"""Amazon SES by SNS: signed with a certificate of Amazon's, and pinned to one topic.

The signature alone says only that some SNS topic spoke; anybody can have one. So the topic must be
the configured one. https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from __future__ import annotations

import base64
import re
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from curator.errors import ParseError, TokenError
from curator.mail.bounces.report import Kind, Report, reply_of
from curator.mail.replies import Reply
from curator.mail.webhooks.reading import inner, objects, parse, word

_HOST = r"https://sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?/"
_CERTIFICATE = re.compile(_HOST + r"SimpleNotificationService-[0-9a-f]{8,64}\.pem\Z")
_SUBSCRIBE = re.compile(_HOST + r"\?Action=ConfirmSubscription&[\x21-\x7e]{1,1000}\Z")
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
    ),
}  # fmt: skip
_STATUS_OF = {
    "NoEmail": "5.1.1",
    "Suppressed": "5.1.1",
    "OnAccountSuppressionList": "5.1.1",
    "MailboxFull": "5.2.2",
    "MessageTooLarge": "5.3.4",
    "ContentRejected": "5.7.1",
    "AttachmentRejected": "5.7.1",
}
"""For bounces that Amazon reports without a status of the server."""

Fetch = Callable[[str], bytes]


def reports(envelope: Mapping[str, Any]) -> list[Report]:
    """What a :func:`verified` notification tells."""
    if envelope.get("Type") != "Notification":
        return []
    message = next(iter(objects(parse(str(envelope.get("Message", "")).encode()))), {})
    kind = word(message, "notificationType") or word(message, "eventType")
    if kind == "Bounce":
        people = objects(inner(message, "bounce").get("bouncedRecipients"))
        return [_bounce(message, one) for one in people]
    if kind == "Complaint":
        people = objects(inner(message, "complaint").get("complainedRecipients"))
        return [_complaint(message, one) for one in people]
    return []


def subscription(envelope: Mapping[str, Any]) -> str | None:
    """The address to visit so that the topic starts to speak; ``None`` for other messages."""
    url = str(envelope.get("SubscribeURL", ""))
    if envelope.get("Type") != "SubscriptionConfirmation":
        return None
    if not _SUBSCRIBE.match(url):
        raise TokenError("the subscription's address is not Amazon's")
    return url


def verified(body: bytes, topic: str, fetch: Fetch) -> Mapping[str, Any]:
    """The message, if Amazon signed it for ``topic``; raises :class:`TokenError` for any other.

    ``fetch`` gets Amazon's certificate; it is asked for no other address.
    """
    message = next(iter(objects(parse(body))), {})
    names = _SIGNED.get(word(message, "Type"))
    certificate = str(message.get("SigningCertURL", ""))
    if names is None or message.get("TopicArn") != topic or not _CERTIFICATE.match(certificate):
        raise TokenError("the message is not of the configured SNS topic")
    text = "".join(f"{name}\n{message[name]}\n" for name in names if message.get(name) is not None)
    algorithm = hashes.SHA256() if message.get("SignatureVersion") == "2" else hashes.SHA1()  # noqa: S303
    key = _public_key(fetch(certificate))
    try:
        signature = base64.b64decode(str(message.get("Signature", "")), validate=True)
        key.verify(signature, text.encode(), padding.PKCS1v15(), algorithm)
    except (InvalidSignature, Base64Error, ValueError) as error:
        raise TokenError("the signature of the SNS message is wrong") from error
    return message


def _public_key(pem: bytes) -> rsa.RSAPublicKey:
    try:
        key = x509.load_pem_x509_certificate(pem).public_key()
    except ValueError as error:
        raise ParseError("Amazon's certificate cannot be read") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise ParseError("Amazon's certificate has no RSA key")
    return key


def _bounce(message: Mapping[str, Any], one: Mapping[str, Any]) -> Report:
    bounce = inner(message, "bounce")
    permanent = word(bounce, "bounceType") == "Permanent"
    usual = "5.0.0" if permanent else "4.0.0"
    status = word(one, "status") or _STATUS_OF.get(word(bounce, "bounceSubType"), usual)
    words = word(one, "diagnosticCode").removeprefix("smtp;").strip()
    return _report(message, one, Kind.FAILED, reply_of(status, words))


def _complaint(message: Mapping[str, Any], one: Mapping[str, Any]) -> Report:
    kind = word(inner(message, "complaint"), "complaintFeedbackType") or "abuse"
    return _report(message, one, Kind.COMPLAINT, Reply(250, f"complaint: {kind}"))


def _report(message: Mapping[str, Any], one: Mapping[str, Any], kind: Kind, reply: Reply) -> Report:
    mail = inner(message, "mail")
    return Report(
        kind=kind,
        reply=reply,
        recipient=word(one, "emailAddress"),
        source="ses",
        return_path=word(mail, "source"),
        message_id=word(inner(mail, "commonHeaders"), "messageId"),
    )
