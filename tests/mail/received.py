"""An issue on its whole way: rendered by the theme, frozen, signed, sent, and received by aiosmtpd.

The newsletter is that of ``tests/web/house.py``; some of its picks come from people who mean harm.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import lxml.html
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from curator import schedule
from curator.app import App
from curator.flows.mail import freeze as freeze_flow
from curator.flows.mail import send as send_flow
from curator.mail import dkim
from curator.mail.dkim import Algorithm
from curator.model import Content, Issue, IssueState, Pick
from curator.storage import issues, subscribers
from tests.web import house
from tests.web.serving import free_port

BASE = "https://digest.mail.example.org"
BOUNCES = "bounces@digest.mail.example.org"
KEY = dkim.generate(Algorithm.RSA)
READERS = (
    ("ada@one.example", "Ada Lovelace"),
    ("bob@two.example", 'Bob "<script>" O\'Hara, \r\nBcc: all@evil.example'),
    ("eve@three.example", "Ева"),
)
HOSTILE = (
    "Hello\r\nBcc: everybody@evil.example\r\n\r\n<script>alert(1)</script>",
    "{{ config }} {% for x in ().__class__.__base__.__subclasses__() %} ${7*7} %(secret)s",
    '"><img src=x onerror=alert(1)><svg/onload=alert(2)>',
    "x" + "0" * 32 + "unsubscribex @@TOK@@ \u202egnp.exe \x00\x1b[2J",
)
"""Titles as a hostile feed would have them."""


@dataclass(frozen=True, slots=True)
class Received:
    """One mail as the server got it."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    at: datetime

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed by the standard library."""
        parsed = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def part(self, kind: str) -> str:
        """The text or the HTML, decoded."""
        body = self.message.get_body((kind,))
        assert isinstance(body, EmailMessage)
        return str(body.get_content()).replace("\r\n", "\n")

    @property
    def html(self) -> lxml.html.HtmlElement:
        """The HTML part as a tree."""
        return lxml.html.document_fromstring(self.part("html"))

    def header(self, name: str) -> str:
        """A header on one line."""
        return " ".join(str(self.message.get(name, "")).split())

    @property
    def unsubscribe_url(self) -> str:
        """The web address in List-Unsubscribe."""
        return self.header("List-Unsubscribe").partition("<")[2].partition(">")[0]

    @property
    def preferences_url(self) -> str:
        """The address of the reader's choices, in the footer."""
        (found,) = (href for href in self.html.xpath("//a/@href") if "/preferences/" in href)
        return str(found)


class Postbox:
    """A handler for aiosmtpd that keeps everything."""

    def __init__(self) -> None:
        self.mails: list[Received] = []

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep a mail."""
        assert isinstance(envelope.content, bytes)
        one = Received(
            str(envelope.mail_from),
            tuple(map(str, envelope.rcpt_tos)),
            envelope.content,
            datetime.now(UTC),
        )
        self.mails.append(one)
        return "250 2.0.0 kept"


@dataclass
class Sent:
    """What was sent, and the application that sent it."""

    app: App
    issue: Issue
    mails: list[Received]

    def to(self, address: str) -> Received:
        """The mail of one reader."""
        (one,) = [mail for mail in self.mails if mail.recipients == (address,)]
        return one


def hostile(content: Content) -> Content:
    """The issue with some picks replaced by hostile ones."""

    def spoil(pick: Pick, title: str) -> Pick:
        value = replace(
            pick.resource.resource,
            title=title,
            summary=f"{title} <iframe src='https://evil.example'></iframe> javascript:alert(1)",
            authors=(title,),
            site=title,
        )
        return replace(pick, resource=replace(pick.resource, resource=value))

    first, *rest = content.sections
    picks = [spoil(pick, title) for pick, title in zip(first.picks, HOSTILE, strict=False)]
    picks += first.picks[len(picks) :]
    return replace(content, sections=(replace(first, picks=tuple(picks)), *rest))


def app_in(folder: Path, port: int) -> App:
    """The application with a relay, a key and a bounce address."""
    return App(
        house.settings(
            folder,
            base_url=BASE,
            smtp_url=f"smtp://127.0.0.1:{port}",
            dkim_key=dkim.to_pem(KEY).decode(),
            bounce_address=BOUNCES,
        )
    )


def add_readers(app: App, *, now: datetime) -> None:
    """The readers, names and all."""
    with app.database.begin() as connection:
        for address, name in READERS:
            subscribers.add(
                connection, address, address_hash=app.address_hash(address), now=now, name=name
            )


def approved(app: App, now: datetime) -> Issue:
    """An issue that the author approved, hostile picks and all."""
    with app.database.begin() as connection:
        content = hostile(house.variation(connection, 1))
        period = schedule.period(None, app.schedule, house.NOW)
        issue = issues.create(connection, period, content, now)
        return issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, now)


@contextmanager
def listening() -> Iterator[tuple[int, list[Received]]]:
    """A server while the block lasts: its port, and what it has received."""
    postbox, port = Postbox(), free_port()
    controller = Controller(postbox, hostname="127.0.0.1", port=port, data_size_limit=1 << 20)
    controller.start()
    try:
        yield port, postbox.mails
    finally:
        controller.stop()


def send(folder: Path, meanwhile: Callable[[App], None] = lambda _: None) -> Sent:
    """Send the issue to everybody; the application stays open.

    ``meanwhile`` is what happens after it is frozen and before the first mail leaves.
    """
    with listening() as (port, mails):
        app, now = app_in(folder, port), datetime.now(UTC)
        add_readers(app, now=now)
        issue = approved(app, now)
        freeze_flow.freeze(app, issue, now)
        meanwhile(app)
        report = send_flow.send_issue(app, issue.id, now)
        assert (report.sent, report.state) == (len(mails), "sent"), report
    with app.database.read() as connection:
        return Sent(app, issues.by_id(connection, issue.id), mails)
