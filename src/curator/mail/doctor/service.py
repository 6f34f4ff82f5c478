"""What our own side does: the relay's TLS, the one-click link, the clock."""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from curator.errors import CuratorError, SmtpUnreachable
from curator.links import UNSUBSCRIBE, link
from curator.mail.doctor.finding import Finding, bad, good, skipped, warning
from curator.mail.doctor.names import NoAnswer
from curator.mail.smtp import Relay, Security, SmtpChannel

ONE_CLICK = b"List-Unsubscribe=One-Click"
MOST_SKEW_SECONDS = 30
NTP_SERVER = "pool.ntp.org"
_NTP_TO_UNIX = 2_208_988_800


@dataclass(frozen=True, slots=True)
class Answer:
    """What a POST brought."""

    status: int
    location: str = ""


Post = Callable[[str, bytes], Answer]
"""POSTs a form without cookies and follows nothing; raises :class:`CuratorError`."""


def check_tls(relay: Relay) -> Finding:
    """Whether the way to the relay is protected, and by whom."""
    if relay.security is Security.NONE:
        return warning("TLS", f"{relay.label} is used without TLS", "set starttls=always if it can")
    strict = replace(
        relay, security=Security.TLS if relay.security is Security.TLS else Security.REQUIRED
    )
    try:
        SmtpChannel(strict).close()
    except SmtpUnreachable as error:
        return _tls_failed(relay, error)
    return good("TLS", f"{relay.label} proves who it is")


def _tls_failed(relay: Relay, error: SmtpUnreachable) -> Finding:
    if isinstance(error.__cause__, ssl.SSLCertVerificationError):
        cure = "use the name that is in the server's certificate, or renew it"
        return bad("TLS", f"{relay.label}: {error.__cause__.verify_message}", cure)
    if "offers no STARTTLS" in error.message:
        return warning("TLS", f"{relay.label} offers no STARTTLS", "use another port or server")
    if "STARTTLS" in error.message:
        return bad("TLS", error.message, "mend the server's TLS, or use another port or server")
    return bad("relay", error.message, "check CURATOR_SMTP_URL")


def check_one_click(base_url: str, token: str, post: Post) -> Finding:
    """A real POST as Gmail makes it (RFC 8058 §3.1): 200 at once, no redirect, over https.

    ``token`` is genuine but of no reader, so nobody is unsubscribed.
    """
    url = link(base_url, UNSUBSCRIBE, token)
    if not url.startswith("https://"):
        cure = "set base_url in feeds.yaml to an https address"
        return bad("one-click", f"{base_url} is not https; RFC 8058 asks for it", cure)
    try:
        answer = post(url, ONE_CLICK)
    except NoAnswer:
        raise
    except CuratorError as error:
        return bad("one-click", f"{base_url}: {error.message}", "run `curator serve` behind it")
    if answer.location or 300 <= answer.status < 400:  # noqa: PLR2004 - redirects
        cure = "make the proxy serve that address without a redirect"
        return bad("one-click", f"{base_url} redirects to {answer.location}", cure)
    if answer.status != 200:  # noqa: PLR2004
        cure = "let the proxy pass POST to /unsubscribe/ to `curator serve`"
        return bad("one-click", f"{base_url} answers {answer.status}", cure)
    return good("one-click", f"{base_url} unsubscribes by POST")


def check_clock(now: datetime, reference: Callable[[], datetime]) -> Finding:
    """Whether our clock is right; dates in mails and links that expire depend on it."""
    try:
        skew = abs((now - reference()).total_seconds())
    except OSError as error:
        return skipped("clock", f"no time server answers: {error}")
    if skew > MOST_SKEW_SECONDS:
        return bad("clock", f"the clock is wrong by {skew:.0f} s", "set it, or run an NTP service")
    return good("clock", f"the clock is right to {skew:.1f} s")


def network_time(server: str = NTP_SERVER, timeout_seconds: float = 5.0) -> datetime:
    """The time by SNTP (RFC 4330); raises :class:`OSError`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.settimeout(timeout_seconds)
        wire.sendto(b"\x1b" + 47 * b"\0", (server, 123))
        data = wire.recv(512)
    if len(data) < 48:  # noqa: PLR2004 - an NTP packet
        raise OSError("the time server's answer is too short")
    seconds, fraction = struct.unpack("!II", data[40:48])
    return datetime.fromtimestamp(seconds - _NTP_TO_UNIX + fraction / 2**32, UTC)
