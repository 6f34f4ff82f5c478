"""What has expired is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curator.audience.limits import WEEK
from curator.flows.issues import history
from curator.flows.mail.finished import finish
from curator.storage import deliveries, log, outbox, signups, sources

if TYPE_CHECKING:
    from curator.app import App

LOG_DAYS = 180
OUTBOX_DAYS = 30
"""Single mails are kept so long after they left, to answer where one is."""


def keep_house(app: App, now: datetime) -> None:
    """Forget what has expired, leave no trace of what was erased, and call done what is done."""
    with app.database.begin() as connection:
        expired = signups.expire(connection, now, attempts_before=now - WEEK)
        given_up = deliveries.expire(connection, now)
        finish(app, connection, now)
        history.tidy(connection)
        outbox.prune(connection, now, days=OUTBOX_DAYS)
        sources.forget_waits(connection, now)
        log.prune(connection, now - timedelta(days=LOG_DAYS))
        if expired or given_up:
            detail = {"sign-ups": expired, "mails": given_up}
            log.add(connection, "house", "forgot what had expired", now, detail=detail)
    app.database.scour()
