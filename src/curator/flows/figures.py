"""How many of what there are, for those who watch the service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from curator.model import IssueState
from curator.storage import deliveries, issues, outbox, sources, subscribers

if TYPE_CHECKING:
    from curator.app import App

S = TypeVar("S", bound=StrEnum)

GOING = (IssueState.APPROVED, IssueState.SENDING, IssueState.PAUSED)


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers by state."""

    readers: Mapping[str, int]
    sources: Mapping[str, int]
    deliveries: Mapping[str, int]
    """Of issues that are on their way."""
    outbox: Mapping[str, int]
    issues: Mapping[str, int]
    last_sent: datetime | None


def figures(app: App) -> Figures:
    """All of them, from one consistent state."""
    with app.database.read() as connection:
        known = issues.list_(connection, full=False)
        going: Counter[str] = Counter()
        for one in known:
            if one.state in GOING:
                going.update(_named(deliveries.counts(connection, one.id)))
        health = Counter(
            "disabled" if one.state.disabled_at else "failing" if one.state.error else "ok"
            for one in sources.statuses(connection)
        )
        return Figures(
            readers=_named(subscribers.count(connection)),
            sources=health,
            deliveries=going,
            outbox=_named(outbox.counts(connection)),
            issues=Counter(one.state.value for one in known),
            last_sent=max((one.sent_at for one in known if one.sent_at), default=None),
        )


def _named(counts: Mapping[S, int]) -> dict[str, int]:
    return {str(state): number for state, number in counts.items()}
