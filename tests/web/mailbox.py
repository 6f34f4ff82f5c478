"""What is in the outbox, read as its recipient would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from curator.app import App
from curator.storage import outbox
from tests.web.house import NOW

EVER = timedelta(days=36500)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail."""

    purpose: str
    to: str
    message: EmailMessage

    @property
    def text(self) -> str:
        """Its plain part."""
        part = self.message.get_body(("plain",))
        assert isinstance(part, EmailMessage)
        return str(part.get_content())

    def link(self, path: str) -> str:
        """The path of its first link below ``path``, without the host."""
        found = re.search(rf"https?://[^/\s]+({re.escape(path)}/\S+)", self.text)
        assert found, self.text
        return found[1]


def waiting(app: App) -> list[Mail]:
    """Every mail that waits in the outbox, oldest first; they are not sent."""
    with app.database.begin() as connection:
        found = outbox.claim(connection, owner="reader of tests", now=NOW + EVER, limit=10_000)
        outbox.release(connection, "reader of tests")
    return [
        Mail(one.purpose, one.address, message_from_bytes(one.message, policy=policy.default))
        for one in sorted(found, key=lambda one: one.id)
    ]
