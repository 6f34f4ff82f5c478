"""The desk's first page: how the newsletter, its sources and its readers are doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from curator.feeds import health
from curator.feeds.health import Health
from curator.flows.desk.readers import Growth, growth_of
from curator.flows.desk.sent import Sending
from curator.flows.issues.series import WEEKLY
from curator.model import (
    DeliveryState,
    Issue,
    IssueState,
    LinkCheck,
    StoredResource,
    SubscriberState,
)
from curator.storage import (
    deliveries,
    issues,
    linkchecks,
    log,
    outbox,
    reading,
    resources,
    sources,
    subscribers,
)
from curator.storage.log import LogEvent
from curator.topics import ask
from curator.topics.ask import Doubt

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

DEAD = 6
"""Dead links that the first page names."""
ASKED_OF = 100
"""The newest resources, among which the first page asks for topics in doubt."""
_OPEN = (IssueState.DRAFT, IssueState.APPROVED, IssueState.SENDING, IssueState.PAUSED)


@dataclass(frozen=True, slots=True)
class Overview:
    """The desk's first page."""

    next_at: datetime
    open_issues: list[Issue]
    """Drafts, approved, sending and paused ones, newest first."""
    held: list[Issue]
    """Paused bests of a month and own posts, which have no page at the desk."""
    sent: list[Sending]
    readers: dict[SubscriberState, int]
    growth: Growth
    failing: list[Health]
    dead: list[tuple[StoredResource, LinkCheck]]
    """Dead links on the reading list or in an issue, the newest death first."""
    doubts: list[Doubt]
    """Topics that could go either way, of which the author's word teaches most."""
    queued: int
    outbox: dict[DeliveryState, int]
    events: list[LogEvent]


def overview(app: App, now: datetime) -> Overview:
    """How everything is."""
    with app.database.read() as connection:
        open_ = issues.list_(connection, states=_OPEN, limit=10)
        sent = issues.list_(connection, states=(IssueState.SENT,), limit=6, full=False)
        return Overview(
            next_at=app.schedule.next_after(now),
            open_issues=open_,
            held=_held(connection),
            sent=[Sending(one, deliveries.counts(connection, one.id)) for one in sent],
            readers=subscribers.count(connection),
            growth=growth_of(connection, now),
            failing=[one for one in _health(connection, now) if one.error],
            dead=linkchecks.dead(connection, limit=DEAD),
            doubts=ask.doubts(resources.list_(connection, limit=ASKED_OF)),
            queued=reading.count_queued(connection),
            outbox=outbox.counts(connection),
            events=log.list_(connection, limit=8),
        )


def _held(connection: Connection) -> list[Issue]:
    found = issues.list_(connection, states=(IssueState.PAUSED,), series=None, full=False)
    return [one for one in found if one.series != WEEKLY]


def _health(connection: Connection, now: datetime) -> list[Health]:
    return [health.of(one.source, one.state, now) for one in sources.statuses(connection)]
