"""One person as the author looks after them: their history, their erasure, their suppression."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from curator.audience import addresses, erase, why
from curator.audience.marks import mark_of
from curator.audience.why import History
from curator.errors import Conflict, NotFound
from curator.flows.audience.each import Done, each
from curator.model import Suppression, SuppressionReason
from curator.storage import log, subscribers, suppressions

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection


@dataclass(frozen=True, slots=True)
class Silenced:
    """An address that gets no mail."""

    at: datetime
    reason: str
    detail: str
    address: str
    """Empty where only its keyed hash is known: no reader here has it any more."""


def history(app: App, address: str, now: datetime) -> History:
    """All that happened to an address. Raises :class:`NotFound` for a stranger."""
    with app.database.read() as connection:
        return why.why(connection, app.keyring, addresses.parse(address), now)


def forget(app: App, given: Iterable[str], now: datetime) -> Done:
    """Erase readers; a keyed hash of each stays, so that no import brings them back."""

    def one(connection: Connection, address: str) -> None:
        reader = subscribers.find_hash(connection, mark_of(connection, app.keyring, address))
        if reader is None or not reader.address:
            raise NotFound("is not a reader")
        erase.erase(connection, app.keyring, reader, now, method="author")
        log.add(connection, "reader", "a reader was erased by the author", now)

    done = each(app, given, one)
    app.database.scour()
    return done


def suppress(app: App, given: Iterable[str], now: datetime, *, note: str = "") -> Done:
    """Send no mail to these addresses whatever else is known; what waits for them is cancelled."""

    def one(connection: Connection, address: str) -> None:
        mark = mark_of(connection, app.keyring, address)
        added = Suppression(mark, SuppressionReason.MANUAL, now, note)
        if not suppressions.add(connection, added):
            raise Conflict("is suppressed already")

    return each(app, given, one)


def unsuppress(app: App, given: Iterable[str], now: datetime) -> Done:
    """Allow mail to these addresses again. Who had left is still away, and must sign up anew."""

    def one(connection: Connection, address: str) -> None:
        if not suppressions.remove(connection, mark_of(connection, app.keyring, address)):
            raise NotFound("is not suppressed")
        log.add(connection, "reader", "a suppression was lifted by the author", now)

    return each(app, given, one)


def suppressed(app: App, *, limit: int | None = None) -> list[Silenced]:
    """Every suppressed address, the newest first."""
    with app.database.read() as connection:
        found = suppressions.list_(connection, limit=limit)
        known = subscribers.addresses(connection, [one.address_hash for one in found])
    return [
        Silenced(one.at, one.reason.value, one.detail, known.get(one.address_hash, ""))
        for one in found
    ]
