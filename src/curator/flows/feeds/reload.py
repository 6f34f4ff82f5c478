"""An edited ``feeds.yaml`` is taken over while the service runs."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.app import App

logger = logging.getLogger("curator.service")


def reload(app: App, seen: float) -> float:
    """Take over an edited ``feeds.yaml``; a wrong one is reported and the old one stays.

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
            logger.error("feeds.yaml is wrong, so the old one stays: %s", error.message)  # noqa: TRY400
    return changed
