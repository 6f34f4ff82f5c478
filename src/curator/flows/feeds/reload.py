"""An edited ``feeds.yaml`` is taken over while the service runs."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.storage import log

if TYPE_CHECKING:
    from curator.app import App

logger = logging.getLogger("curator.service")


def reload(app: App, seen: float, now: datetime) -> float:
    """Take over an edited ``feeds.yaml``; a wrong one is told in the log, and the old one stays.

    ``seen`` is what an earlier call gave, 0 at first: the time of the file's last change.
    """
    try:
        changed = app.settings.feeds.stat().st_mtime
    except OSError:
        return seen
    if seen and changed != seen:
        try:
            app.read_again()
            logger.info("feeds.yaml was read again")
        except CuratorError as error:
            wrong = f"feeds.yaml is wrong, so the old one stays: {error.message}"
            logger.error(wrong)  # noqa: TRY400 - ours, no trace
            with app.database.begin() as connection:
                log.add(connection, "feeds.yaml", wrong, now)
    return changed
