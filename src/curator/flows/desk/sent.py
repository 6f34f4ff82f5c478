"""Where the mails of issues are, and what came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curator.flows.desk.weeks import WEEKS, per_week
from curator.model import Delivery, DeliveryState, Issue, IssueState
from curator.storage import bounces, deliveries, issues
from curator.storage.bounces import Bounce

if TYPE_CHECKING:
    from curator.app import App


@dataclass(frozen=True, slots=True)
class Sending:
    """An issue and where its mails are."""

    issue: Issue
    counts: dict[DeliveryState, int]

    def of(self, *states: DeliveryState) -> int:
        """How many mails are in one of some states."""
        return sum(self.counts.get(state, 0) for state in states)


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
    came_back: dict[str, int]
    """How many of each verdict, complaints among them; the most frequent first."""
    left: int
    """Readers who had it and unsubscribed within :data:`LOOK`."""


LOOK = timedelta(days=7)
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
            _kinds(bounces.of_issue(connection, issue.id)),
            deliveries.left_after(
                connection, issue.id, (issue.frozen_at or issue.created_at) + LOOK
            ),
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
    return CameBack(per_week([one.at for one in found], now), _kinds(found))


def _kinds(found: Iterable[Bounce]) -> dict[str, int]:
    return dict(Counter(one.verdict for one in found).most_common())


_MOST = 10_000
"""Mails that came back which are looked at; plots need no more."""
