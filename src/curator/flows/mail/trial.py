"""Single mails to look at: one address, just as readers get it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from curator import mailaddress
from curator.flows.issues.issue import EXAMPLE
from curator.mail import headers, single
from curator.mail.message import Press, compile_message
from curator.mail.stencil import ReaderSlots, Slots
from curator.mail.transport import Envelope
from curator.model import Rendered

if TYPE_CHECKING:
    from curator.app import App


def send_test(app: App, mail: Rendered, slots: Slots, period_key: str, to: str) -> None:
    """Send one mail to ``to`` just as readers get it, but with links that lead nowhere.

    Raises :class:`curator.errors.DeliveryError` with the server's words.
    """
    now = datetime.now(UTC)
    address = mailaddress.parse(to)
    newsletter = app.config.newsletter
    compiled = compile_message(
        mail, newsletter=newsletter, slots=slots, period_key=period_key, date=now
    )
    reader = ReaderSlots(
        to=headers.mailbox("", address),
        message_id=secrets.token_hex(16),
        unsubscribe=EXAMPLE,
        preferences=EXAMPLE,
        since=now.date(),
    )
    envelope = Envelope(mailaddress.parse(newsletter.sender), address, key=reader.message_id)
    single.send(app.transport, envelope, Press(compiled, app.signers).stamp(reader))
