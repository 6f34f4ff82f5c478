"""One call of a provider: proven, read, tied to its delivery and booked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from curator.errors import NotFound, TokenError
from curator.mail import verp
from curator.mail.bounces import book
from curator.mail.bounces.book import Booked
from curator.mail.bounces.report import Report
from curator.mail.letters import message_id
from curator.mail.webhooks import mailgun, postmark, sendgrid, ses
from curator.model import Delivery
from curator.storage import deliveries, subscribers
from curator.storage.engine.database import Connection
from curator.tokens import Keyring

PROVIDERS = ("ses", "postmark", "sendgrid", "mailgun")


@dataclass(frozen=True, slots=True)
class Call:
    """What came in."""

    provider: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """What a call says."""

    reports: tuple[Report, ...] = ()
    visit: str | None = None
    """An address of Amazon's to visit, which confirms the subscription."""


def read(call: Call, *, secret: str, now: datetime, fetch: Callable[[str], bytes]) -> Told:
    """What a genuine call says.

    ``secret`` is what the provider proves itself by: SES the topic's ARN, Postmark
    ``user:password``, SendGrid its public key, Mailgun the signing key. Raises
    :class:`TokenError` for a forged call, :class:`~curator.errors.ParseError` for one that cannot be read and
    :class:`NotFound` for an unknown provider.
    """
    match call.provider:
        case "ses":
            envelope = ses.verified(call.body, secret, fetch)
            return Told(tuple(ses.reports(envelope)), ses.subscription(envelope))
        case "postmark":
            return Told(tuple(postmark.reports(call.headers, call.body, secret)))
        case "sendgrid":
            return Told(tuple(sendgrid.reports(call.headers, call.body, secret, now)))
        case "mailgun":
            return Told(tuple(mailgun.reports(call.body, secret, now)))
    raise NotFound(f"there is no webhook for {call.provider!r}; use {', '.join(PROVIDERS)}")


def apply(connection: Connection, ring: Keyring, told: Told, now: datetime) -> list[Booked]:
    """Book what a call says; a report about no mail of ours is only mentioned."""
    booked = []
    for report in told.reports:
        delivery = locate(connection, ring, report)
        if delivery is None:
            booked.append(Booked(why=f"{report.source} tells of a mail that is not ours"))
        else:
            booked.append(book.report(connection, delivery, report, now))
    return booked


def locate(connection: Connection, ring: Keyring, report: Report) -> Delivery | None:
    """The delivery that a report is about: by return path, by Message-ID, else the reader's last.

    The provider has proven itself, so the address alone is enough where it tells nothing better.
    """
    try:
        return deliveries.get(connection, verp.delivery_of(ring, report.return_path))
    except (TokenError, NotFound):
        pass
    reader = subscribers.find(connection, report.recipient)
    if reader is None:
        return None
    latest = deliveries.of_subscriber(connection, reader.id)[::-1]
    wanted = report.message_id.strip("<>").partition("@")[0]
    for one in latest:
        if wanted and message_id(ring, one) == wanted:
            return one
    return latest[0] if latest and not wanted else None
