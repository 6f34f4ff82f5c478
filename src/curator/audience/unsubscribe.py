"""Leaving: at once, without a question, and as often as one likes (RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from curator import tokens
from curator.audience import addresses
from curator.errors import NotFound, TokenError
from curator.model import Subscriber
from curator.storage import subscribers
from curator.storage.engine.database import Connection
from curator.tokens import Keyring, Purpose

NOBODY = 0
"""The reader of the link with which `curator doctor` tries the page."""


@dataclass(frozen=True, slots=True)
class Left:
    """Who has left."""

    reader: Subscriber | None
    """``None`` for :data:`NOBODY`."""
    fresh: bool
    """``False`` where they had left before."""


def unsubscribe(
    connection: Connection,
    ring: Keyring,
    token: str,
    *,
    method: str,
    now: datetime,
    ip: str = "",
) -> Left:
    """Let the reader of the link go, with all that waits for them.

    ``method`` is ``one-click``, ``page`` or ``mail``. The link works for ever, also after a change
    of address. Raises :class:`TokenError` for one that is not ours.
    """
    claim = tokens.read(ring, Purpose.UNSUBSCRIBE, token, now)
    if claim.number == NOBODY:
        return Left(None, fresh=False)
    try:
        fresh = subscribers.unsubscribe(
            connection, claim.number, now, method=method, network=addresses.network(ip)
        )
        return Left(subscribers.get(connection, claim.number), fresh)
    except NotFound as error:
        raise TokenError from error
