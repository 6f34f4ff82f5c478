"""Readers out: the whole list as CSV for other programs, and one reader's data for that reader."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TextIO

from curator.cells import marked
from curator.errors import CuratorError
from curator.model import ConsentEvent, Subscriber, SubscriberState
from curator.storage import bounces, consent, deliveries, outbox
from curator.storage.codec import JSON, encode
from curator.storage.engine.database import Connection
from curator.tokens import Keyring

Cell = Callable[[Subscriber], str]


def _at(instant: datetime | None) -> str:
    return "" if instant is None else instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _active(reader: Subscriber) -> bool:
    return reader.state is SubscriberState.CONFIRMED


FORMATS: Mapping[str, Mapping[str, Cell]] = {
    "plain": {
        "email": lambda reader: reader.address,
        "name": lambda reader: reader.name,
        "state": lambda reader: reader.state.value,
        "topics": lambda reader: " ".join(reader.topics),
        "cadence": lambda reader: reader.cadence.value,
        "format": lambda reader: reader.format.value,
        "time_zone": lambda reader: reader.time_zone or "",
        "send_hour": lambda reader: "" if reader.send_hour is None else str(reader.send_hour),
        "created_at": lambda reader: _at(reader.created_at),
        "confirmed_at": lambda reader: _at(reader.confirmed_at),
        "unsubscribed_at": lambda reader: _at(reader.unsubscribed_at),
    },
    "listmonk": {
        "uuid": lambda _: "",
        "email": lambda reader: reader.address,
        "name": lambda reader: reader.name,
        "attributes": lambda _: "{}",
        "status": lambda reader: "enabled" if _active(reader) else "disabled",
        "created_at": lambda reader: _at(reader.confirmed_at or reader.created_at),
    },
    "ghost": {
        "email": lambda reader: reader.address,
        "name": lambda reader: reader.name,
        "subscribed_to_emails": lambda reader: "true" if _active(reader) else "false",
        "created_at": lambda reader: _at(reader.confirmed_at or reader.created_at),
        "labels": lambda reader: ",".join(reader.topics),
    },
    "substack": {
        "email": lambda reader: reader.address,
        "active_subscription": lambda _: "false",
        "email_disabled": lambda reader: "false" if _active(reader) else "true",
        "created_at": lambda reader: _at(reader.confirmed_at or reader.created_at),
    },
    "mailchimp": {
        "Email Address": lambda reader: reader.address,
        "First Name": lambda reader: reader.name,
        "Last Name": lambda _: "",
        "OPTIN_TIME": lambda reader: _at(reader.confirmed_at or reader.created_at),
        "CONFIRM_TIME": lambda reader: _at(reader.confirmed_at),
        "UNSUB_TIME": lambda reader: _at(reader.unsubscribed_at),
    },
    "buttondown": {
        "email": lambda reader: reader.address,
        "type": lambda reader: "regular" if _active(reader) else "unsubscribed",
        "tags": lambda reader: ",".join(reader.topics),
        "creation_date": lambda reader: _at(reader.confirmed_at or reader.created_at),
    },
    "hashnode": {
        "email": lambda reader: reader.address,
        "subscribedAt": lambda reader: _at(reader.confirmed_at or reader.created_at),
        "status": lambda reader: "active" if _active(reader) else "unsubscribed",
    },
}
"""Column by column, by the name of the program that reads it."""


def write_csv(file: TextIO, readers: Iterable[Subscriber], form: str = "plain") -> int:
    """Write readers as CSV; gives their number. The erased and unconfirmed are left out.

    Raises :class:`CuratorError` for an unknown format.
    """
    columns = FORMATS.get(form)
    if columns is None:
        raise CuratorError(f"{form!r} is not a known format; use {', '.join(FORMATS)}")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    kept = (SubscriberState.CONFIRMED, SubscriberState.UNSUBSCRIBED)
    number = 0
    for reader in readers:
        if reader.state in kept:
            writer.writerow(marked(cell(reader)) for cell in columns.values())
            number += 1
    return number


CONSENT = (
    "at",
    "kind",
    "address_hash",
    "subscriber_id",
    "method",
    "text_version",
    "network",
    "detail",
)
"""Columns of the consent ledger. Addresses are keyed hashes: proof outlives the reader."""


def write_consent(file: TextIO, events: Iterable[ConsentEvent]) -> int:
    """Write consent events as CSV; gives their number."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(CONSENT)
    number = 0
    for event in events:
        cells = (getattr(event, name) for name in CONSENT)
        writer.writerow(_cell(one) for one in cells)
        number += 1
    return number


def _cell(value: datetime | str | int | None) -> str:
    if isinstance(value, datetime):
        return _at(value)
    return "" if value is None else marked(str(value))


def everything(connection: Connection, ring: Keyring, reader: Subscriber) -> dict[str, JSON]:
    """All that is kept of one reader, for that reader (GDPR articles 15 and 20)."""
    events = consent.of(connection, ring.address_hash(reader.address))
    sent = deliveries.of_subscriber(connection, reader.id)
    return {
        "reader": encode(reader),
        "consent": [encode(event) for event in events],
        "mails": [encode(one) for one in sent],
        "single_mails": [
            {"what": one.purpose, "address": one.address, "at": _at(one.created_at)}
            for one in outbox.to_reader(connection, reader.id, reader.address)
        ],
        "came_back": [encode(one) for one in bounces.of_subscriber(connection, reader.id)],
    }
