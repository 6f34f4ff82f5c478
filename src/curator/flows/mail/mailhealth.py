"""Whether mail would arrive and the house is in order: what ``curator doctor`` looks at."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from curator import schedule
from curator.config.remarks import remarks
from curator.errors import CuratorError, FetchError
from curator.flows.issues import missed
from curator.flows.mail import clone
from curator.mail import smtp
from curator.mail.doctor import examine
from curator.mail.doctor.examine import Instruments, Patient
from curator.mail.doctor.finding import Finding, bad, good, warning
from curator.mail.doctor.names import Dns, Names, NoAnswer
from curator.mail.doctor.service import Answer

if TYPE_CHECKING:
    from curator.app import App
    from curator.mail.dkim import Signer

T = TypeVar("T")

POST_SECONDS = 10.0
SILENCES = 2
"""After so many questions without an answer DNS is asked no more: each one costs eight seconds."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """All that was looked at."""

    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing must be mended before mail is sent."""
        return examine.healthy(self.findings)


def check_up(app: App, now: datetime, *, instruments: Instruments | None = None) -> Checkup:
    """Look at the configuration, the database, the way out, and what DNS says of us.

    What cannot be looked at from here is ``skipped``. Raises
    :class:`curator.errors.ConfigError` for a ``feeds.yaml`` that cannot be read.
    """
    tools = instruments or real_instruments()
    signers, trouble = _signers(app)
    server = app.settings.smtp
    patient = Patient(
        newsletter=app.config.newsletter,
        ring=app.keyring,
        signers=signers,
        relay=smtp.relay(server) if server else None,
        bounce_address=app.settings.bounce_address,
    )
    findings = (*_house(app, now), *trouble, *examine.examine(patient, tools))
    return Checkup(tuple(dict.fromkeys(findings)))


def real_instruments() -> Instruments:
    """The system's DNS and clock, and POSTs over the network."""
    return Instruments(Impatient(Dns()), post, lambda: datetime.now(UTC))


# --------------------------------------------------------------------------- the house


def _house(app: App, now: datetime) -> Iterator[Finding]:
    for remark in remarks(app.config):
        # The doctor has words of its own about the address.
        if "postal_address" not in remark:
            yield warning("feeds.yaml", remark, "see `curator config check`")
    yield _database(app)
    yield _way_out(app)
    yield from _copy(app, now)
    yield from _weeks(app, now)


def _database(app: App) -> Finding:
    try:
        app.database.check()
    except CuratorError as error:
        return bad("database", error.message, "mend CURATOR_DATABASE_URL or the file it names")
    return good("database", f"{app.database.dialect} is reachable and up to date")


def _way_out(app: App) -> Finding:
    """A session as an issue would open it, log-in included; nothing is sent."""
    what, setting = (
        ("relay", "CURATOR_SMTP_URL") if app.settings.smtp else ("outbox", "CURATOR_OUTBOX")
    )
    try:
        app.transport.connect().close()
    except CuratorError as error:
        return bad(what, error.message, f"check {setting}")
    return good(what, f"{app.transport.label} takes mail")


def _copy(app: App, now: datetime) -> Iterator[Finding]:
    try:
        found = clone.hindrance(app, now)
    except CuratorError:
        return  # the finding on the database says why
    if found:
        yield bad("copy", found.why, found.cure)


def _weeks(app: App, now: datetime) -> Iterator[Finding]:
    """Weeks that went by without an issue since the newest one."""
    try:
        with app.database.read() as connection:
            weeks = missed.missed(connection, schedule.period(None, app.schedule, now).key)
    except CuratorError:
        return  # the finding on the database says why
    if weeks:
        yield warning("issues", missed.without(weeks), missed.cure(weeks))


def _signers(app: App) -> tuple[Sequence[Signer], Sequence[Finding]]:
    try:
        return app.signers, ()
    except CuratorError as error:
        cure = "make one with `curator dkim keygen` and set CURATOR_DKIM_KEY_FILE to it"
        return (), (bad("DKIM", error.message, cure),)


# --------------------------------------------------------------------------- instruments


class Impatient:
    """DNS that is not asked again once it has stayed silent; offline a check-up ends soon."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._silences = 0

    def texts(self, name: str) -> list[str]:
        """The TXT records."""
        return self._ask(self._names.texts, name)

    def exchanges(self, name: str) -> list[str]:
        """The MX hosts."""
        return self._ask(self._names.exchanges, name)

    def addresses(self, name: str) -> list[str]:
        """The IPv4 and IPv6 addresses."""
        return self._ask(self._names.addresses, name)

    def _ask(self, question: Callable[[str], T], name: str) -> T:
        if self._silences >= SILENCES:
            raise NoAnswer("no answer from DNS")
        try:
            found = question(name)
        except NoAnswer:
            self._silences += 1
            raise
        self._silences = 0
        return found


def post(url: str, body: bytes) -> Answer:
    """POST a form as Gmail does: no cookie, no redirect followed.

    Raises :class:`FetchError` where nothing answers, and :class:`NoAnswer` without DNS.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    connection = (
        http.client.HTTPSConnection(
            host, port, timeout=POST_SECONDS, context=ssl.create_default_context()
        )
        if secure
        else http.client.HTTPConnection(host, port, timeout=POST_SECONDS)
    )
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", parts.path or "/", body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheader("Location", ""))
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise NoAnswer(f"no answer from DNS for {host}") from error
        raise FetchError(url, f"{host} is not in DNS") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(url, f"{host} does not answer: {error}") from error
    finally:
        connection.close()
