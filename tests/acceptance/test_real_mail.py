"""All the way round with a real Postfix and Dovecot: asked, confirmed, read, bounced, left."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from curator import schedule
from curator.app import App
from curator.flows.mail import bounces, freeze, send
from curator.flows.service.leaving import send_single
from curator.mail.bounces.rules import Action
from curator.mail.smtp import Relay, Security
from curator.mail.transport import Envelope
from curator.model import Issue, IssueState, SubscriberState, SuppressionReason
from curator.storage import issues, subscribers, suppressions
from tests.acceptance import mailservers
from tests.acceptance.mailservers import BOUNCING_DOMAIN, MailServers
from tests.mail import sink
from tests.web import house
from tests.web.pages import read
from tests.web.serving import Serving, free_port, serve

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(bool(mailservers.missing()), reason=str(mailservers.missing())),
]

ADA, BOB, GONE = "ada@readers.example", "bob@readers.example", f"carl@{BOUNCING_DOMAIN}"
BOUNCES = "bounces@news.example"
NOW = datetime.now(UTC)
"""Real servers live in real time."""


@pytest.fixture(scope="module")
def servers() -> Iterator[MailServers]:
    """Postfix and Dovecot; the domain that bounces is a server that knows nobody."""

    def nobody(recipient: str, attempt: int) -> bytes:
        return f"550 5.1.1 <{recipient}>: no such user here\r\n".encode()

    with (
        sink.running(sink.Script(rcpt=nobody)) as bouncing,
        mailservers.running(
            [ADA, BOB, BOUNCES],
            smtp_port=free_port(),
            imap_port=free_port(),
            bouncing_port=bouncing.port,
        ) as running,
    ):
        yield running


@pytest.fixture
def site(servers: MailServers, tmp_path: Path) -> Iterator[Serving]:
    """Curator with these servers and its pages on a socket."""
    port = free_port()
    settings = house.settings(
        tmp_path,
        base_url=f"http://127.0.0.1:{port}",
        smtp_url=f"smtp://127.0.0.1:{servers.smtp_port}",
        bounce_address=BOUNCES,
        bounce_mailbox_url=servers.mailbox_url(BOUNCES),
    )
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text(feeds.read_text().replace("mira@mail.example.org", "mira@news.example"))
    serving = serve(App(settings), port)
    serving.clock.at = NOW
    yield serving
    serving.stop()


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def sign_up_and_confirm(site: Serving, servers: MailServers, address: str) -> None:
    """At the page, by the link in the mailbox, as a person would."""
    assert site.clock.at
    before = len(servers.inbox(address))
    with site.client() as browser:
        form = read(browser.get("/subscribe").text)
        site.clock.at += timedelta(seconds=5)
        data = {"address": address, "website": "", "form": form.field("form")}
        browser.post("/subscribe", data=data)
        assert send_single(site.app, site.clock.at).sent == 1
        mail = parsed(servers.wait_for(address, before + 1)[-1])
        assert mail["Auto-Submitted"] == "auto-generated"
        link = re.search(r"https?://\S+/confirm/\S+", text_of(mail))
        assert link is not None
        assert browser.post(urlsplit(link[0]).path).status_code == 200


def send_issue(app: App, weeks: int = 0) -> Issue:
    """An issue that the author approved, frozen and handed to Postfix."""
    now = datetime.now(UTC)
    with app.database.begin() as connection:
        period = schedule.period(None, app.schedule, house.NOW + timedelta(weeks=weeks))
        issue = issues.create(connection, period, house.variation(connection, 1 + weeks), now)
        issue = issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, now)
    freeze.freeze(app, issue, now)
    report = send.send_issue(app, issue.id, now)
    assert not report.incomplete, report
    assert report.waiting == 0, report
    return issue


def unsubscribe_links(mail: EmailMessage) -> list[str]:
    return re.findall(r"<([^>]+)>", "".join(str(mail["List-Unsubscribe"]).split()))


def state_of(app: App, address: str) -> SubscriberState:
    with app.database.read() as connection:
        found = subscribers.find(connection, address)
    assert found is not None
    return found.state


def test_all_the_way_round(site: Serving, servers: MailServers) -> None:
    app = site.app
    for address in (ADA, BOB):
        sign_up_and_confirm(site, servers, address)
        send_single(app, NOW + timedelta(minutes=5))
    with app.database.begin() as connection:
        mark = app.address_hash(GONE)
        subscribers.add(connection, GONE, address_hash=mark, now=NOW)
    had = {address: len(servers.inbox(address)) for address in (ADA, BOB)}

    # The issue reaches both readers whole, with a return path that tells them apart.
    send_issue(app)
    mails = {a: parsed(servers.wait_for(a, had[a] + 1)[-1]) for a in (ADA, BOB)}
    for address, mail in mails.items():
        assert mail["Delivered-To"] == address
        assert str(mail["Return-Path"]).startswith("<bounces+")
        assert "My classifier was reading the ruler" in text_of(mail)
        assert not mail.defects
    assert mails[ADA]["Return-Path"] != mails[BOB]["Return-Path"]

    # The hard bounce comes back by VERP, through IMAP, and costs only that reader.
    servers.wait_for(BOUNCES, 1)
    taken = bounces.collect(app, NOW + timedelta(hours=2))
    assert taken.outcomes == {Action.SUPPRESS: 1}
    assert bounces.collect(app, NOW + timedelta(hours=2)).mails == 0, "each is booked once"
    with app.database.read() as connection:
        (suppressed,) = suppressions.list_(connection)
    assert suppressed.address_hash == app.address_hash(GONE)
    assert suppressed.reason is SuppressionReason.HARD_BOUNCE

    # Ada leaves by the header, in one click; Bob by the mail form of the same header.
    page, _ = unsubscribe_links(mails[ADA])
    with site.client() as browser:
        path = urlsplit(page).path
        assert browser.get(path).status_code == 200
        assert state_of(app, ADA) is SubscriberState.CONFIRMED
        answer = browser.post(path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert state_of(app, ADA) is SubscriberState.UNSUBSCRIBED

    _, mailto = unsubscribe_links(mails[BOB])
    assert urlsplit(mailto).path == BOUNCES
    write(servers, BOB, BOUNCES, unquote(urlsplit(mailto).query.partition("subject=")[2]))
    servers.wait_for(BOUNCES, 2)
    assert bounces.collect(app, NOW + timedelta(hours=3)).outcomes == {bounces.LEFT: 1}
    assert state_of(app, BOB) is SubscriberState.UNSUBSCRIBED

    # Nobody is left: the next issue goes to no one.
    had = {address: len(servers.inbox(address)) for address in (ADA, BOB)}
    send_issue(app, weeks=1)
    assert {address: len(servers.inbox(address)) for address in (ADA, BOB)} == had


def write(servers: MailServers, sender: str, recipient: str, subject: str) -> None:
    """A mail from a person's mail program."""
    channel = Relay("127.0.0.1", servers.smtp_port, Security.NONE).connect()
    channel.offer(Envelope(sender, recipient))
    assert channel.answer().positive
    mail = f"From: {sender}\r\nTo: {recipient}\r\nSubject: {subject}\r\n\r\n"
    channel.finish([mail.encode()])
    assert channel.receipt().positive
    channel.close()
