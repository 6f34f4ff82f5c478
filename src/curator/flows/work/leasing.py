"""One process at a time does a thing, for as long as it takes and no longer than it lives."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.mail import owners
from curator.storage import leases

if TYPE_CHECKING:
    from curator.app import App

logger = logging.getLogger("curator.service")

SECONDS = 60.0
"""A process that dies frees its lease after so long."""


@contextmanager
def held(app: App, name: str, *, seconds: float = SECONDS) -> Iterator[bool]:
    """Hold the lease ``name`` inside the block; gives ``False`` where another process has it.

    It is renewed in the background. Leases are about processes that live now, so they go by the
    real clock, whatever instant the work itself is about.
    """
    if not _acquire(app, name, seconds):
        yield False
        return
    done = threading.Event()
    keeper = threading.Thread(
        target=_keep, args=(app, name, seconds, done), name=f"lease-{name}", daemon=True
    )
    keeper.start()
    try:
        yield True
    finally:
        done.set()
        keeper.join()
        with app.database.begin() as connection:
            leases.release(connection, name, app.owner)


def _keep(app: App, name: str, seconds: float, done: threading.Event) -> None:
    while not done.wait(seconds / 3):
        try:
            _acquire(app, name, seconds)
        except CuratorError as error:
            # The database may answer again before the lease is over.
            logger.warning("the lease %s was not renewed: %s", name, error.message)


def _acquire(app: App, name: str, seconds: float) -> bool:
    """Take the lease, at once from a process of this machine that is gone."""
    now = datetime.now(UTC)
    with app.database.begin() as connection:
        holder = leases.holder(connection, name, now)
        if holder and owners.dead([holder]):
            leases.release(connection, name, holder)
        return leases.acquire(connection, name, app.owner, now, seconds)
