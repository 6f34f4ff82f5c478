"""Summaries by a language model in place of quotations, where the owner set up a server for it.

Each is asked for once, when a page is read. A day's budget, a time-out and a rest after failures
keep a slow or broken server from holding anything up: the quotation simply stays.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model import Provenance, Resource
from curator.storage import kv

if TYPE_CHECKING:
    from curator.app import App

ORIGIN = "model"
"""The provenance of such a summary; the model's name follows after a colon."""
_SPENT = "summaries asked for"
logger = logging.getLogger("curator.summaries")


def written(app: App, resource: Resource, now: datetime) -> Resource:
    """``resource`` with a written summary if it had only a quotation; else as it is."""
    endpoint = app.endpoint
    if endpoint is None or not resource.summary_quoted or not resource.text:
        return resource
    if endpoint.resting or not _spend(app, now):
        return resource
    try:
        said = endpoint.summary(resource.title, resource.text)
    except CuratorError as error:
        logger.warning("a summary was not written: %s", error.message)
        return resource
    provenance = {
        **resource.provenance, "summary": Provenance(f"{ORIGIN}:{endpoint.model}", 0.5)
    }  # fmt: skip
    return replace(resource, summary=said, summary_quoted=False, provenance=provenance)


def _spend(app: App, now: datetime) -> bool:
    """Take one call out of today's budget; ``False`` where none is left."""
    today = now.date().isoformat()
    with app.database.begin() as connection:
        day, _, spent = (kv.get(connection, _SPENT) or "").partition(" ")
        calls = int(spent) if day == today else 0
        if calls >= app.settings.summary_per_day:
            return False
        kv.put(connection, _SPENT, f"{today} {calls + 1}", now)
        return True
