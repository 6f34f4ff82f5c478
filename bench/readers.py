"""Readers who have confirmed, as rows to fill a database with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from curator.model import Cadence, MailFormat, SubscriberState
from curator.storage import schema

PART = 5000
DOMAINS = 50


def fill(connection: Connection, number: int, now: datetime) -> None:
    """Store so many of them."""
    for start in range(0, number, PART):
        rows = [_row(one, now) for one in range(start, min(start + PART, number))]
        connection.execute(schema.subscribers.insert(), rows)


def _row(number: int, now: datetime) -> dict[str, object]:
    domain = f"d{number % DOMAINS}.example"
    return {
        "address": f"reader{number}@{domain}",
        "domain": domain,
        "address_hash": f"{number:064x}",
        "name": "",
        "state": SubscriberState.CONFIRMED,
        "topics": (),
        "cadence": Cadence.EVERY,
        "format": MailFormat.HTML,
        "created_at": now,
        "confirmed_at": now,
        "token_epoch": 0,
    }
