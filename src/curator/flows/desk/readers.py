"""The readers: a page of them, how they grew, and what happened to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curator.audience import why
from curator.audience.why import History
from curator.flows.desk.weeks import WEEKS, per_week
from curator.model import Subscriber, SubscriberState
from curator.storage import subscribers, suppressions

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection


@dataclass(frozen=True, slots=True)
class Growth:
    """Readers week by week, oldest first."""

    joined: tuple[int, ...]
    left: tuple[int, ...]
    total: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Readers:
    """A page of readers, and how many there are."""

    shown: list[Subscriber]
    more: bool
    counts: dict[SubscriberState, int]
    growth: Growth
    suppressed: int


def readers(app: App, now: datetime, *, search: str, limit: int, offset: int) -> Readers:
    """Readers by address."""
    with app.database.read() as connection:
        found = subscribers.list_(connection, search=search, limit=limit + 1, offset=offset)
        return Readers(
            shown=found[:limit],
            more=len(found) > limit,
            counts=subscribers.count(connection),
            growth=growth_of(connection, now),
            suppressed=suppressions.count(connection),
        )


def reader_history(app: App, address: str, now: datetime) -> History:
    """Everything about one reader. Raises :class:`curator.errors.NotFound`."""
    with app.database.read() as connection:
        return why.why(connection, app.keyring, address, now)


def growth_of(connection: Connection, now: datetime) -> Growth:
    """Comings, goings and the total at the end of each week."""
    since = now - timedelta(weeks=WEEKS)
    came, went = subscribers.comings_and_goings(connection, since)
    joined, left = per_week(came, now), per_week(went, now)
    total = subscribers.count(connection).get(SubscriberState.CONFIRMED, 0)
    totals = [total]
    for more, fewer in zip(joined[:0:-1], left[:0:-1], strict=True):
        totals.append(max(0, totals[-1] - more + fewer))
    return Growth(joined, left, tuple(reversed(totals)))
