"""Readers as the author manages them from the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from curator.errors import Conflict, NotFound
from curator.flows.audience.each import Problem, each
from curator.flows.topics.taxonomy import named
from curator.model import Choices, Consent, Subscriber, SubscriberState
from curator.storage import subscribers, suppressions

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection


@dataclass(frozen=True, slots=True)
class Vouched:
    """Who is a reader now."""

    added: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """Who is a reader no more."""

    removed: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def vouch(
    app: App, given: Iterable[str], now: datetime, *, topics: tuple[str, ...] = ()
) -> Vouched:
    """Confirm readers at once because the author vouches for them; goes on past a bad address.

    Raises :class:`curator.errors.NotFound` for a topic that ``feeds.yaml`` does not have.
    """
    topics = named(app, topics)

    def one(connection: Connection, address: str) -> None:
        mark = app.address_hash(address)
        if suppressed := suppressions.get(connection, mark):
            raise Conflict(f"suppressed ({suppressed.reason}); nothing is sent there")
        subscribers.add(
            connection,
            address,
            address_hash=mark,
            now=now,
            choices=Choices(topics),
            consent=Consent(method="vouched"),
        )

    done = each(app, given, one)
    return Vouched(done.done, done.problems)


def remove(app: App, given: Iterable[str], now: datetime) -> Removed:
    """Unsubscribe readers; mail that waits for them is cancelled."""

    def one(connection: Connection, address: str) -> None:
        found = subscribers.find(connection, address)
        if found is None:
            raise NotFound("is not a reader")
        if not subscribers.unsubscribe(connection, found.id, now, method="author"):
            raise Conflict("is unsubscribed already")

    done = each(app, given, one)
    return Removed(done.done, done.problems)


def list_(app: App, *, search: str = "", state: str | None = None) -> list[Subscriber]:
    """Readers by address."""
    wanted = SubscriberState(state) if state else None
    with app.database.read() as connection:
        return subscribers.list_(connection, state=wanted, search=search)
