"""What the finished mail must meet beyond what it says: headers, structure, lines, signature.

Looked at is the very mail of one reader, as it would leave. The content has its own rules in
:mod:`curator.issues.lint`.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cached_property

from curator import mailaddress
from curator.mail.transport import Envelope
from curator.urls import registrable_domain

MOST_BYTES = 150_000
LONGEST_LINE = 998
"""RFC 5322 §2.1.1, without CRLF."""
FOLD_AT = 78
ENCODED_LINE = 76
"""RFC 2045 §6.7."""
ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version")
PRIVATE_HEADERS = ("Cc", "Bcc", "Sender", "Resent-To")


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that the mail breaks."""

    rule: str
    """A stable name, for example ``list-unsubscribe``."""
    message: str
    """What is wrong and what to do."""
    stops: bool = True
    """Whether the issue must not leave with it."""


@dataclass(frozen=True)
class Sample:
    """One reader's mail and its envelope."""

    mail: bytes
    envelope: Envelope
    parsed: EmailMessage = field(init=False)

    def __post_init__(self) -> None:
        parsed = email.message_from_bytes(self.mail, policy=email.policy.default)
        object.__setattr__(self, "parsed", parsed)

    @cached_property
    def head(self) -> bytes:
        """The header block."""
        return self.mail.partition(b"\r\n\r\n")[0]

    @cached_property
    def body(self) -> bytes:
        """What follows it."""
        return self.mail.partition(b"\r\n\r\n")[2]

    @cached_property
    def from_domain(self) -> str:
        """The domain that readers see."""
        header = self.parsed["From"]
        addresses = header.addresses if header is not None else ()
        return str(addresses[0].domain).lower() if addresses else ""

    def header(self, name: str) -> str:
        """A header's value on one line, or an empty string."""
        return " ".join(str(self.parsed.get(name, "")).split())


def lint(mail: bytes, envelope: Envelope) -> tuple[Fault, ...]:
    """What is wrong with a finished mail."""
    sample = Sample(mail, envelope)
    return tuple(fault for rule in _RULES for fault in rule(sample))


# --------------------------------------------------------------------------- headers


def headers_once(sample: Sample) -> Iterator[Fault]:
    """RFC 5322 §3.6: one of each that there must be, and nobody's copies."""
    for name in ONCE:
        number = len(sample.parsed.get_all(name, []))
        if number != 1:
            yield Fault("headers", f"the mail has {number} {name} headers instead of one")
    for name in PRIVATE_HEADERS:
        if name in sample.parsed:
            yield Fault("headers", f"the mail has a {name} header")


def header_syntax(sample: Sample) -> Iterator[Fault]:
    """Headers that every parser reads alike."""
    for name in ("From", "To", "Date", "Message-ID", "Subject"):
        header = sample.parsed.get(name)
        for defect in getattr(header, "defects", ()):
            yield Fault("header-syntax", f"the {name} header: {defect}")
    if getattr(sample.parsed.get("Date"), "datetime", None) is None:
        yield Fault("header-syntax", "the Date header is not a date")


def one_recipient(sample: Sample) -> Iterator[Fault]:
    """No reader sees another one's address."""
    header = sample.parsed.get("To")
    shown = [address.addr_spec for address in header.addresses] if header is not None else []
    if shown != [sample.envelope.recipient]:
        yield Fault("recipient", f"To names {shown}, the mail goes to {sample.envelope.recipient}")


def our_message_id(sample: Sample) -> Iterator[Fault]:
    """The right side of the Message-ID is ours."""
    domain = sample.header("Message-ID").strip("<>").rpartition("@")[2]
    if not domain or domain != sample.from_domain:
        yield Fault("message-id", f"the Message-ID is of {domain or 'nobody'}")


def return_path(sample: Sample) -> Iterator[Fault]:
    """Bounces come back to a domain that SPF can speak for."""
    domain = mailaddress.domain_of(sample.envelope.sender)
    if registrable_domain(domain) != registrable_domain(sample.from_domain):
        yield Fault(
            "return-path",
            f"bounces go to {domain}, not to {sample.from_domain}: DMARC rests on DKIM alone",
            stops=False,
        )


def list_headers(sample: Sample) -> Iterator[Fault]:
    """RFC 2369, 2919 and 8058: what the mail is and how to leave, in one click."""
    if not re.fullmatch(r"(.* )?<[a-z0-9.-]+>", sample.header("List-Id")):
        yield Fault("list-id", "the List-Id header is missing or wrong")
    links = re.findall(r"<([^<>\s]+)>", sample.header("List-Unsubscribe"))
    web = [url for url in links if url.startswith(("https:", "http:"))]
    if len(web) != 1 or not any(url.startswith("mailto:") for url in links):
        yield Fault("list-unsubscribe", "List-Unsubscribe needs one web address and one mailto")
    if not all(url.startswith(("https:", "mailto:")) for url in links):
        yield Fault(
            "list-unsubscribe",
            "the unsubscribe link is not https; set base_url in feeds.yaml",
            stops=False,
        )
    if sample.header("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click":
        yield Fault("one-click", "List-Unsubscribe-Post is missing or wrong")
    if sample.envelope.recipient in " ".join(links):
        yield Fault("privacy", "the unsubscribe link shows the reader's address")


def no_answer_headers(sample: Sample) -> Iterator[Fault]:
    """A digest is written by a person; RFC 3834 is for answers of programs."""
    if "Auto-Submitted" in sample.parsed:
        yield Fault("auto-submitted", "a digest must not call itself an automatic answer")


# --------------------------------------------------------------------------- structure and lines


def structure(sample: Sample) -> Iterator[Fault]:
    """Text first, HTML last, both UTF-8 (RFC 2046 §5.1.4); or text alone."""
    parts = list(sample.parsed.iter_parts()) if sample.parsed.is_multipart() else [sample.parsed]
    kinds = [part.get_content_type() for part in parts]
    alternative = sample.parsed.get_content_type() == "multipart/alternative"
    if not (alternative and kinds == ["text/plain", "text/html"]) and kinds != ["text/plain"]:
        yield Fault("structure", f"the parts are {', '.join(kinds)}")
    for part in parts:
        if part.get_content_charset() != "utf-8":
            yield Fault("structure", f"a part is in {part.get_content_charset()}")
        for defect in part.defects:
            yield Fault("structure", f"a part is broken: {type(defect).__name__}")


def lines(sample: Sample) -> Iterator[Fault]:
    """Lines that SMTP carries unchanged (RFC 5321 §2.3.8, §4.5.2)."""
    mail = sample.mail
    if mail.count(b"\n") != mail.count(b"\r\n") or mail.count(b"\r") != mail.count(b"\r\n"):
        yield Fault("line-ends", "a line ends in a bare CR or LF")
    if mail.startswith(b".") or b"\n." in mail:
        yield Fault("dots", "a line starts with a dot")
    if max(map(len, mail.split(b"\r\n"))) > LONGEST_LINE:
        yield Fault("long-lines", f"a line is longer than {LONGEST_LINE} octets")
    if max(map(len, sample.body.split(b"\r\n"))) > ENCODED_LINE:
        yield Fault("long-lines", f"a line of the body is longer than {ENCODED_LINE} octets")
    if not mail.isascii():
        yield Fault("eight-bit", "the mail has octets above 127")


def folding(sample: Sample) -> Iterator[Fault]:
    """Header lines that have blanks to fold at keep to 78 characters."""
    for line in sample.head.split(b"\r\n"):
        if len(line) > FOLD_AT and b" " in line.lstrip(b" ").partition(b": ")[2]:
            yield Fault("folding", f"a header line has {len(line)} octets", stops=False)


def size(sample: Sample) -> Iterator[Fault]:
    """Small enough for everybody."""
    if len(sample.mail) >= MOST_BYTES:
        yield Fault("size", f"the mail has {len(sample.mail)} bytes; {MOST_BYTES} are the limit")


# --------------------------------------------------------------------------- signature


def signature(sample: Sample) -> Iterator[Fault]:
    """Where the mail is signed, it is signed for the From domain and over the list headers."""
    for header in sample.parsed.get_all("DKIM-Signature", []):
        tags = _tags(str(header))
        if registrable_domain(tags.get("d", "")) != registrable_domain(sample.from_domain):
            yield Fault("dkim", f"the signature is of {tags.get('d')}, not of {sample.from_domain}")
        signed = {name.strip().lower() for name in tags.get("h", "").split(":")}
        missing = {"from", "list-unsubscribe", "list-unsubscribe-post"} - signed
        if missing:
            yield Fault("dkim", f"the signature leaves out {', '.join(sorted(missing))}")


def _tags(value: str) -> dict[str, str]:
    pairs: Sequence[tuple[str, str, str]] = [part.partition("=") for part in value.split(";")]
    return {name.strip(): "".join(rest.split()) for name, _, rest in pairs}


_RULES: tuple[Callable[[Sample], Iterator[Fault]], ...] = (
    headers_once,
    header_syntax,
    one_recipient,
    our_message_id,
    return_path,
    list_headers,
    no_answer_headers,
    structure,
    lines,
    folding,
    size,
    signature,
)
