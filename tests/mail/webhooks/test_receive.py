"""Calls of providers: the genuine ones have consequences, the forged ones none."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError, NotFound, ParseError, TokenError
from curator.mail import verp
from curator.mail.bounces.report import Kind
from curator.mail.bounces.rules import Action
from curator.mail.deliver import deliver
from curator.mail.letters import message_id
from curator.mail.replies import Verdict
from curator.mail.webhooks import receive
from curator.mail.webhooks.receive import Call, Told
from curator.model import Delivery
from curator.storage import deliveries, suppressions
from curator.storage.engine.database import Database
from tests.mail import sink
from tests.mail.examples import BOUNCES, NOW, RING, add_readers, address, freeze, plan

TOPIC = "arn:aws:sns:eu-west-1:123456789012:bounces"
CERTIFICATE_URL = (
    "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"
)
CREDENTIALS = "hook:a long password"
MAILGUN_KEY = "key-0123456789"
AMAZON = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SENDGRID = ec.generate_private_key(ec.SECP256R1())
STAMP = str(int(NOW.timestamp()))


def certificate() -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(AMAZON.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=365))
        .sign(AMAZON, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM)


PEM = certificate()


def fetch(url: str) -> bytes:
    """Amazon's certificate, and nothing from anywhere else."""
    assert url == CERTIFICATE_URL
    return PEM


def public_key() -> str:
    der = SENDGRID.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(der).decode()


SECRETS = {
    "ses": TOPIC,
    "postmark": CREDENTIALS,
    "sendgrid": public_key(),
    "mailgun": MAILGUN_KEY,
}


# --------------------------------------------------------------------------- genuine calls


def ses(recipient: str, status: str, mid: str = "", *, kind: str = "Bounce", **more: Any) -> Call:
    people = [
        {"emailAddress": recipient, "status": status, "diagnosticCode": f"smtp; 550 {status} no"}
    ]
    message = {
        "notificationType": kind,
        "mail": {"source": more.pop("source", "x@y"), "commonHeaders": {"messageId": mid}},
        "bounce": {"bounceType": "Permanent", "bouncedRecipients": people},
        "complaint": {"complainedRecipients": people, "complaintFeedbackType": "abuse"},
    }
    return sns({"Type": "Notification", "Message": json.dumps(message), **more})


def sns(fields: dict[str, str], *, version: str = "2") -> Call:
    envelope = {
        "MessageId": "1", "TopicArn": TOPIC, "Timestamp": "2026-02-22T08:00:00Z",
        "SigningCertURL": CERTIFICATE_URL, "SignatureVersion": version, **fields,
    }  # fmt: skip
    names = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    text = "".join(f"{name}\n{envelope[name]}\n" for name in names if name in envelope)
    algorithm = hashes.SHA256() if version == "2" else hashes.SHA1()
    signature = AMAZON.sign(text.encode(), padding.PKCS1v15(), algorithm)
    envelope["Signature"] = base64.b64encode(signature).decode()
    return Call("ses", {}, json.dumps(envelope).encode())


def postmark(recipient: str, status: str, mid: str = "", *, kind: str = "Bounce") -> Call:
    event = {
        "RecordType": "SpamComplaint" if kind == "Complaint" else "Bounce",
        "Type": "HardBounce",
        "Email": recipient,
        "Details": f"smtp;550 {status} no",
        "Metadata": {"message-id": mid},
    }
    basic = base64.b64encode(CREDENTIALS.encode()).decode()
    return Call("postmark", {"authorization": f"Basic {basic}"}, json.dumps(event).encode())


def sendgrid(recipient: str, status: str, mid: str = "", *, kind: str = "Bounce") -> Call:
    event = {
        "event": "spamreport" if kind == "Complaint" else "bounce",
        "type": "bounce",
        "email": recipient,
        "status": status,
        "reason": f"550 {status} no",
        "smtp-id": mid,
    }
    body = json.dumps([event, {"event": "open", "email": recipient}]).encode()
    signature = SENDGRID.sign(STAMP.encode() + body, ec.ECDSA(hashes.SHA256()))
    headers = {
        "x-twilio-email-event-webhook-timestamp": STAMP,
        "x-twilio-email-event-webhook-signature": base64.b64encode(signature).decode(),
    }
    return Call("sendgrid", headers, body)


def mailgun(recipient: str, status: str, mid: str = "", *, kind: str = "Bounce") -> Call:
    signature = hmac.new(MAILGUN_KEY.encode(), f"{STAMP}tok".encode(), hashlib.sha256).hexdigest()
    event = {
        "event": "complained" if kind == "Complaint" else "failed",
        "severity": "permanent",
        "recipient": recipient,
        "delivery-status": {"code": 550, "enhanced-code": status, "message": f"{status} no"},
        "message": {"headers": {"message-id": mid.strip("<>")}},
    }
    signed = {"timestamp": STAMP, "token": "tok", "signature": signature}
    return Call("mailgun", {}, json.dumps({"signature": signed, "event-data": event}).encode())


Make = Callable[..., Call]
MAKERS: list[Make] = [ses, postmark, sendgrid, mailgun]


def read(call: Call) -> Told:
    return receive.read(call, secret=SECRETS[call.provider], now=NOW, fetch=fetch)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        ("5.1.1", Verdict.BAD_ADDRESS),
        ("5.2.2", Verdict.FULL),
        ("5.7.26", Verdict.POLICY),
        ("5.4.4", Verdict.REFUSED),
    ],
)
def test_a_bounce_is_read_with_its_class(make: Make, status: str, verdict: Verdict) -> None:
    (report,) = read(make("ada@reader.example", status)).reports
    assert (report.kind, report.verdict) == (Kind.FAILED, verdict)
    assert report.recipient == "ada@reader.example"


@pytest.mark.parametrize("make", MAKERS)
def test_a_complaint_is_read(make: Make) -> None:
    (report,) = read(make("ada@reader.example", "5.0.0", kind="Complaint")).reports
    assert report.kind is Kind.COMPLAINT


def test_the_older_signature_of_amazon_is_known_too() -> None:
    call = sns({"Type": "Notification", "Message": "{}"}, version="1")
    assert read(call) == Told()


def test_a_subscription_is_confirmed_at_amazon_only() -> None:
    good = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=x"
    fields = {"Type": "SubscriptionConfirmation", "Message": "m", "Token": "x"}
    assert read(sns({**fields, "SubscribeURL": good})).visit == good
    for bad in ("https://evil.example/?Action=ConfirmSubscription&x", "http://127.0.0.1/", ""):
        with pytest.raises(TokenError):
            read(sns({**fields, "SubscribeURL": bad}))


# --------------------------------------------------------------------------- forged calls


@pytest.mark.parametrize("make", MAKERS)
def test_a_body_that_was_changed_is_refused(make: Make) -> None:
    call = make("ada@reader.example", "5.1.1")
    if call.provider == "postmark":
        forged = Call(call.provider, {"authorization": "Basic aG9vazp4"}, call.body)
    elif call.provider == "mailgun":
        forged = Call(call.provider, {}, call.body.replace(b'"token": "tok"', b'"token": "tak"'))
    else:
        forged = Call(call.provider, call.headers, call.body.replace(b"ada@", b"bob@"))
    with pytest.raises(TokenError):
        read(forged)


@pytest.mark.parametrize("make", [sendgrid, mailgun])
def test_a_recording_is_refused(make: Make) -> None:
    call = make("ada@reader.example", "5.1.1")
    with pytest.raises(TokenError):
        receive.read(call, secret=SECRETS[call.provider], now=NOW + timedelta(hours=2), fetch=fetch)


@pytest.mark.parametrize(
    "change",
    [
        {"TopicArn": "arn:aws:sns:eu-west-1:999999999999:bounces"},
        {"SigningCertURL": "https://evil.example/SimpleNotificationService-0123456789abcdef.pem"},
        {"SigningCertURL": "https://sns.eu-west-1.amazonaws.com.evil.example/x.pem"},
        {"Type": "Other"},
    ],
)
def test_only_amazon_speaking_for_our_topic_is_believed(change: dict[str, str]) -> None:
    """A genuine signature of another topic, or of a certificate from elsewhere, is worth nothing."""
    with pytest.raises(TokenError):
        read(sns({"Type": "Notification", "Message": "{}", **change}))


@given(
    st.sampled_from(list(SECRETS)),
    st.one_of(st.binary(max_size=200), st.just(b"[[]]"), st.just(b"[" * 9999)),
)
def test_nonsense_is_refused_politely(provider: str, body: bytes) -> None:
    with pytest.raises(CuratorError):
        read(Call(provider, {}, body))


def test_an_unknown_provider_is_named() -> None:
    with pytest.raises(NotFound, match="postmark"):
        receive.read(Call("pigeon", {}, b"{}"), secret="", now=NOW, fetch=fetch)


def test_a_key_that_is_none_is_told_apart_from_a_forged_call() -> None:
    call = sendgrid("ada@reader.example", "5.1.1")
    with pytest.raises(ParseError, match="public key"):
        receive.read(call, secret="bm90IGEga2V5", now=NOW, fetch=fetch)


# --------------------------------------------------------------------------- consequences


@pytest.fixture
def sent(sqlite_database: Database) -> list[Delivery]:
    add_readers(sqlite_database, 3)
    issue = freeze(sqlite_database)
    with sink.running() as server:
        deliver(sqlite_database, issue, plan(sqlite_database, issue, server.port))
    with sqlite_database.read() as connection:
        return deliveries.list_(connection, issue)


@pytest.mark.parametrize("make", MAKERS)
def test_a_hard_bounce_suppresses_by_message_id(
    sqlite_database: Database, sent: list[Delivery], make: Make
) -> None:
    one = sent[1]
    call = make(one.address, "5.1.1", f"<{message_id(RING, one)}@example.org>")
    with sqlite_database.begin() as connection:
        (booked,) = receive.apply(connection, RING, read(call), NOW)
        (again,) = receive.apply(connection, RING, read(call), NOW)
        assert (booked.action, booked.delivery_id) == (Action.SUPPRESS, one.id)
        assert again.action is Action.NOTHING
        assert suppressions.get(connection, RING.address_hash(one.address)) is not None
        assert len(suppressions.list_(connection)) == 1


def test_amazon_tells_the_return_path(sqlite_database: Database, sent: list[Delivery]) -> None:
    call = ses(
        "rewritten@elsewhere.example", "5.1.1", source=verp.return_path(RING, sent[2].id, BOUNCES)
    )
    with sqlite_database.begin() as connection:
        (booked,) = receive.apply(connection, RING, read(call), NOW)
    assert booked.delivery_id == sent[2].id


def test_mail_of_somebody_else_is_only_mentioned(
    sqlite_database: Database, sent: list[Delivery]
) -> None:
    with sqlite_database.begin() as connection:
        for call in (
            ses("stranger@elsewhere.example", "5.1.1"),
            ses(address(0), "5.1.1", "<other-mail@example.org>"),
        ):
            (booked,) = receive.apply(connection, RING, read(call), NOW)
            assert "not ours" in booked.why
        assert suppressions.list_(connection) == []
