"""SMTP as a client (RFC 5321): blocking sockets, pipelined, one recipient a mail.

Where the server offers PIPELINING the end of one mail and the envelope of the next travel together
(RFC 2920 §3.1), so that a mail costs one round trip instead of four.
"""

from __future__ import annotations

import base64
import re
import socket
import ssl
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic

from curator.errors import DeliveryError, SmtpClosed, SmtpUnreachable
from curator.mail.replies import CLOSING, PERMANENT, Reply, Stage, parse
from curator.mail.transport import ChannelLost, Envelope
from curator.mail.wire import Wire
from curator.settings import SmtpServer

READY, CONTINUE, REFUSAL = 220, 354, 400
_WITHOUT_TLS = "add ?starttls=never to CURATOR_SMTP_URL only if nobody can listen on the way there"
_LOOPBACK = re.compile(r"localhost\Z|127\.|::1\Z")


class Security(StrEnum):
    """How the connection is protected."""

    TLS = "tls"
    """From the first octet (``smtps://``, RFC 8314 §3.3)."""
    REQUIRED = "required"
    """STARTTLS, or no mail."""
    OPPORTUNISTIC = "opportunistic"
    """STARTTLS where offered, without asking who answers (RFC 7435)."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for each reply (RFC 5321 §4.5.3.2)."""

    connect: float = 30
    greeting: float = 300
    command: float = 300
    block: float = 300
    """Of the mail; RFC 5321 allows 180, but each change of mind is a call into the kernel."""
    end: float = 600


@dataclass(frozen=True, slots=True)
class Relay:
    """The server that takes our mail."""

    host: str
    port: int
    security: Security = Security.OPPORTUNISTIC
    user: str = ""
    password: str = field(default="", repr=False)
    helo: str = ""
    """The name we give; our own host's where empty."""
    ca_file: str | None = None
    timeouts: Timeouts = Timeouts()
    pipelining: bool = True
    """Whether to use PIPELINING where offered."""

    @property
    def label(self) -> str:
        """The server without credentials."""
        scheme = "smtps" if self.security is Security.TLS else "smtp"
        return f"{scheme}://{self.host}:{self.port}"

    def connect(self) -> SmtpChannel:
        """A session that is ready for mail; raises :class:`SmtpUnreachable`."""
        return SmtpChannel(self)


def relay(server: SmtpServer, timeouts: Timeouts = Timeouts()) -> Relay:
    """The relay that a setting describes.

    ``auto`` takes STARTTLS where offered, but requires it before a password leaves this machine.
    """
    if server.tls:
        security = Security.TLS
    elif server.starttls == "never":
        security = Security.NONE
    elif server.starttls == "always" or (server.user and not _LOOPBACK.match(server.host)):
        security = Security.REQUIRED
    else:
        security = Security.OPPORTUNISTIC
    return Relay(
        host=server.host,
        port=server.port,
        security=security,
        user=server.user or "",
        password=server.password.reveal() if server.password else "",
        timeouts=timeouts,
    )


class SmtpChannel:
    """One session; see :class:`curator.mail.transport.Channel` for its four steps."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._timeouts = relay.timeouts
        self._name = relay.helo or _own_name()
        self._features: dict[str, str] = {}
        self._open_transaction = False
        self._steps: deque[tuple[Stage | None, str]] = deque()
        """Commands of the envelope whose replies have not been read."""
        self._asked = False
        """Whether the first of them has been sent, where each waits for the one before."""
        self._answer: Reply | None = None
        self._receipt_due = False
        self._deadline = 0.0
        try:
            self._wire = Wire(relay.host, relay.port, self._timeouts.connect)
        except (OSError, UnicodeError) as error:
            raise _unreachable(relay, error) from error
        try:
            self._open()
        except (ChannelLost, OSError) as error:
            self._wire.close()
            raise _unreachable(relay, error) from error
        except DeliveryError:
            self._wire.close()
            raise

    # ----------------------------------------------------------------- opening

    def _open(self) -> None:
        relay = self._relay
        if relay.security is Security.TLS:
            self._wire.secure(_tls(relay), relay.host)
        greeting = self._wire.read(self._timeouts.greeting)
        if greeting.code != READY:
            raise SmtpUnreachable(f"{relay.label} takes no mail now: {greeting}")
        self._hello()
        if relay.security in (Security.REQUIRED, Security.OPPORTUNISTIC):
            self._start_tls()
        if relay.user:
            self._log_in()

    def _hello(self) -> None:
        for verb in ("EHLO", "HELO"):
            self._wire.command(f"{verb} {self._name}", self._timeouts.command)
            code, lines = self._wire.read_lines(self._timeouts.command)
            if code < REFUSAL:
                self._features = _features(lines)
                return
        raise SmtpUnreachable(f"{self._relay.label} refuses our greeting: {code} {lines[0]}")

    def _start_tls(self) -> None:
        relay = self._relay
        if "STARTTLS" not in self._features:
            if relay.security is Security.OPPORTUNISTIC:
                return
            raise SmtpUnreachable(f"{relay.label} offers no STARTTLS; {_WITHOUT_TLS}")
        reply = self._ask("STARTTLS")
        if reply.code != READY:
            raise SmtpUnreachable(f"{relay.label} refuses STARTTLS: {reply}; {_WITHOUT_TLS}")
        try:
            self._wire.secure(_tls(relay), relay.host)
        except ssl.SSLCertVerificationError:
            raise
        except OSError as error:
            raise SmtpUnreachable(
                f"STARTTLS with {relay.label} fails ({error}); every mail stays queued: mend the "
                f"server, or {_WITHOUT_TLS}"
            ) from error
        self._hello()

    def _log_in(self) -> None:
        """AUTH PLAIN (RFC 4616), or the older LOGIN where only that is offered."""
        methods = self._features.get("AUTH", "").upper().split()
        user, password = self._relay.user.encode(), self._relay.password.encode()
        if "LOGIN" in methods and "PLAIN" not in methods:
            self._ask("AUTH LOGIN")
            self._ask(_base64(user))
            reply = self._ask(_base64(password))
        else:
            reply = self._ask("AUTH PLAIN " + _base64(b"\0" + user + b"\0" + password))
        if not reply.positive:
            final = reply.code >= PERMANENT
            raise (SmtpClosed if final else SmtpUnreachable)(
                f"{self._relay.label} refuses the user or password of CURATOR_SMTP_URL: {reply}"
            )

    # ----------------------------------------------------------------- the four steps

    def fileno(self) -> int:
        """The socket."""
        return self._wire.fileno()

    def ready(self) -> bool:
        """Whether the reply that is due has come; where the server does not pipeline, asks on."""
        found = self._answered()
        if not found:
            self._wire.pump()
            found = self._answered()
        if not found and monotonic() > self._deadline:
            raise ChannelLost("the server did not answer in time", ambiguous=self._receipt_due)
        return found

    def _answered(self) -> bool:
        """Whether the reply that is due is among what has been taken in."""
        if self._receipt_due:
            return self._wire.has(1)
        if self._pipelines:
            return self._wire.has(len(self._steps))
        return self._step_through(wait=False)

    def offer(self, envelope: Envelope) -> None:
        """Announce a mail."""
        self._expect(self._timeouts.command)
        if group := self._prepare(envelope):
            self._wire.write(group, seconds=self._timeouts.command)
        else:
            self._step_through(wait=False)

    def answer(self) -> Reply:
        """The reply to the envelope: 354, or the first refusal."""
        if self._pipelines:
            self._read_group()
        else:
            self._step_through(wait=True)
        answer, self._answer = self._answer, None
        if answer is None:
            raise DeliveryError("no mail was offered")
        return answer

    def finish(
        self, mail: Sequence[bytes], following: Envelope | None = None, *, transparent: bool = False
    ) -> None:
        """Hand over ``mail`` (CRLF lines, CRLF at its end) and offer ``following``."""
        if not transparent:
            mail = [_stuffed(b"".join(mail))]
        self._open_transaction = False
        group = self._prepare(following) if following else b""
        end = b".\r\n" + group
        before_end = sum(map(len, mail))
        self._wire.write(*mail, end, seconds=self._timeouts.block, decisive=before_end)
        self._receipt_due = True
        self._expect(self._timeouts.end)

    def receipt(self) -> Reply:
        """The reply to the end of the mail."""
        try:
            reply = self._wire.read(self._timeouts.end, Stage.BODY)
        except ChannelLost as error:
            raise ChannelLost(error.message, ambiguous=True) from error
        self._receipt_due = False
        self._expect(self._timeouts.command)
        return reply

    def close(self) -> None:
        """Say goodbye and hang up."""
        try:
            self._wire.command("QUIT", 1)
            self._wire.read(1)
        except ChannelLost:
            pass
        finally:
            self._wire.close()

    def _expect(self, seconds: float) -> None:
        self._deadline = monotonic() + seconds

    # ----------------------------------------------------------------- envelopes

    @property
    def _pipelines(self) -> bool:
        return self._relay.pipelining and "PIPELINING" in self._features

    def _commands(self, envelope: Envelope) -> list[tuple[Stage | None, str]]:
        size = f" SIZE={envelope.size}" if envelope.size and "SIZE" in self._features else ""
        # A bounce needs the headers of the mail, not the mail (RFC 3461 §4.3).
        notify = " RET=HDRS" if "DSN" in self._features else ""
        commands: list[tuple[Stage | None, str]] = [
            (Stage.MAIL, f"MAIL FROM:<{envelope.sender}>{size}{notify}"),
            (Stage.RCPT, f"RCPT TO:<{envelope.recipient}>"),
            (Stage.DATA, "DATA"),
        ]
        return [(None, "RSET"), *commands] if self._open_transaction else commands

    def _prepare(self, envelope: Envelope) -> bytes:
        """Note what is to be asked; gives what may be sent at once."""
        self._steps.extend(self._commands(envelope))
        self._open_transaction = True
        if not self._pipelines:
            return b""
        return "".join(f"{line}\r\n" for _, line in self._steps).encode("ascii")

    def _read_group(self) -> None:
        """Read the replies to a whole envelope, of which the first bad one counts."""
        answer: Reply | None = None
        code = 0
        while self._steps and code != CLOSING:
            stage, _ = self._steps.popleft()
            code, lines = self._wire.read_lines(self._timeouts.command)
            refused = stage is not None and code >= REFUSAL
            if code == CLOSING or (answer is None and (refused or not self._steps)):
                answer = parse(code, " ".join(lines), stage or Stage.MAIL)
        self._answer = answer
        if answer and not answer.positive and code == CONTINUE:
            # The server awaits a mail for nobody; it gets an empty one (RFC 2920 §3.1).
            self._wire.write(b".\r\n", seconds=self._timeouts.block)
            self._wire.read(self._timeouts.end)

    def _step_through(self, *, wait: bool) -> bool:
        """Send command after command, as far as replies have come or by waiting for them.

        Gives whether the envelope is answered: to its end, or refused.
        """
        while self._steps:
            stage, line = self._steps[0]
            if not self._asked:
                self._wire.command(line, self._timeouts.command)
                self._expect(self._timeouts.command)
                self._asked = True
            if not (wait or self._wire.has(1)):
                return False
            self._answer = self._wire.read(self._timeouts.command, stage or Stage.MAIL)
            self._asked = False
            self._steps.popleft()
            if not self._answer.positive:
                self._steps.clear()
        return True

    def _ask(self, line: str, stage: Stage = Stage.MAIL) -> Reply:
        self._wire.command(line, self._timeouts.command)
        return self._wire.read(self._timeouts.command, stage)


def _stuffed(mail: bytes) -> bytes:
    """A mail that no line of it ends early, as one of a single dot would (RFC 5321 §4.5.2)."""
    mail = mail.replace(b"\r\n.", b"\r\n..")
    return b"." + mail if mail.startswith(b".") else mail


def _unreachable(relay: Relay, error: Exception) -> SmtpUnreachable:
    if isinstance(error, ssl.SSLCertVerificationError):
        return SmtpClosed(
            f"the certificate of {relay.label} cannot be trusted ({error.verify_message}); every "
            "mail stays queued: check the name in CURATOR_SMTP_URL or renew the certificate, then "
            "run `curator send resume`"
        )
    return SmtpUnreachable(
        f"no mail server answers at {relay.label} ({error}); every mail stays queued: check "
        "CURATOR_SMTP_URL, then run `curator send resume`"
    )


def _tls(relay: Relay) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=relay.ca_file)
    if relay.security is Security.OPPORTUNISTIC and not relay.ca_file:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _features(lines: Sequence[str]) -> dict[str, str]:
    """What EHLO offers, by keyword in capitals; ``AUTH=PLAIN`` is an old way to write AUTH PLAIN."""
    offers = (line.replace("=", " ", 1).partition(" ") for line in lines[1:])
    return {keyword.upper(): rest for keyword, _, rest in offers}


def _own_name() -> str:
    """Our name for EHLO: the host's full name, else its address as a literal (RFC 5321 §4.1.3)."""
    name = socket.getfqdn()
    return name if "." in name and name.isascii() and " " not in name else "[127.0.0.1]"


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
