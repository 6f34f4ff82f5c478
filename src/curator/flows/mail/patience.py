"""How often the service asks a mail server again that it could not reach.

Looks come every few seconds. A server that refuses our password would take so many for an attack and
lock us out, so each look in vain makes the pause before the next one longer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curator.storage import kv

if TYPE_CHECKING:
    from curator.app import App

VAIN = "clock.server"
"""In the store: how many looks in a row were in vain, and until when none is made."""
FIRST, MOST = timedelta(seconds=20), timedelta(minutes=5)


def pause(times: int) -> timedelta:
    """How long to leave a server alone that was not reached so many times in a row. Pure."""
    return min(MOST, FIRST * (1 << min(times - 1, 10)))


def may_ask(app: App, now: datetime) -> bool:
    """Whether the server may be asked now."""
    _, until = _known(app)
    # A clock that was set back must not keep us waiting.
    return until is None or not until - MOST <= now < until


def reached(app: App) -> None:
    """The server is there."""
    if _known(app)[0]:
        with app.database.begin() as connection:
            kv.remove(connection, VAIN)


def in_vain(app: App, now: datetime) -> None:
    """The server could not be reached, or refused us."""
    times = _known(app)[0] + 1
    until = now + pause(times)
    with app.database.begin() as connection:
        kv.put(connection, VAIN, f"{times} {until.isoformat()}", now)


def _known(app: App) -> tuple[int, datetime | None]:
    with app.database.read() as connection:
        text = kv.get(connection, VAIN)
    if text is None:
        return 0, None
    times, until = text.split(" ", 1)
    return int(times), datetime.fromisoformat(until)
