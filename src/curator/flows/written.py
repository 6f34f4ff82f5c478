"""Summaries by a language model in place of quotations, where the owner set up a server for it.

Each is asked for once, when a page is read. A day's budget, a time-out and a rest after failures
keep a slow or broken server from holding anything up: the quotation simply stays.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from curator.errors import CuratorError
from curator.model import Provenance, Resource
from curator.resources.endpoint import Endpoint
from curator.storage import kv

if TYPE_CHECKING:
    from curator.settings import Settings
    from curator.storage.database import Database

FAILURES = 3
"""In a row after which this process asks no more."""
ORIGIN = "model"
"""The provenance of such a summary; the model's name follows after a colon."""
_SPENT = "summaries asked for"
_log = structlog.get_logger(__name__)


class Writer:
    """Asks the server within its budget; safe to use from many threads."""

    def __init__(self, endpoint: Endpoint, database: Database, per_day: int) -> None:
        self.endpoint = endpoint
        self._database = database
        self._per_day = per_day
        self._failures = 0
        self._guard = threading.Lock()

    @classmethod
    def of(cls, settings: Settings, database: Database) -> Writer | None:
        """The writer that the settings ask for; ``None`` where they name no server."""
        if settings.summary_url is None:
            return None
        key = settings.summary_key.reveal() if settings.summary_key else None
        endpoint = Endpoint(
            settings.summary_url, settings.summary_model, key, settings.summary_seconds
        )
        return cls(endpoint, database, settings.summary_per_day)

    def written(self, resource: Resource, now: datetime) -> Resource:
        """``resource`` with a written summary if it had only a quotation; else as it is."""
        if not resource.summary_quoted or not resource.text:
            return resource
        if self._failures >= FAILURES or not self._spend(now):
            return resource
        try:
            said = self.endpoint.summary(resource.title, resource.text)
        except CuratorError as error:
            self._failed(error)
            return resource
        self._failures = 0
        origin = Provenance(f"{ORIGIN}:{self.endpoint.model}", 0.5)
        provenance = {**resource.provenance, "summary": origin}
        return replace(resource, summary=said, summary_quoted=False, provenance=provenance)

    def _spend(self, now: datetime) -> bool:
        """Take one call out of today's budget; ``False`` where none is left."""
        today = now.date().isoformat()
        with self._guard, self._database.begin() as connection:
            day, _, spent = (kv.get(connection, _SPENT) or "").partition(" ")
            calls = int(spent) if day == today else 0
            if calls >= self._per_day:
                return False
            kv.put(connection, _SPENT, f"{today} {calls + 1}", now)
            return True

    def _failed(self, error: CuratorError) -> None:
        self._failures += 1
        resting = self._failures >= FAILURES
        _log.warning("summary not written", reason=error.message, resting=resting)
