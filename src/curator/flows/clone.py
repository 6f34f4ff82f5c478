"""The clone guard: a copy of the database on another machine sends nothing by itself.

A backup that is restored to look at it, or a volume copied for a test, has readers and waiting mail
in it. The database remembers where it was last used to send; elsewhere it waits for the author's
word.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from curator.errors import Conflict
from curator.storage import kv, log, place

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.database import Connection

logger = logging.getLogger("curator.service")

INSTANCE, PLACE, TOLD = "instance.id", "instance.place", "instance.told"
CURE = "if this copy is to send from now on, and the other one not, run `curator send resume`"


def reason(app: App, now: datetime) -> str:
    """Why this database must not send by itself; empty where it may.

    The first time it is asked it remembers where it is.
    """
    with app.database.read() as connection:
        known, here = kv.get(connection, PLACE), place.fingerprint(connection)
    if known is None:
        with app.database.begin() as connection:
            _settle(connection, here, now)
        return ""
    if known == here:
        return ""
    return "this is a copy of a database that was used elsewhere; it sends nothing by itself"


def insist(app: App, now: datetime) -> None:
    """Raise :class:`Conflict` where this is a copy that was not told to send."""
    if why := reason(app, now):
        raise Conflict(f"{why}; {CURE}")


def may_send(app: App, now: datetime) -> bool:
    """Whether this database may send by itself; where not, the log says so once."""
    why = reason(app, now)
    if not why:
        return True
    with app.database.begin() as connection:
        here = place.fingerprint(connection)
        if kv.get(connection, TOLD) != here:
            kv.put(connection, TOLD, here, now)
            log.add(connection, "house", f"{why}; {CURE}", now)
            logger.warning("%s; %s", why, CURE)
    return False


def adopt(app: App, now: datetime) -> bool:
    """From now on this copy sends; ``False`` where it did anyway."""
    if not reason(app, now):
        return False
    with app.database.begin() as connection:
        _settle(connection, place.fingerprint(connection), now)
        log.add(connection, "house", "this copy of the database sends from now on", now)
    return True


def _settle(connection: Connection, here: str, now: datetime) -> None:
    kv.put_once(connection, INSTANCE, uuid4().hex, now)
    kv.put(connection, PLACE, here, now)
