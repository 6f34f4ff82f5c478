"""All checks, one after another; one that cannot be made does not keep the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from curator import mailaddress, tokens
from curator.errors import CuratorError
from curator.mail.dkim import Signer
from curator.mail.doctor import records, service
from curator.mail.doctor.finding import Finding, Grade, bad, good, skipped, warning
from curator.mail.doctor.names import Names, NoAnswer
from curator.mail.doctor.service import Post
from curator.mail.smtp import Relay
from curator.model import Newsletter
from curator.tokens import Keyring, Purpose

NOBODY = 0
"""The reader that a test of the unsubscribe link unsubscribes."""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at."""

    newsletter: Newsletter
    ring: Keyring
    signers: Sequence[Signer] = ()
    relay: Relay | None = None
    bounce_address: str | None = None


@dataclass(frozen=True, slots=True)
class Instruments:
    """How it is looked at."""

    names: Names
    post: Post
    clock: Callable[[], datetime]
    reference: Callable[[], datetime] = service.network_time


def examine(patient: Patient, instruments: Instruments) -> list[Finding]:
    """Everything the doctor has to say."""
    return [finding for check in _checks(patient, instruments) for finding in _careful(check)]


def healthy(findings: Sequence[Finding]) -> bool:
    """Whether nothing must be mended before mail is sent."""
    return not any(finding.grade is Grade.BAD for finding in findings)


Check = tuple[str, Callable[[], Sequence[Finding]]]


def _checks(patient: Patient, instruments: Instruments) -> Iterator[Check]:
    newsletter, names = patient.newsletter, instruments.names
    domain = mailaddress.domain_of(newsletter.sender)
    returns = mailaddress.domain_of(patient.bounce_address or newsletter.sender)
    relay = patient.relay
    yield "address", lambda: [_postal_address(newsletter)]
    yield "SPF", lambda: records.check_spf(names, returns, _addresses(names, relay))
    yield "DKIM", lambda: records.check_dkim(names, patient.signers, domain)
    signing = [signer.domain for signer in patient.signers]
    yield "DMARC", lambda: records.check_dmarc(names, domain, returns, signing)
    yield "return path", lambda: [records.check_return_path(names, returns)]
    yield "bounces", lambda: [_bounces(patient)]
    yield (
        "answers",
        lambda: [records.check_answers(names, newsletter.reply_to or newsletter.sender)],
    )
    yield "TLS", lambda: [_tls(relay)]
    yield "one-click", lambda: [_one_click(patient, instruments)]
    yield "clock", lambda: [service.check_clock(instruments.clock(), instruments.reference)]


def _careful(check: Check) -> Sequence[Finding]:
    what, look = check
    try:
        return look()
    except NoAnswer as error:
        return [skipped(what, error.message)]
    except CuratorError as error:
        return [bad(what, error.message, "")]


def _addresses(names: Names, relay: Relay | None) -> list[str]:
    return names.addresses(relay.host) if relay else []


def _tls(relay: Relay | None) -> Finding:
    if relay is None:
        cure = "set CURATOR_SMTP_URL to send mail"
        return warning("relay", "no mail server is set; mail goes to the outbox folder", cure)
    return service.check_tls(relay)


def _one_click(patient: Patient, instruments: Instruments) -> Finding:
    token = tokens.make(patient.ring, Purpose.UNSUBSCRIBE, NOBODY)
    return service.check_one_click(patient.newsletter.base_url, token, instruments.post)


def _postal_address(newsletter: Newsletter) -> Finding:
    if newsletter.postal_address:
        return good("address", "the footer has a postal address")
    cure = "set postal_address in feeds.yaml; the law of many countries asks for it"
    return warning("address", "the footer has no postal address", cure)


def _bounces(patient: Patient) -> Finding:
    if patient.bounce_address:
        return good("bounces", f"each mail's return path is told apart at {patient.bounce_address}")
    cure = "set CURATOR_BOUNCE_ADDRESS to a mailbox that takes addresses with +"
    return warning("bounces", "a bounce cannot be tied to its reader", cure)
