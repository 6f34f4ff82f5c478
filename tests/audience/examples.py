"""A sign-up page and its readers, for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from curator.audience import confirm, signup
from curator.audience.notice import Notice
from curator.audience.signup import Asked, Form, Rules
from curator.model import Subscriber
from curator.storage import subscribers
from curator.storage.engine.database import Connection
from curator.tokens import Keyring

NOW = datetime(2026, 2, 22, 8, 0, tzinfo=UTC)
RING = Keyring.of("a secret of at least sixteen bytes")
BASE = "https://digest.example.org"
SHOWN = signup.form_token(RING, NOW - timedelta(seconds=30))


def ask(
    connection: Connection,
    address: str = "ada@reader.example",
    *,
    ip: str = "192.0.2.7",
    now: datetime = NOW,
    rules: Rules | None = None,
    **fields: Any,
) -> Asked:
    """Somebody signs up at the page."""
    shown = signup.form_token(RING, now - timedelta(seconds=30))
    form = Form(address, ip, shown=fields.pop("shown", shown), **fields)
    return signup.sign_up(connection, RING, form, base_url=BASE, now=now, rules=rules)


def token_of(notice: Notice | None) -> str:
    """The token in the mail's link."""
    assert notice is not None
    return notice.link.rpartition("/")[2]


def reader(connection: Connection, address: str = "ada@reader.example") -> Subscriber:
    """A reader who has signed up and confirmed."""
    asked = ask(connection, address)
    done = confirm.confirm(connection, RING, token_of(asked.notice), ip="192.0.2.7", now=NOW)
    assert done.reader is not None
    return done.reader


def add(connection: Connection, address: str) -> Subscriber:
    """A reader whom the author vouched for."""
    return subscribers.add(connection, address, address_hash=RING.address_hash(address), now=NOW)
