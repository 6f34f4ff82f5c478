"""The sources with their health and rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curator.feeds import health
from curator.feeds.health import Health
from curator.flows.desk.weeks import WEEKS, per_week
from curator.model import Source
from curator.storage import entries, sources

if TYPE_CHECKING:
    from curator.app import App


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source with its health and its rhythm."""

    source: Source
    health: Health
    entries: int
    newest_at: datetime | None
    rhythm: tuple[int, ...]
    """Entries a week, oldest first."""


def source_rows(app: App, now: datetime) -> list[SourceRow]:
    """Every source, those in trouble first."""
    with app.database.read() as connection:
        known = sources.statuses(connection)
        since = now - timedelta(weeks=WEEKS)
        addresses = {one.source.url for one in known}
        rows = [
            SourceRow(
                one.source,
                health.of(one.source, one.state, now, addresses),
                one.entries,
                one.newest_at,
                per_week(entries.history(connection, one.source.url, since), now),
            )
            for one in known
        ]
    return sorted(rows, key=lambda row: (not row.health.error, row.health.name.casefold()))
