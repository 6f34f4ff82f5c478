"""Mail leaves when it is due, and what comes back is booked."""

from __future__ import annotations

import logging
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from curator.errors import Conflict
from curator.flows.mail import bounces, patience
from curator.flows.mail.freeze import freeze
from curator.flows.mail.pausing import BY_AUTHOR
from curator.flows.mail.report import SendReport
from curator.flows.mail.send import clock_from, send_issue
from curator.flows.service.holding import tell_of_pause
from curator.flows.work.leasing import held
from curator.issues.wording import count
from curator.mail import single
from curator.mail.single import Drained
from curator.model import Issue, IssueState
from curator.storage import issues, log

if TYPE_CHECKING:
    from curator.app import App

logger = logging.getLogger("curator.service")


def leaving(app: App, now: datetime) -> list[Issue]:
    """Issues that want to be frozen or sent now."""
    with app.database.read() as connection:
        return issues.due(connection, now)


def send_one(app: App, issue: Issue, now: datetime, stop: Event) -> SendReport | None:
    """Freeze an approved issue and send what is due of it.

    ``None`` where another process does, or while a server that was not reached is left alone.
    """
    with held(app, f"send:{issue.id}") as mine:
        if not mine:
            return None
        if issue.state is IssueState.APPROVED:
            try:
                counts = freeze(app, issue, now)
            except Conflict:
                return None
            readers = count(counts.deliveries, "reader")
            _note(app, f"issue {issue.label} is frozen for {readers}", now)
        if not patience.may_ask(app, now):
            return None
        report = send_issue(app, issue.id, now, stop=stop)
    _remember(app, now, vain=report.unreachable and not report.run, done=bool(report.run))
    if report.run or report.state != IssueState.SENDING:
        _note(app, str(report), now)
    if report.state == IssueState.PAUSED and report.reason != BY_AUTHOR:
        with app.database.begin() as connection:
            tell_of_pause(app, connection, issue, now, report.reason or "")
    return report


def send_single(app: App, now: datetime, stop: Event | None = None) -> Drained:
    """Send what is due in the outbox until ``stop``: confirm mails, links, notes to the author.

    Nothing while a server that was not reached is left alone.
    """
    if not patience.may_ask(app, now):
        return Drained()
    done = single.drain(
        app.database,
        app.transport,
        sender=app.config.newsletter.sender,
        owner=app.owner,
        clock=clock_from(now),
        stop=stop,
    )
    if done.unreachable:
        logger.warning("mail waits: %s", done.unreachable)
    _remember(app, now, vain=bool(done.unreachable) and not done.sent, done=bool(done.sent))
    return done


def _remember(app: App, now: datetime, *, vain: bool, done: bool) -> None:
    """Keep in mind whether the mail server was there."""
    if vain:
        patience.in_vain(app, now)
    elif done:
        patience.reached(app)


def take_bounces(app: App, now: datetime, stop: Event) -> None:
    """Book what came back to the mailbox or folder that the settings name, until ``stop``."""
    if not (app.settings.bounce_maildir or app.settings.bounce_mailbox):
        return
    with held(app, "bounces") as mine:
        if mine:
            bounces.collect(app, now, stop=stop)


def _note(app: App, message: str, now: datetime) -> None:
    logger.info(message)
    with app.database.begin() as connection:
        log.add(connection, "issue", message, now)
