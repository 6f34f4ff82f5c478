"""What the clock looks at, and how often. Each look is harmless: the rows say what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from curator.flows import events
from curator.flows.mail import clone
from curator.flows.resources import recheck
from curator.flows.service import gathering, holding, house, leaving, opening
from curator.jobs import clock
from curator.model import IssueState

if TYPE_CHECKING:
    from curator.app import App


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing to look at every so many seconds."""

    name: str
    seconds: float
    run: Callable[[App, datetime, Event], None]
    """Gets the application, the present instant, and an event that is set when all shall stop."""


def look_at_sources(app: App, now: datetime, stop: Event) -> None:
    """Read the sources that are due."""
    gathering.gather(app, now, stop)


def look_at_issues(app: App, now: datetime, stop: Event) -> None:
    """Open the issue whose instant has come, let go what leaves by itself, send what is due.

    A copy of the database on another machine does none of it.
    """
    if not clone.may_send(app, now):
        return
    slot = clock.due_slot(app.schedule, now, done=opening.handled(app, now))
    if slot:
        late = clock.is_late(slot.at, now) or clone.restored_since(app, slot.at)
        opening.open_issue(app, slot.period, slot.at, now, stop, late=late)
    unfinished = slot.period.key if slot and opening.handled(app, now) < slot.at else None
    for draft in holding.drafts(app):
        if draft.period.key == unfinished:
            continue  # another process is still reading what belongs into it
        if clock.leaves_by_itself(draft, now):
            holding.approve(app, draft, now)
        elif draft.due_at and clock.is_late(draft.due_at, now):
            holding.hold(app, draft, now)
    opening.open_others(app, now)
    for issue in leaving.leaving(app, now):
        if stop.is_set():
            return
        if issue.state is IssueState.APPROVED and clock.is_stale(issue, now):
            holding.hold(app, issue, now)
        else:
            leaving.send_one(app, issue, now, stop)


def look_at_mail(app: App, now: datetime, stop: Event) -> None:
    """Send single mails."""
    if clone.may_send(app, now):
        leaving.send_single(app, now, stop)


def look_at_bounces(app: App, now: datetime, stop: Event) -> None:
    """Take in what came back."""
    leaving.take_bounces(app, now, stop)


def look_at_webhooks(app: App, now: datetime, _stop: Event) -> None:
    """Tell others what happened."""
    if clone.may_send(app, now):
        events.tell(app, now)


def look_at_links(app: App, now: datetime, stop: Event) -> None:
    """Look at stored links again that were not looked at for long."""
    recheck.watch(app, now, stop)


def look_at_house(app: App, now: datetime, _stop: Event) -> None:
    """Tidy up."""
    house.keep_house(app, now)


def look_at_feeds_yaml(_app: App, _now: datetime, _stop: Event) -> None:
    """Nothing more: the clock takes over an edited ``feeds.yaml`` before each look."""


ALL_THAT_PAGES_NEED = (Tick("feeds.yaml", 20, look_at_feeds_yaml),)
"""Of a process that leaves everything due to another one."""
TICKS = (
    Tick("sources", 60, look_at_sources),
    Tick("issues", 20, look_at_issues),
    Tick("mail", 10, look_at_mail),
    Tick("bounces", 300, look_at_bounces),
    Tick("webhooks", 15, look_at_webhooks),
    Tick("links", 3600, look_at_links),
    Tick("house", 900, look_at_house),
)
