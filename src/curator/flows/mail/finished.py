"""Issues that are done: others are told, and the author where somebody did not get one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from curator.flows import events
from curator.flows.mail import notice
from curator.model import DeliveryState, Issue
from curator.storage import deliveries, issues

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

MOST_DOMAINS = 5
"""Domains that the author is told by name."""


def finish(app: App, connection: Connection, now: datetime) -> None:
    """Call issues sent whose mails are all settled, and tell of them."""
    for issue in issues.finish(connection, now):
        events.issue_sent(connection, issue, now)
        _tell_of_given_up(app, connection, issue, now)


def _tell_of_given_up(app: App, connection: Connection, issue: Issue, now: datetime) -> None:
    """Mail the author how many readers were not reached in time, if any."""
    counts = deliveries.counts(connection, issue.id)
    given_up = counts.get(DeliveryState.EXPIRED, 0)
    if not given_up:
        return
    by_domain = deliveries.by_domain(connection, issue.id)
    notice.tell_author(
        app,
        connection,
        "given-up",
        f"given-up:{issue.id}:{given_up}",
        now,
        label=issue.label,
        sent=counts.get(DeliveryState.SENT, 0),
        given_up=given_up,
        domains=domains_in_words(
            {name: found.get(DeliveryState.EXPIRED, 0) for name, found in by_domain.items()}
        ),
    )


def domains_in_words(given_up: dict[str, int]) -> str:
    """``mail.example 120, post.example 3 and 2 at other domains``, the most first. Pure."""
    ranked = sorted(given_up.items(), key=lambda one: (-one[1], one[0]))
    named = [f"{name} {count}" for name, count in ranked[:MOST_DOMAINS] if count]
    others = sum(count for _, count in ranked[MOST_DOMAINS:])
    return ", ".join(named) + (f" and {others} at other domains" if others else "")
