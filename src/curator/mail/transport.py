"""How a finished mail leaves: the seam between the delivery loop and SMTP, a Maildir or a test.

A channel carries one mail after another in four steps, so that the journal can be made durable at
the one moment that matters: after the server has agreed to take the mail, before it has the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from curator.errors import DeliveryError
from curator.mail.replies import Reply

_PATH = re.compile(r"[!-;=?A-~]+@[!-;=?A-~]+\Z")
"""One ``@`` and nothing that could end the command (RFC 5321 §4.1.2). A quoted local part may hold
another: no reader's address has one (:mod:`curator.mailaddress`), and servers disagree on where it ends."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends and who receives, as SMTP sees it; never more than one recipient."""

    sender: str
    """The return path; its local part tells which delivery comes back (VERP)."""
    recipient: str
    size: int = 0
    """Octets of the mail, 0 where not known yet."""
    key: str = ""
    """Equal for two attempts at the same delivery."""

    def __post_init__(self) -> None:
        for address in (self.sender, self.recipient):
            if not _PATH.match(address):
                raise DeliveryError(f"{address[:80]!r} cannot stand in an SMTP command")


class ChannelLost(DeliveryError):
    """The connection ended; what was under way must be sent again."""

    def __init__(self, message: str | None = None, *, ambiguous: bool = False) -> None:
        self.ambiguous = ambiguous
        """Whether the server may have taken the mail although it did not say so (RFC 1047)."""
        super().__init__(message)


class Channel(Protocol):
    """One connection. Every method may raise :class:`ChannelLost`.

    To serve many from one thread, wait for their :meth:`fileno` and ask whether they are
    :meth:`ready`; then the methods that may block do not.
    """

    def fileno(self) -> int | None:
        """What becomes readable when the server says something; ``None`` if nothing is awaited."""

    def ready(self) -> bool:
        """Whether the reply that is due, :meth:`answer` or :meth:`receipt`, has come whole.

        Takes in what has come, and raises where nothing came for too long.
        """

    def offer(self, envelope: Envelope) -> None:
        """Announce a mail; the answer is awaited by :meth:`answer`."""

    def answer(self) -> Reply:
        """The reply that decides about the offer: 354, or the refusal. May block."""

    def finish(
        self, mail: Sequence[bytes], following: Envelope | None = None, *, transparent: bool = False
    ) -> None:
        """Hand over the mail to its end, and offer the next one in the same breath.

        The mail comes in pieces, most of which it shares with those of other readers.
        ``transparent`` promises that no line starts with a dot, which spares looking for one.
        """

    def receipt(self) -> Reply:
        """The reply to the end of the mail. May block."""

    def close(self) -> None:
        """Say goodbye; never raises."""


class Transport(Protocol):
    """Where mails go; knows its credentials and shows them to nobody."""

    @property
    def label(self) -> str:
        """For people: ``smtp://mail.example.org:587``."""

    def connect(self) -> Channel:
        """A new connection; raises :class:`curator.errors.SmtpUnreachable`."""
