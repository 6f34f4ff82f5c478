"""Which reader a link stands for."""

from __future__ import annotations

from datetime import datetime, timedelta

from curator import tokens
from curator.audience.notice import Notice
from curator.errors import NotFound, TokenError
from curator.links import MANAGE, link
from curator.model import Subscriber, SubscriberState
from curator.storage import subscribers
from curator.storage.engine.database import Connection
from curator.tokens import Keyring, Purpose

MANAGE_HOURS = 2
"""A link that can show and erase everything works only for so long."""


def reader(
    connection: Connection, ring: Keyring, purpose: Purpose, token: str, now: datetime
) -> Subscriber:
    """The reader of a link for their settings.

    Raises :class:`TokenError`, the same whether the link is forged, withdrawn or expired, or the
    reader is gone.
    """
    claim = tokens.read(ring, purpose, token, now)
    try:
        found = subscribers.get(connection, claim.number)
    except NotFound as error:
        raise TokenError from error
    if found.token_epoch != claim.epoch or found.state is SubscriberState.ERASED:
        raise TokenError
    return found


def preferences_token(ring: Keyring, one: Subscriber) -> str:
    """The token of the link that every issue carries: rhythm, topics, form, pause."""
    return tokens.make(ring, Purpose.PREFERENCES, one.id, epoch=one.token_epoch)


def unsubscribe_token(ring: Keyring, one: Subscriber) -> str:
    """The token that leaves the list; it works for ever."""
    return tokens.make(ring, Purpose.UNSUBSCRIBE, one.id, epoch=one.token_epoch)


def manage_token(ring: Keyring, one: Subscriber, now: datetime) -> str:
    """The token of a fresh link to everything: export, erase, change of address."""
    expires_at = now + timedelta(hours=MANAGE_HOURS)
    return tokens.make(ring, Purpose.MANAGE, one.id, epoch=one.token_epoch, expires_at=expires_at)


def manage_notice(ring: Keyring, one: Subscriber, now: datetime, base_url: str) -> Notice:
    """The mail that brings a fresh link; at most one an hour for each reader.

    It goes to the reader's own address, because whoever has a forwarded issue has its links.
    """
    return Notice(
        name="access",
        address=one.address,
        link=link(base_url, MANAGE, manage_token(ring, one, now)),
        hours=MANAGE_HOURS,
        key=f"access:{one.id}:{one.token_epoch}:{now:%Y%m%d%H}",
        subscriber_id=one.id,
    )
