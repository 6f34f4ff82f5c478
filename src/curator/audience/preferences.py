"""What readers may choose: topics, rhythm, form, hour, pause and address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from curator.audience import addresses
from curator.audience.limits import Limits, exceeded
from curator.audience.notice import Notice
from curator.audience.signup import Invitation, expiry, invite
from curator.errors import AddressError
from curator.model import Cadence, Choices, MailFormat, Subscriber, SubscriberState
from curator.storage import deliveries, signups, subscribers, suppressions
from curator.storage.engine.database import Connection
from curator.tokens import Keyring

E = TypeVar("E", bound=StrEnum)

PAUSES = (0, 1, 2, 3, 4, 6, 8, 12, 26)
"""Weeks of pause that the page offers."""
MOST_PAUSE_WEEKS = PAUSES[-1]
WEEK = timedelta(weeks=1)
LAST_HOUR = 23
CHANGES_HOUR = 3
"""New addresses that one reader may have asked in an hour; each is a mail to somebody."""
MOVES = "moves-reader"
"""In a sign-up's choices: the reader whose new address this is."""


def read(
    fields: Mapping[str, str],
    known_topics: Mapping[str, str] | None = None,
    offered: Collection[Cadence] = tuple(Cadence),
) -> Choices:
    """The choices in a form's fields; unknown words are passed over, since pages grow old.

    ``topics`` are slugs separated by blanks or commas, ``known_topics`` what each is called today;
    all of them is the same as none. A rhythm that is not ``offered`` is every issue.
    """
    cadence = _member(Cadence, fields.get("cadence", ""), Cadence.EVERY)
    topics = _topics(fields.get("topics", ""), known_topics)
    return Choices(
        topics=topics,
        cadence=cadence if cadence in offered else Cadence.EVERY,
        format=_member(MailFormat, fields.get("format", ""), MailFormat.HTML),
        time_zone=_time_zone(fields.get("time_zone", "")),
        send_hour=_number(fields.get("send_hour", ""), LAST_HOUR),
        pause_weeks=_number(fields.get("pause_weeks", ""), MOST_PAUSE_WEEKS) or 0,
    )


def write(choices: Choices) -> dict[str, str]:
    """The fields that :func:`read` understands; for a sign-up that waits."""
    fields = {
        "topics": " ".join(choices.topics),
        "cadence": choices.cadence.value,
        "format": choices.format.value,
        "time_zone": choices.time_zone or "",
        "send_hour": "" if choices.send_hour is None else str(choices.send_hour),
    }
    return {name: value for name, value in fields.items() if value}


def change(
    connection: Connection, reader: Subscriber, choices: Choices, now: datetime
) -> Subscriber:
    """Store a reader's choices; who pauses gets nothing that waits for them either.

    A pause that is left as the page showed it ends when it would have.
    """
    if choices.pause_weeks and choices.pause_weeks == weeks_left(reader, now):
        pause = reader.paused_until
    else:
        pause = now + choices.pause_weeks * WEEK if choices.pause_weeks else None
    if pause is not None:
        deliveries.cancel_waiting(connection, reader.id, now)
    return subscribers.change(
        connection,
        reader.id,
        now,
        topics=choices.topics,
        cadence=choices.cadence,
        format=choices.format,
        time_zone=choices.time_zone,
        send_hour=choices.send_hour,
        paused_until=pause,
    )


def weeks_left(reader: Subscriber, now: datetime) -> int:
    """The pause that is chosen now, as the smallest offered one that covers what is left."""
    if reader.paused_until is None or reader.paused_until <= now:
        return 0
    left = (reader.paused_until - now) / WEEK
    return next((weeks for weeks in PAUSES if weeks >= left), PAUSES[-1])


def ask_address(
    connection: Connection,
    ring: Keyring,
    reader: Subscriber,
    new_address: str,
    *,
    base_url: str,
    now: datetime,
    limits: Limits | None = None,
) -> Notice | None:
    """The mail that asks the owner of a new address; ``None`` where it must not be mailed.

    The page answers the same in both cases. Each reader has a limit of their own, so that no reader
    can use up another's. Raises :class:`AddressError` for what is no address.
    """
    address = addresses.parse(new_address, own_host=addresses.host_of(base_url)).lower()
    if address == reader.address:
        raise AddressError("that is the address you have already")
    address_hash = ring.address_hash(address)
    taken = subscribers.find_hash(connection, address_hash)
    asker = signups.asker(reader.id)
    so_far = signups.attempts(connection, now, address_hash=address_hash, network=asker)
    if (
        suppressions.closed(connection, address_hash) is not None
        or (taken is not None and taken.state is SubscriberState.CONFIRMED)
        or exceeded(replace(limits or Limits(), network_hour=CHANGES_HOUR), so_far)
    ):
        return None
    invitation = Invitation(
        address, asker, expiry(now), {MOVES: str(reader.id)}, mail="change-address"
    )
    notice = invite(connection, ring, invitation, base_url=base_url, now=now)
    # Its mail is forgotten with the reader.
    return replace(notice, subscriber_id=reader.id)


# --------------------------------------------------------------------------- reading fields


def _topics(text: str, known: Mapping[str, str] | None) -> tuple[str, ...]:
    wanted = dict.fromkeys(text.replace(",", " ").split())
    if known is None:
        return tuple(wanted)
    chosen = tuple(dict.fromkeys(known[slug] for slug in wanted if slug in known))
    return () if set(chosen) == set(known.values()) else chosen


def _member(kind: type[E], text: str, default: E) -> E:
    try:
        return kind(text)
    except ValueError:
        return default


def _time_zone(name: str) -> str | None:
    try:
        return ZoneInfo(name).key if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _number(text: str, most: int) -> int | None:
    if not text.isascii() or not text.isdigit():
        return None
    number = int(text[:4])
    return number if number <= most else None
