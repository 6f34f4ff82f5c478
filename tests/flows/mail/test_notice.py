"""Single mails: what they say follows feeds.yaml while the service runs."""

from __future__ import annotations

import os
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from curator.app import App
from curator.audience.notice import Notice
from curator.flows.feeds.reload import reload
from curator.flows.mail import notice
from curator.flows.service.leaving import send_single
from curator.model import Cadence
from tests.flows import rooms
from tests.web.house import NOW

ASKED = Notice("confirm", "ada@reader.example", "https://here.example/confirm/x", 72, "confirm:x")


def text(app: App) -> str:
    """The plain text of a confirm mail."""
    mail = message_from_bytes(notice.compose(app, ASKED, NOW), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_it_goes_to_the_one_who_asked_with_their_link(app: App) -> None:
    mail = message_from_bytes(notice.compose(app, ASKED, NOW), policy=policy.default)
    assert mail["To"] == "ada@reader.example"
    assert "https://here.example/confirm/x" in text(app)
    assert "link.invalid" not in text(app)


@pytest.mark.parametrize(
    ("cadence", "said"),
    [
        (Cadence.EVERY, "The next issue comes on Sunday, 1 March."),
        (Cadence.MONTHLY, "The next best of a month comes on Sunday, 1 March."),
        (Cadence.POSTS, "Mira Okafor’s next post comes as soon as it is out."),
    ],
)
def test_the_welcome_says_when_the_readers_own_next_mail_comes(
    app: App, home: Path, cadence: Cadence, said: str
) -> None:
    reader = rooms.reader(app, "ada@reader.example", cadence)
    with app.database.begin() as connection:
        notice.welcome(app, connection, reader, NOW)
    send_single(app, NOW)
    (mail,) = rooms.outbox(home)
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert isinstance(body, EmailMessage)
        assert said in " ".join(body.get_content().split())


def test_a_newsletter_renamed_while_it_runs_is_called_so_in_the_next_mail(app: App) -> None:
    assert "Top Down" in text(app)
    seen = reload(app, 0, NOW)
    feeds = app.settings.feeds
    feeds.write_text(feeds.read_text().replace("title: Top Down", "title: Bottom Up"))
    os.utime(feeds, (seen + 5, seen + 5))
    reload(app, seen, NOW)
    assert "Bottom Up" in text(app)
    assert "Top Down" not in text(app)
