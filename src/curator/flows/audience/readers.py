"""Readers as the author manages them from the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from curator.audience import addresses as audience_addresses
from curator.errors import Conflict, CuratorError, NotFound
from curator.flows.topics.taxonomy import named
from curator.model import Choices, Consent, Subscriber, SubscriberState
from curator.storage import subscribers, suppressions

if TYPE_CHECKING:
    from curator.app import App


@dataclass(frozen=True, slots=True)
class Problem:
    """An address that was left out, and why."""

    address: str
    what: str


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
    added: list[str] = []
    problems: list[Problem] = []
    with app.database.begin() as connection:
        for text in given:
            try:
                address = audience_addresses.parse(text)
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
                added.append(address)
            except CuratorError as error:
                problems.append(Problem(text, error.message))
    return Vouched(tuple(added), tuple(problems))


def remove(app: App, given: Iterable[str], now: datetime) -> Removed:
    """Unsubscribe readers; mail that waits for them is cancelled."""
    removed: list[str] = []
    problems: list[Problem] = []
    with app.database.begin() as connection:
        for text in given:
            try:
                address = audience_addresses.parse(text)
                found = subscribers.find(connection, address)
                if found is None:
                    raise NotFound("is not a reader")
                if not subscribers.unsubscribe(connection, found.id, now, method="author"):
                    raise Conflict("is unsubscribed already")
                removed.append(address)
            except CuratorError as error:
                problems.append(Problem(text, error.message))
    return Removed(tuple(removed), tuple(problems))


def list_(app: App, *, search: str = "", state: str | None = None) -> list[Subscriber]:
    """Readers by address."""
    wanted = SubscriberState(state) if state else None
    with app.database.read() as connection:
        return subscribers.list_(connection, state=wanted, search=search)
