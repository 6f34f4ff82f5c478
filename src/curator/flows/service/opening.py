"""Issues are opened when their instant has come; once, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from curator import schedule
from curator.flows.issues import history, missed, monthly, posts
from curator.flows.issues.issue import compose_content, fitted, next_number
from curator.flows.issues.series import WEEKLY, Edition
from curator.flows.mail import gate
from curator.flows.service.gathering import gather
from curator.flows.service.holding import tell_of_draft, tell_of_pause
from curator.flows.work.leasing import held
from curator.flows.work.remember import remembered
from curator.issues import wording
from curator.issues.budget import Fitted
from curator.issues.lint import Finding, errors
from curator.model import Issue, IssueState, Period
from curator.storage import goals, issues, kv, log

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

HANDLED = "clock.issue"
"""In the store: the newest scheduled instant that was dealt with."""


def handled(app: App, now: datetime) -> datetime:
    """The newest scheduled instant that was dealt with; on the first start, the start itself.

    Nothing is opened then whose instant is past: an author who sent by hand before is told instead.
    """

    def tell(connection: Connection) -> None:
        week = schedule.upcoming(app.schedule, now).key
        missed.note(connection, missed.missed(connection, week), now)

    return remembered(app, HANDLED, now, tell)


def open_issue(
    app: App, period: Period, at: datetime, now: datetime, stop: Event, *, late: bool
) -> Issue | None:
    """Compose the issue whose instant ``at`` has come, as a draft; once, whoever asks.

    A draft that the author began before is composed anew, unless he changed it. The issue leaves by itself unless the newsletter wants approval, it is ``late``, or it breaks a rule
    of mail: then the author is told and it waits. ``None`` where there is nothing to do, and once
    ``stop`` is set: half of the week would be missing, and at the next start it is still due.
    """
    with held(app, "issue") as mine:
        if not mine:
            return None
        last = handled(app, now)
        if last >= at:
            return None
        gather(app, now, stop, older=False)  # thousands to tag anew must not make it late
        if stop.is_set():
            return None
        with app.database.begin() as connection:
            goals.miss_open(connection, period.key)
        with app.database.read() as connection:
            content = compose_content(app, connection, period, now)
            number = next_number(connection)
            settled = schedule.period(None, app.schedule, last).key
            without = missed.missed(connection, period.key, settled=settled)
        fit = fitted(app, content, period, number)
        edition = Edition(WEEKLY, period, number, fit.content)
        found = gate.look(app, edition, fit.rendered, now)
        if stop.is_set():
            return None
        draft = _Draft(app, period, fit, at, late, found, without)
        with app.database.begin() as connection:
            return draft.store(connection, now)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A composed issue before it is stored."""

    app: App
    period: Period
    fit: Fitted
    at: datetime
    late: bool
    findings: tuple[Finding, ...]
    """What the gate says against it."""
    missed: tuple[str, ...]
    """Weeks before it that have no issue."""

    def store(self, connection: Connection, now: datetime) -> Issue | None:
        """Keep it, tell the author if it waits, and remember that its instant is dealt with."""
        kv.put(connection, HANDLED, self.at.isoformat(), now)
        missed.note(connection, self.missed, now)
        standing = issues.by_period(connection, self.period.key)
        if standing is not None:
            return self._renew(connection, standing, now)
        content = self.fit.content
        if content.empty:
            log.add(connection, "issue", f"{self.period.key}: nothing new, so no issue", now)
            return None
        due_at = None if self.waits else self.at
        issue = issues.create(connection, self.period, content, now, due_at=due_at)
        return self._told(connection, issue, "is drafted", now)

    def _renew(self, connection: Connection, standing: Issue, now: datetime) -> Issue | None:
        """Compose the author's draft anew with all that came in since, unless he changed it."""
        if standing.state is not IssueState.DRAFT:
            return None
        if self.fit.content.empty or history.touched(connection, standing.id):
            if standing.due_at is None:
                tell_of_draft(self.app, connection, standing, now)
            return standing
        issue = issues.save_content(connection, standing.id, self.fit.content)
        if self.waits:
            issue = issues.schedule(connection, issue.id, None)
        return self._told(connection, issue, "is composed anew", now)

    def _told(self, connection: Connection, issue: Issue, what: str, now: datetime) -> Issue:
        """Note what was done, and tell the author of a draft that waits."""
        why = self.reasons_to_wait()
        gone = [one.message for one in self.findings if one.rule == gate.DEAD_LINK]
        log.add(
            connection,
            "issue",
            f"issue {issue.number} {what}",
            now,
            detail={"waits": "; ".join(why), "dead links": "; ".join(gone)},
        )
        if issue.due_at is None:
            without = [wording.sentence(missed.told(self.missed))] if self.missed else []
            tell_of_draft(self.app, connection, issue, now, [*why, *without, *gone])
        return issue

    @property
    def waits(self) -> bool:
        """Whether it leaves only when the author says so."""
        return self.app.config.newsletter.approval or bool(self.reasons_to_wait())

    def reasons_to_wait(self) -> list[str]:
        """Why the author must look before it leaves; empty where nothing is wrong."""
        late = (
            ["It is late: the service was down at its time, or a backup came back since."]
            if self.late
            else []
        )
        return [*late, *(one.message for one in errors(self.findings))]


def open_others(app: App, now: datetime) -> None:
    """Open the best of a month whose instant has come, and an issue of each new post."""
    if not (monthly.is_due(app, now) or posts.waiting(app, now)):
        return
    with held(app, "others") as mine:
        if not mine:
            return
        best = monthly.open_due(app, now)
        new = posts.open_new(app, now)
    for issue in (*((best,) if best else ()), *new.held):
        if issue.state is IssueState.PAUSED:
            with app.database.begin() as connection:
                tell_of_pause(app, connection, issue, now, issue.paused_reason or "")
