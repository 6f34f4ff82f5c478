"""Single mails into the outbox: to one reader, or to the author."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from curator.audience import access
from curator.audience.notice import Notice
from curator.flows.issues.monthly import next_instant
from curator.issues.view import MailLinks
from curator.links import ARCHIVE, PREFERENCES, UNSUBSCRIBE, link
from curator.mail import single
from curator.model import Cadence, Newsletter, Rendered, Subscriber
from curator.storage import outbox

if TYPE_CHECKING:
    from curator.app import App
    from curator.issues.render import Theme
    from curator.storage.engine.database import Connection

_GAP = "https://link.invalid/here"
"""Stands for the link while the mail is rendered; an address that cannot exist."""


def compose(app: App, notice: Notice, now: datetime) -> bytes:
    """The finished mail of a notice."""
    mail = _with_link(
        _rendered(app.theme, app.config.newsletter, notice.name, notice.hours), notice.link
    )
    return _finished(app, mail, notice.address, now, notice.key)


def queue(connection: Connection, notice: Notice, message: bytes, now: datetime) -> bool:
    """Put a notice's mail in the outbox; ``False`` where it was there already."""
    number = outbox.put(
        connection,
        notice.name,
        notice.address,
        message,
        now=now,
        key=notice.key,
        subscriber_id=notice.subscriber_id,
    )
    return number is not None


def welcome(app: App, connection: Connection, reader: Subscriber, now: datetime) -> None:
    """Put the mail in the outbox that greets a new reader."""
    base = app.config.newsletter.base_url
    mail = app.theme.mail(
        "welcome",
        newsletter=app.config.newsletter,
        links=MailLinks(
            unsubscribe=link(base, UNSUBSCRIBE, access.unsubscribe_token(app.keyring, reader)),
            preferences=link(base, PREFERENCES, access.preferences_token(app.keyring, reader)),
            web=link(base, ARCHIVE),
            archive=link(base, ARCHIVE),
        ),
        cadence=reader.cadence.value,
        next=_next_day(app, reader.cadence, now),
    )
    key = f"welcome:{reader.id}:{reader.token_epoch}:{reader.confirmed_at or now:%Y%m%d%H%M}"
    message = _finished(app, mail, reader.address, now, key)
    outbox.put(
        connection, "welcome", reader.address, message, now=now, key=key, subscriber_id=reader.id
    )


def tell_author(
    app: App, connection: Connection, name: str, key: str, now: datetime, **values: Any
) -> bool:
    """Put the mail ``name`` to the author in the outbox, once for each ``key``."""
    newsletter = app.config.newsletter
    address = newsletter.reply_to or newsletter.sender
    mail = app.theme.mail(name, newsletter=newsletter, **values)
    message = _finished(app, mail, address, now, key)
    return outbox.put(connection, "author", address, message, now=now, key=key) is not None


@lru_cache(maxsize=16)
def _rendered(theme: Theme, newsletter: Newsletter, name: str, hours: int) -> Rendered:
    """A mail with a gap for its link; made once, since many strangers may ask for it."""
    return theme.mail(name, newsletter=newsletter, link=_GAP, hours=hours)


def _with_link(mail: Rendered, address: str) -> Rendered:
    """The mail with its link; our links need no escaping in either part."""
    return replace(
        mail, text=mail.text.replace(_GAP, address), html=mail.html.replace(_GAP, address)
    )


def _finished(app: App, mail: Rendered, to: str, now: datetime, key: str) -> bytes:
    newsletter = app.config.newsletter
    return single.compose(mail, newsletter=newsletter, to=to, now=now, key=key, signers=app.signers)


def _next_day(app: App, cadence: Cadence, now: datetime) -> str:
    """The day of the next mail of a rhythm, in the newsletter's own time zone; empty for posts."""
    if cadence is Cadence.POSTS:
        return ""
    monthly = cadence is Cadence.MONTHLY
    at = next_instant(app.schedule, now) if monthly else app.schedule.next_after(now)
    here = at.astimezone(app.schedule.tz)
    return f"{here:%A}, {here.day} {here:%B}"
