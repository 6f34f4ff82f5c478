"""The clone guard: what is not this newsletter's own database sends nothing by itself.

A backup that is restored, to look at it or in the place of a broken database, or a volume copied for
a test, has readers and waiting mail in it. So has the data folder that every ``feeds.yaml`` of a person
shares unless told otherwise, when a second one is tried. The database remembers where it was last used
to send, for whom, and by which word beside it; elsewhere, for another newsletter, and where mails left
since that it does not know of, it waits for the author's word.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from curator.errors import Conflict
from curator.storage import kv, log, mark, place

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

logger = logging.getLogger("curator.service")

INSTANCE, PLACE, TOLD = "instance.id", "instance.place", "instance.told"
NEWSLETTER = "instance.newsletter"
RESTORED = "instance.restored"
"""In the store: when a backup came back."""
_BACKUP = "a backup"
"""Where a database stands that came from one and was not told to send yet."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a database must not send by itself, and what to do about it."""

    why: str
    cure: str

    def __str__(self) -> str:
        return f"{self.why}; {self.cure}"


COPY = Hindrance(
    "this is a copy of a database that was used elsewhere; it sends nothing by itself",
    "if this copy is to send from now on, and the other one not, run `curator send resume`",
)


BACKUP = Hindrance(
    "this database was restored from a backup; it sends nothing by itself",
    "if it is to send from now on, and no other one, run `curator send resume`; of what may have left"
    " since the backup `curator send status` tells",
)


def mark_restored(connection: Connection, now: datetime) -> None:
    """A backup has come back: it waits for the author's word, whatever place it has."""
    kv.put(connection, PLACE, _BACKUP, now)
    kv.put(connection, RESTORED, now.isoformat(), now)


def restored_since(app: App, instant: datetime) -> bool:
    """Whether a backup came back after an instant: what was due then may have been done."""
    with app.database.read() as connection:
        at = kv.get(connection, RESTORED)
    return at is not None and instant <= datetime.fromisoformat(at)


def hindrance(app: App, now: datetime, *, settle: bool = True) -> Hindrance | None:
    """Why this database must not send by itself; ``None`` where it may.

    The first time it is asked it remembers where it is and which newsletter it serves, unless
    ``settle`` is off. One that changes its title, or its address, is still the same; one that has
    neither is another.
    """
    with app.database.read() as connection:
        known, here = kv.get(connection, PLACE), place.fingerprint(connection)
        served = kv.get(connection, NEWSLETTER)
        from_before = known is not None and not mark.known(connection, app.database)
    if known is not None and (known != here or from_before):
        return BACKUP if known in (_BACKUP, here) else COPY
    own = _newsletter(app)
    before = own if served is None else tuple(json.loads(served))
    if not _same(before, own):
        return _another(*before)
    if settle and (known is None or served is None or before != own):
        with app.database.begin() as connection:
            _settle(connection, here, own, now)
    return None


def insist(app: App, now: datetime) -> None:
    """Raise :class:`Conflict` where this database was not told to send here, for this newsletter."""
    if found := hindrance(app, now):
        raise Conflict(str(found))


def may_send(app: App, now: datetime) -> bool:
    """Whether this database may send by itself; where not, the log says so once."""
    found = hindrance(app, now)
    if found is None:
        return True
    with app.database.begin() as connection:
        told = f"{place.fingerprint(connection)} {found.why}"
        if kv.get(connection, TOLD) != told:
            kv.put(connection, TOLD, told, now)
            log.add(connection, "house", str(found), now)
            logger.warning("%s", found)
    return False


def sending(app: App, now: datetime) -> None:
    """Mails are about to leave, or have left: a copy from before that is no more up to date."""
    mark.move_on(app.database, now)


def adopt(app: App, now: datetime) -> bool:
    """From now on this database sends, here and for this newsletter; ``False`` where it did anyway."""
    if hindrance(app, now) is None:
        return False
    own = _newsletter(app)
    with app.database.begin() as connection:
        _settle(connection, place.fingerprint(connection), own, now)
        log.add(connection, "house", f"this database sends “{own[0]}” from now on", now)
    sending(app, now)
    return True


def _settle(connection: Connection, here: str, own: tuple[str, str], now: datetime) -> None:
    kv.put_once(connection, INSTANCE, uuid4().hex, now)
    kv.put(connection, PLACE, here, now)
    kv.put(connection, NEWSLETTER, json.dumps(own), now)


def _newsletter(app: App) -> tuple[str, str]:
    """Title and sender of the newsletter that ``feeds.yaml`` describes."""
    return app.config.newsletter.title, app.config.newsletter.sender


def _same(served: tuple[str, str], own: tuple[str, str]) -> bool:
    return any(one == other for one, other in zip(served, own, strict=True))


def _another(title: str, sender: str) -> Hindrance:
    return Hindrance(
        f"this database has the readers of “{title}” from {sender}, and feeds.yaml is of another"
        " newsletter",
        "set CURATOR_DATA to a folder of its own for each; if yours was renamed, run"
        " `curator send resume`",
    )
