"""Confirming: the mailbox's owner says yes, by POST, since mail scanners GET every link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from curator import tokens
from curator.audience import addresses, preferences
from curator.audience.preferences import MOVES
from curator.audience.signup import digest, same_browser
from curator.errors import Conflict, TokenError
from curator.model import Consent, Subscriber, SubscriberState
from curator.storage import signups, subscribers, suppressions
from curator.storage.engine.database import Connection
from curator.storage.signups import Signup
from curator.tokens import Keyring, Purpose

TEXT_VERSION = "signup-1"
"""Which wording of the page was agreed to; raise it when templates/web/subscribe.html changes."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What the confirm page shows."""

    one_click: bool
    """The browser is the one that asked: the page may send itself."""
    changes_address: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What confirming did."""

    reader: Subscriber | None
    """``None`` where it was done before."""
    fresh: bool = False
    """A new reader, who gets a welcome."""
    changes_address: bool = False


def look(
    connection: Connection, ring: Keyring, token: str, *, cookie: str, now: datetime
) -> Pending:
    """What the link is about; changes nothing. Raises :class:`TokenError`.

    A link that was used already looks like one that waits for its click.
    """
    signup = _find(connection, ring, token, now)
    if signup is None:
        return Pending(one_click=False, changes_address=False)
    return Pending(
        one_click=bool(cookie) and same_browser(signup.cookie_hash, cookie),
        changes_address=MOVES in signup.preferences,
    )


def confirm(
    connection: Connection, ring: Keyring, token: str, *, ip: str, now: datetime
) -> Confirmed:
    """Make the sign-up a reader, or move a reader to the address; a second time does nothing.

    Raises :class:`TokenError` for a link that is not ours or has expired.
    """
    signup = _find(connection, ring, token, now)
    if signup is None:
        return Confirmed(None)
    signups.remove(connection, signup.address_hash)
    if MOVES in signup.preferences:
        return _move(connection, signup, now)
    try:
        reader = _welcome(connection, signup, addresses.network(ip), now)
    except Conflict:
        return Confirmed(None)
    return Confirmed(reader, fresh=True)


def _welcome(connection: Connection, signup: Signup, network: str, now: datetime) -> Subscriber:
    # Whoever was erased and asks again is welcome; other suppressions never get a confirm mail.
    suppressions.remove(connection, signup.address_hash)
    return subscribers.add(
        connection,
        signup.address,
        address_hash=signup.address_hash,
        now=now,
        choices=preferences.read(signup.preferences),
        consent=Consent(
            "confirmed",
            "double-opt-in",
            TEXT_VERSION,
            network,
            f"asked {signup.created_at:%Y-%m-%dT%H:%M:%SZ} from {signup.network or 'unknown'}",
        ),
    )


def _move(connection: Connection, signup: Signup, now: datetime) -> Confirmed:
    reader = subscribers.get(connection, int(signup.preferences[MOVES]))
    if reader.state is SubscriberState.ERASED:
        raise TokenError
    try:
        moved = subscribers.change_address(
            connection, reader.id, signup.address, address_hash=signup.address_hash, now=now
        )
    except Conflict:
        return Confirmed(None)
    suppressions.remove(connection, signup.address_hash)
    # Links in mails at the old address must not reach this reader's settings any more.
    subscribers.raise_epoch(connection, moved.id)
    return Confirmed(subscribers.get(connection, moved.id), changes_address=True)


def _find(connection: Connection, ring: Keyring, token: str, now: datetime) -> Signup | None:
    """The sign-up of a genuine link; ``None`` where it was used, since nothing else removes it."""
    tokens.read(ring, Purpose.CONFIRM, token, now)
    return signups.by_token(connection, digest(token), now)
