"""What the author sees at the desk: how the newsletter, its sources and its readers are doing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curator.audience import why
from curator.audience.why import History
from curator.errors import CuratorError
from curator.feeds import health
from curator.feeds.health import Health
from curator.flows.issues.series import WEEKLY
from curator.model import (
    Delivery,
    DeliveryState,
    Goal,
    Issue,
    IssueState,
    LinkCheck,
    ReadingItem,
    ReadingStatus,
    Source,
    StoredResource,
    Subscriber,
    SubscriberState,
)
from curator.sanitize import clean_text
from curator.storage import (
    bounces,
    deliveries,
    entries,
    goals,
    issues,
    kv,
    linkchecks,
    log,
    outbox,
    reading,
    resources,
    sources,
    subscribers,
    suppressions,
)
from curator.storage.log import LogEvent

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.database import Connection

WEEKS = 26
"""How far back plots go."""
DEAD = 6
"""Dead links that the first page names."""
NOTE, CREDIT, GOAL = 2000, 200, 300
"""Characters kept of what the author types."""


@dataclass(frozen=True, slots=True)
class Sending:
    """An issue and where its mails are."""

    issue: Issue
    counts: dict[DeliveryState, int]

    def of(self, *states: DeliveryState) -> int:
        """How many mails are in one of some states."""
        return sum(self.counts.get(state, 0) for state in states)


@dataclass(frozen=True, slots=True)
class Growth:
    """Readers week by week, oldest first."""

    joined: tuple[int, ...]
    left: tuple[int, ...]
    total: tuple[int, ...]


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
            growth=_growth(connection, now),
            failing=[one for one in _health(connection, now) if one.error],
            dead=linkchecks.dead(connection, limit=DEAD),
            queued=len(reading.queued(connection)),
            outbox=outbox.counts(connection),
            events=log.list_(connection, limit=8),
        )


def _held(connection: Connection) -> list[Issue]:
    found = issues.list_(connection, states=(IssueState.PAUSED,), series=None, full=False)
    return [one for one in found if one.series != WEEKLY]


_OPEN = (IssueState.DRAFT, IssueState.APPROVED, IssueState.SENDING, IssueState.PAUSED)


def all_issues(app: App) -> list[Sending]:
    """Every issue with its deliveries, newest first."""
    with app.database.read() as connection:
        found = issues.list_(connection, full=False)
        return [
            Sending(one, deliveries.counts(connection, one.id))
            for one in found
            if one.state is not IssueState.CANCELLED
        ]


@dataclass(frozen=True, slots=True)
class Deliveries:
    """How one issue got to its readers."""

    sending: Sending
    by_domain: list[tuple[str, dict[DeliveryState, int]]]
    """The largest first."""
    reasons: dict[str, int]
    """Why some readers got nothing."""
    trouble: list[Delivery]


TROUBLE = (DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.DEFERRED)


def delivered(app: App, number: int) -> Deliveries:
    """The deliveries of an issue. Raises :class:`curator.errors.NotFound`."""
    with app.database.read() as connection:
        issue = issues.get(connection, number)
        domains = deliveries.by_domain(connection, issue.id)
        trouble = [
            one
            for state in TROUBLE
            for one in deliveries.list_(connection, issue.id, state=state, limit=50)
        ]
        return Deliveries(
            Sending(issue, deliveries.counts(connection, issue.id)),
            sorted(domains.items(), key=lambda item: -sum(item[1].values()))[:20],
            deliveries.reasons(connection, issue.id),
            trouble,
        )


@dataclass(frozen=True, slots=True)
class CameBack:
    """Mails that came back."""

    weekly: tuple[int, ...]
    """Oldest week first."""
    kinds: dict[str, int]
    """How many of each verdict, the most frequent first."""


def came_back(app: App, now: datetime) -> CameBack:
    """What came back in the last :data:`WEEKS` weeks."""
    since = now - timedelta(weeks=WEEKS)
    with app.database.read() as connection:
        found = [one for one in bounces.recent(connection, limit=_MOST) if one.at >= since]
    kinds = Counter(one.verdict for one in found)
    return CameBack(per_week([one.at for one in found], now), dict(kinds.most_common()))


_MOST = 10_000
"""Mails that came back which are looked at; plots need no more."""


# --------------------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source with its health and its rhythm."""

    source: Source
    health: Health
    entries: int
    newest_at: datetime | None
    rhythm: tuple[int, ...]
    """Entries a week, oldest first."""


def source_rows(app: App, now: datetime) -> list[SourceRow]:
    """Every source, those in trouble first."""
    with app.database.read() as connection:
        known = sources.statuses(connection)
        addresses = {one.source.url for one in known}
        rows = [
            SourceRow(
                one.source,
                health.of(one.source, one.state, now, addresses),
                one.entries,
                one.newest_at,
                per_week(entries.history(connection, one.source.url, limit=400), now),
            )
            for one in known
        ]
    return sorted(rows, key=lambda row: (not row.health.error, row.health.name.casefold()))


def per_week(instants: Sequence[datetime], now: datetime, weeks: int = WEEKS) -> tuple[int, ...]:
    """How many instants fall into each of the last ``weeks`` weeks, oldest first. Pure."""
    ages = Counter((now - one) // timedelta(weeks=1) for one in instants)
    return tuple(ages.get(week, 0) for week in reversed(range(weeks)))


def _health(connection: Connection, now: datetime) -> list[Health]:
    return [health.of(one.source, one.state, now) for one in sources.statuses(connection)]


# --------------------------------------------------------------------------- readers


@dataclass(frozen=True, slots=True)
class Readers:
    """A page of readers, and how many there are."""

    shown: list[Subscriber]
    more: bool
    counts: dict[SubscriberState, int]
    growth: Growth
    suppressed: int


def readers(app: App, now: datetime, *, search: str, limit: int, offset: int) -> Readers:
    """Readers by address."""
    with app.database.read() as connection:
        found = subscribers.list_(connection, search=search, limit=limit + 1, offset=offset)
        return Readers(
            shown=found[:limit],
            more=len(found) > limit,
            counts=subscribers.count(connection),
            growth=_growth(connection, now),
            suppressed=len(suppressions.list_(connection)),
        )


def reader_history(app: App, address: str, now: datetime) -> History:
    """Everything about one reader. Raises :class:`curator.errors.NotFound`."""
    with app.database.read() as connection:
        return why.why(connection, app.keyring, address, now)


def _growth(connection: Connection, now: datetime) -> Growth:
    """Comings, goings and the total at the end of each week."""
    since = now - timedelta(weeks=WEEKS)
    came, went = subscribers.comings_and_goings(connection, since)
    joined, left = per_week(came, now), per_week(went, now)
    total = subscribers.count(connection).get(SubscriberState.CONFIRMED, 0)
    totals = [total]
    for more, fewer in zip(joined[:0:-1], left[:0:-1], strict=True):
        totals.append(max(0, totals[-1] - more + fewer))
    return Growth(joined, left, tuple(reversed(totals)))


# --------------------------------------------------------------------------- reading list, challenge


def reading_items(
    app: App,
    *,
    status: ReadingStatus | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[tuple[ReadingItem, StoredResource]]:
    """A page of the reading list, newest first; of one ``status`` or all."""
    statuses = (status,) if status else ()
    with app.database.read() as connection:
        items = reading.newest(connection, statuses=statuses, limit=limit, offset=offset)
        found = resources.get_many(connection, [one.resource_id for one in items])
    return [(one, found[one.resource_id]) for one in items]


def set_reading(app: App, item_id: int, status: ReadingStatus, now: datetime) -> ReadingItem:
    """Say what became of a link. Raises :class:`curator.errors.NotFound`."""
    with app.database.begin() as connection:
        return reading.set_status(connection, item_id, status, now)


def edit_reading(app: App, item_id: int, *, note: str, credit: str) -> ReadingItem:
    """Change the author's words about a link."""
    with app.database.begin() as connection:
        return reading.edit(
            connection, item_id, note=note[:NOTE], credit=clean_text(credit, CREDIT) or ""
        )


def remove_reading(app: App, item_id: int) -> None:
    """Take a link off the list."""
    with app.database.begin() as connection:
        reading.remove(connection, item_id)


def goals_by_week(app: App) -> list[Goal]:
    """All goals, the newest week first."""
    with app.database.read() as connection:
        return goals.list_(connection)


def edit_goal(app: App, goal_id: int, text: str) -> Goal:
    """Word a goal anew."""
    with app.database.begin() as connection:
        return goals.edit(connection, goal_id, clean_text(text, GOAL))


# --------------------------------------------------------------------------- log, sessions


def events(app: App, *, before_id: int | None, limit: int) -> list[LogEvent]:
    """What the service did, newest first."""
    with app.database.read() as connection:
        return log.list_(connection, before_id=before_id, limit=limit)


_EPOCH = "desk.epoch"


def session_epoch(app: App) -> int:
    """Sessions of an earlier epoch are void."""
    try:
        with app.database.read() as connection:
            return int(kv.get(connection, _EPOCH) or 0)
    except CuratorError:
        return 0


def end_sessions(app: App, now: datetime) -> None:
    """Sign out everywhere."""
    with app.database.begin() as connection:
        epoch = int(kv.get(connection, _EPOCH) or 0)
        kv.put(connection, _EPOCH, str(epoch + 1), now)
