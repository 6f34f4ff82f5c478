"""Where the mails of an issue are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from curator.flows.issues import edition
from curator.model import DeliveryState, Issue, IssueState
from curator.storage import deliveries, issues

if TYPE_CHECKING:
    from curator.app import App

UNFINISHED = (IssueState.APPROVED, IssueState.SENDING, IssueState.PAUSED)


class Tally(TypedDict):
    """How many mails of an issue are where, as the author is told."""

    sent: int
    waiting: int
    failed: int
    unknown: int
    expired: int


@dataclass(frozen=True, slots=True)
class Status:
    """Where the mails of an issue are."""

    number: int
    name: str
    state: IssueState
    total: int
    sent: int
    waiting: int
    failed: int
    unknown: int
    expired: int
    reason: str | None


def tally(counts: Mapping[DeliveryState, int]) -> Tally:
    """The tally of deliveries in each state; what was put off waits too."""
    return Tally(
        sent=counts.get(DeliveryState.SENT, 0),
        waiting=counts.get(DeliveryState.QUEUED, 0) + counts.get(DeliveryState.DEFERRED, 0),
        failed=counts.get(DeliveryState.FAILED, 0),
        unknown=counts.get(DeliveryState.UNKNOWN, 0),
        expired=counts.get(DeliveryState.EXPIRED, 0),
    )


def statuses(app: App, number: int | str | None) -> list[Status]:
    """Where the mails of one issue are, or of every issue that has any and is not finished."""
    with app.database.read() as connection:
        if number is None:
            found = issues.list_(connection, states=UNFINISHED, series=None)
        else:
            found = [edition.find(connection, number)]
        return [_status(issue, deliveries.counts(connection, issue.id)) for issue in found]


def _status(issue: Issue, counts: dict[DeliveryState, int]) -> Status:
    return Status(
        number=issue.number,
        name=issue.label,
        state=issue.state,
        total=sum(counts.values()),
        **tally(counts),
        reason=issue.paused_reason,
    )
