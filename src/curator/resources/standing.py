"""Whether a link still leads somewhere: what one look says, and what several looks come to. Pure.

Nothing there once may be a slip of the server; nothing there again a day later is a dead link. A
wall, a fault of the server or a network that is down says nothing about the link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from curator import urls
from curator.errors import BadStatus, CuratorError, NoSuchHost, ParseError, Wall
from curator.model import LinkCheck, Page, PageState
from curator.resources import document, walls

AGAIN = timedelta(days=1)
"""A link where nothing was found is looked at again after so long, and then called dead."""
CUT_OFF = 3
"""So many hosts that do not exist, and none that answers, is a fault of this machine's network."""
GONE = frozenset({404, 410})
"""What a server answers where nothing is."""


class Standing(StrEnum):
    """What one look at a link found."""

    THERE = "there"
    MISSING = "missing"
    """404, 410, a page that says so itself, or no such host."""
    UNCLEAR = "unclear"
    """A wall, a fault, no answer: it says nothing about the link."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look at a link found, and what it was told."""

    standing: Standing
    reason: str = ""
    hostless: bool = False
    """Its host does not exist, or so a name service says that may itself be cut off."""


THERE = Seen(Standing.THERE)


def of_error(error: CuratorError) -> Seen:
    """What a look that failed says."""
    hostless = isinstance(error, NoSuchHost)
    gone = (
        hostless
        or (isinstance(error, BadStatus) and error.status in GONE)
        or (isinstance(error, Wall) and error.state is PageState.GONE)
    )
    return Seen(Standing.MISSING if gone else Standing.UNCLEAR, error.message, hostless=hostless)


def of_page(page: Page) -> Seen:
    """What the beginning of a page that came says: some say with a 200 that they do not exist."""
    if page.body.lstrip()[:1] != b"<":
        return THERE  # A file, or text; only pages say in words that they are not there.
    try:
        walls.check(document.parse(page))
    except Wall as wall:
        return of_error(wall)
    except ParseError:
        pass  # Too odd to be read, but there.
    return THERE


def believed(looks: Sequence[tuple[str, Seen]]) -> list[Seen]:
    """What looks side by side say, each given with its address; in the same order.

    Where the network is cut off (:data:`CUT_OFF`), a host that does not exist says nothing. One dead
    host with many links is a dead host.
    """
    hostless = {urls.host(url) for url, seen in looks if seen.hostless}
    answered = any(seen.standing is not Standing.UNCLEAR and not seen.hostless for _, seen in looks)
    if answered or len(hostless) < CUT_OFF:
        return [seen for _, seen in looks]
    return [Seen(Standing.UNCLEAR, seen.reason) for _, seen in looks]


def after(before: LinkCheck | None, seen: Seen, now: datetime) -> LinkCheck:
    """What is known of a link after a look at ``now``, given what was known before."""
    known = replace(before, asked_at=now) if before else LinkCheck(now)
    if seen.standing is Standing.UNCLEAR:
        return known
    if seen.standing is Standing.THERE:
        return LinkCheck(now)
    since = known.missing_since or now
    dead = known.dead or now - since >= AGAIN
    return replace(known, missing_since=since, dead=dead, reason=seen.reason)
