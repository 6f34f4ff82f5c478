"""Received mail as the standard library reads it."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage

import lxml.html
from sample.postbox import Letter


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail that a server took."""

    recipients: tuple[str, ...]
    raw: bytes

    @classmethod
    def of(cls, letter: Letter) -> Mail:
        """The mail in a letter."""
        return cls(letter.recipients, letter.message)

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        parsed = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        assert not parsed.defects
        return parsed

    def header(self, name: str) -> str:
        """A header on one line; empty where there is none."""
        return " ".join(str(self.message.get(name, "")).split())

    def part(self, kind: str) -> str:
        """The ``plain`` or the ``html`` part, decoded."""
        body = self.message.get_body((kind,))
        assert isinstance(body, EmailMessage)
        return str(body.get_content()).replace("\r\n", "\n")

    @property
    def text(self) -> str:
        """The text part with all white space as single spaces."""
        return _joined(self.part("plain"))

    @property
    def page(self) -> lxml.html.HtmlElement:
        """The HTML part as a tree."""
        return lxml.html.document_fromstring(self.part("html"))

    @property
    def words(self) -> str:
        """What the HTML part says, with all white space as single spaces."""
        return _joined(" ".join(map(str, self.page.itertext())))

    @property
    def links(self) -> list[str]:
        """The addresses that the HTML part links to, in order."""
        return [str(anchor.get("href")) for anchor in self.page.iter("a")]

    @property
    def ways_out(self) -> list[str]:
        """The addresses in List-Unsubscribe (RFC 2369 §3.2)."""
        return [one.strip().strip("<>") for one in self.header("List-Unsubscribe").split(",")]


def mails(letters: Iterable[Letter]) -> list[Mail]:
    """All mails of some letters, in order."""
    return [Mail.of(letter) for letter in letters]


def _joined(text: str) -> str:
    return " ".join(text.split())
