"""Sign-up with double opt-in: somebody asks at the page, the mailbox's owner confirms.

Whatever happens, the page answers the same: who is on the list is nobody's business, and only the
mail decides. All doors (form, API, embedded form) lead through :func:`sign_up`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from curator import tokens
from curator.audience import addresses, proof
from curator.audience.limits import Limits, exceeded, under_attack
from curator.audience.notice import Notice
from curator.errors import AddressError, TokenError
from curator.links import CONFIRM, link
from curator.model import Attempts, SubscriberState
from curator.storage import signups, subscribers, suppressions
from curator.storage.engine.database import Connection
from curator.storage.signups import Signup
from curator.tokens import Keyring, Purpose

CONFIRM_HOURS = 72
"""A confirm link works for so long; then the address is forgotten."""
LEAST_SECONDS = 2
"""Nobody reads and fills the form faster."""
FORM_HOURS = 24
COOKIE_BYTES = 24
_JOIN = "join"
"""What the key is for that makes cookies."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the sign-up page sent."""

    address: str
    ip: str = ""
    """Of the client, as the configured proxies tell it."""
    trap: str = ""
    """A field that people do not see; only programs fill it."""
    shown: str = ""
    """The token of :func:`form_token` that was in the page."""
    answer: str = ""
    """To the proof of work, where one was asked."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Topics, rhythm and format, as :mod:`curator.audience.preferences` reads them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to do after a sign-up; the page shows none of it."""

    cookie: str
    """For the browser that asked: with it, the confirm page needs no second click. Always set."""
    outcome: str
    """For the log: ``mailed``, ``known``, ``suppressed``, ``invalid``, ``robot`` or
    ``limit-address``, ``limit-network``, ``limit-total``, ``proof``."""
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """How strict the door is."""

    limits: Limits = field(default_factory=Limits)
    proof: bool = False
    """Whether the page can ask for proof of work."""
    form_token: bool = True
    """Whether a request without the page's token is taken for a program."""


def form_token(ring: Keyring, now: datetime) -> str:
    """What the page carries to tell how long its form was open."""
    return tokens.make(ring, Purpose.FORM, int(now.timestamp()))


def sign_up(
    connection: Connection,
    ring: Keyring,
    form: Form,
    *,
    base_url: str,
    now: datetime,
    rules: Rules | None = None,
) -> Asked:
    """Store a sign-up and say which mail to send; silent about everything else."""
    rules = rules or Rules()
    cookie = _cookie(ring, form)
    if form.trap or (rules.form_token and not _took_time(ring, form.shown, now)):
        return Asked(cookie, "robot")
    try:
        address = addresses.parse(form.address, own_host=addresses.host_of(base_url)).lower()
    except AddressError:
        return Asked(cookie, "invalid")
    address_hash = ring.address_hash(address)
    network = addresses.network(form.ip)
    so_far = signups.attempts(connection, now, address_hash=address_hash, network=network)
    refusal = _limited(rules, so_far) or _unproven(ring, form, network, rules, so_far, now)
    if refusal:
        return Asked(cookie, refusal)
    closed = _closed(connection, address_hash)
    if closed:
        # Counted and written like any other, or the time it takes would tell who is a reader.
        signups.attempt(connection, address_hash=address_hash, network=network, now=now)
        return Asked(cookie, closed)
    invitation = Invitation(
        address, network, _expiry(connection, address_hash, now), form.choices, cookie
    )
    notice = invite(connection, ring, invitation, base_url=base_url, now=now)
    return Asked(cookie, "mailed", notice)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the owner of a mailbox is asked to confirm."""

    address: str
    """In lower case."""
    network: str
    """Who asked, as :attr:`curator.storage.signups.Signup.network` says it."""
    expires_at: datetime
    preferences: Mapping[str, str]
    """What is to hold once it is confirmed."""
    cookie: str = ""
    """Of the browser that asked, if it may confirm by itself."""
    mail: str = "confirm"
    """The template that asks."""


def invite(
    connection: Connection, ring: Keyring, invitation: Invitation, *, base_url: str, now: datetime
) -> Notice:
    """Store what waits for the owner of a mailbox to confirm; gives the mail that asks."""
    address_hash = ring.address_hash(invitation.address)
    token = confirm_token(ring, address_hash, invitation.expires_at)
    waiting = Signup(
        address=invitation.address,
        address_hash=address_hash,
        token_hash=digest(token),
        cookie_hash=digest(invitation.cookie) if invitation.cookie else "",
        network=invitation.network,
        created_at=now,
        expires_at=invitation.expires_at,
        preferences=invitation.preferences,
    )
    signups.add(connection, waiting)
    return confirm_notice(invitation.address, token, base_url, now, invitation.mail)


def expiry(now: datetime) -> datetime:
    """When a confirm link that is made now ends; whole seconds, as its token has them."""
    return (now + timedelta(hours=CONFIRM_HOURS)).replace(microsecond=0)


def confirm_token(ring: Keyring, address_hash: str, expires_at: datetime) -> str:
    """The confirm link's token: the same until it expires, so that an earlier mail stays good."""
    number = int(address_hash[:12], 16)
    return tokens.make(ring, Purpose.CONFIRM, number, expires_at=expires_at)


def confirm_notice(
    address: str, token: str, base_url: str, now: datetime, name: str = "confirm"
) -> Notice:
    """The mail that asks the mailbox's owner."""
    return Notice(
        name=name,
        address=address,
        link=link(base_url, CONFIRM, token),
        hours=CONFIRM_HOURS,
        key=f"{name}:{digest(token)[:32]}:{now.timestamp():.0f}",
    )


def digest(secret: str) -> str:
    """What is stored of a secret that is given away."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same_browser(cookie_hash: str, cookie: str) -> bool:
    """Whether a browser's cookie is the one that was set when somebody signed up."""
    return hmac.compare_digest(digest(cookie), cookie_hash)


# --------------------------------------------------------------------------- reasons to send nothing


def _cookie(ring: Keyring, form: Form) -> str:
    """The browser's secret: the same when one page is sent twice, as by a double click.

    The second one would else replace the cookie of the sign-up that was stored.
    """
    if not form.shown:
        return secrets.token_urlsafe(COOKIE_BYTES)
    page = f"{form.shown}\0{form.address}".encode("utf-8", "replace")
    return tokens.encode(ring.mac(_JOIN, page)[:COOKIE_BYTES])


def _took_time(ring: Keyring, shown: str, now: datetime) -> bool:
    try:
        opened = tokens.read(ring, Purpose.FORM, shown, now).number
    except TokenError:
        return False
    return LEAST_SECONDS <= now.timestamp() - opened <= FORM_HOURS * 3600


def _closed(connection: Connection, address_hash: str) -> str | None:
    """A reader already, or an address that must get no mail; the erased may ask anew."""
    if suppressions.closed(connection, address_hash) is not None:
        return "suppressed"
    reader = subscribers.find_hash(connection, address_hash)
    return "known" if reader and reader.state is SubscriberState.CONFIRMED else None


def _limited(rules: Rules, so_far: Attempts) -> str | None:
    which = exceeded(rules.limits, so_far)
    return f"limit-{which}" if which else None


def _unproven(
    ring: Keyring, form: Form, network: str, rules: Rules, so_far: Attempts, now: datetime
) -> str | None:
    wanted = rules.proof and under_attack(rules.limits, so_far)
    return "proof" if wanted and not proof.is_solved(ring, form.answer, network, now) else None


def _expiry(connection: Connection, address_hash: str, now: datetime) -> datetime:
    """When the link ends: as the pending sign-up has it while that leaves time, else anew."""
    pending = signups.find(connection, address_hash, now)
    if pending is not None and pending.expires_at - now > timedelta(hours=CONFIRM_HOURS / 2):
        return pending.expires_at
    return expiry(now)
