"""Issues on their way to readers: sent, approved and sent, gone on with."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING

from curator.errors import SmtpUnreachable
from curator.flows.issues import approval, edition, monthly, posts, series
from curator.flows.issues.series import Edition
from curator.flows.mail import clone, finished, gate
from curator.flows.mail.freeze import EXPIRES, freeze
from curator.flows.mail.pausing import go_on
from curator.flows.mail.report import SendReport, told
from curator.flows.work.progress import Progress, Step, no_progress
from curator.issues.lint import Finding
from curator.mail.deliver import Plan, Policy, Report, deliver
from curator.mail.letters import Stationery
from curator.mail.throttle import Limits
from curator.model import Issue, IssueState
from curator.storage import deliveries, issues

if TYPE_CHECKING:
    from curator.app import App


def send_issue(
    app: App,
    issue_id: int,
    now: datetime,
    *,
    stop: Event | None = None,
    clock: Callable[[], datetime] | None = None,
    progress: Progress = no_progress,
) -> SendReport:
    """Send what is due of a frozen issue; what cannot leave now stays queued.

    An unreachable server is a report, not an exception: every delivery is kept.
    """
    with app.database.read() as connection:
        issue = issues.by_id(connection, issue_id)
        messages = issues.messages(connection, issue_id)
        total = sum(deliveries.counts(connection, issue_id).values())
    settings = app.settings
    plan = Plan(
        transport=app.transport,
        stationery=Stationery(
            messages,
            ring=app.keyring,
            sender=app.config.newsletter.sender,
            signers=app.signers,
            bounce_address=settings.bounce_address,
        ),
        owner=app.owner,
        clock=clock or clock_from(now),
        policy=Policy(settings.smtp_in_doubt),
        connections=settings.smtp_connections,
        limits=Limits(
            total=settings.smtp_per_minute / 60 if settings.smtp_per_minute else None,
            daily=settings.smtp_per_day,
            warm_up=settings.smtp_warm_up == "yes",
        ),
        stop=stop or Event(),
        progress=lambda done: progress(Step("mail", done, total)),
    )
    clone.sending(app, now)
    try:
        report = deliver(app.database, issue_id, plan)
    except SmtpUnreachable as error:
        report = Report(issue_id, unreachable=error.message)
    if report.run:
        clone.sending(app, now)
    with app.database.begin() as connection:
        finished.finish(app, connection, now)
        issue = issues.by_id(connection, issue_id)
        counts = deliveries.counts(connection, issue_id)
    return told(issue, counts, report)


def clock_from(now: datetime) -> Callable[[], datetime]:
    """A clock that starts at ``now`` and goes on as time does, however long a run takes."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)


def approve(
    app: App,
    number: int | str,
    now: datetime,
    *,
    force: bool = False,
    progress: Progress = no_progress,
) -> SendReport:
    """Send a draft as it stands.

    Raises ``NotFound``, :class:`~curator.errors.LintError` where it breaks a rule and ``force`` is not set, and
    ``Conflict`` unless it is a draft, and still the one that was looked at.
    """
    clone.insist(app, now)
    with app.database.read() as connection:
        issue = edition.find(connection, number)
    found = _checked(app, issue, now)
    overridden = gate.insist(found, force=force)
    with app.database.begin() as connection:
        approval.insist_unchanged(connection, issue)
        issue = approval.approve(connection, issue, now)
    gate.note_overridden(app, issue.label, overridden, now)
    freeze(app, issue, now)
    report = send_issue(app, issue.id, now, progress=progress)
    return replace(report, findings=found, overridden=overridden)


def _checked(app: App, issue: Issue, now: datetime) -> tuple[Finding, ...]:
    """What the gate says of a draft; nothing of what is frozen, for it cannot change."""
    if issue.rendered is not None:
        return ()
    form = Edition.of(issue)
    return gate.look(app, form, series.mail(app, form), now)


def resume(
    app: App,
    number: int | str | None,
    now: datetime,
    *,
    resend: bool = False,
    progress: Progress = no_progress,
) -> list[SendReport]:
    """Go on with one issue, or with every one that is not finished.

    A paused issue goes on only when it is named; else the reports say how to. So does one that is
    to leave later. With ``resend`` the
    mails that may have left before a crash are sent again. A copy of the database that was told to
    resume sends from now on.
    """
    clone.adopt(app, now)
    reports = []
    for issue in _unfinished(app, number, now):
        if issue.state is IssueState.APPROVED:
            freeze(app, issue, now)
        if resend:
            _resend(app, issue, now)
        reports.append(send_issue(app, issue.id, now, progress=progress))
    return reports if number is not None else [*reports, *_paused(app)]


def send_posts(app: App, now: datetime) -> list[SendReport]:
    """Mail each new post of the author by itself to the readers who chose that.

    Raises :class:`~curator.errors.CuratorError` where the option is off.
    """
    posts.insist_on_option(app)
    clone.insist(app, now)
    made = posts.open_new(app, now)
    return [*_left(app, made.issues, now), *(_held(issue) for issue in made.held)]


def send_monthly(
    app: App, month: str | None, now: datetime, *, force: bool = False
) -> list[SendReport]:
    """Mail the best of a month (default: the last one); nothing where that was done.

    Raises :class:`~curator.errors.BadValue` for what is no month or has not ended, and :class:`~curator.errors.LintError`.
    """
    clone.insist(app, now)
    period = (
        monthly.ended(month, app.schedule, now)
        if month
        else monthly.previous_month(app.schedule, now)
    )
    made = monthly.open_month(app, period, now, force=force)
    if made is None:
        return []
    (report,) = _left(app, [made.issue], now)
    return [replace(report, findings=made.findings, overridden=made.overridden)]


def _left(app: App, approved: Sequence[Issue], now: datetime) -> list[SendReport]:
    """Freeze and send approved issues."""
    for issue in approved:
        freeze(app, issue, now)
    return [send_issue(app, issue.id, now) for issue in approved]


def _held(issue: Issue) -> SendReport:
    return SendReport(issue.number, issue.state.value, issue.label, reason=issue.paused_reason)


def _paused(app: App) -> list[SendReport]:
    """How the issues stand that wait for the author's word."""
    with app.database.read() as connection:
        found = issues.list_(connection, states=(IssueState.PAUSED,), series=None)
        return [told(one, deliveries.counts(connection, one.id), Report(one.id)) for one in found]


def _resend(app: App, issue: Issue, now: datetime) -> None:
    """Queue again what may have left, also of an issue that was done but for that."""
    with app.database.begin() as connection:
        if deliveries.resolve_unknown(connection, issue.id, resend=True, now=now):
            issues.reopen(connection, issue.id, now + EXPIRES)


def _unfinished(app: App, number: int | str | None, now: datetime) -> list[Issue]:
    """The issues to go on with; a paused one, or one planned for later, only when it is named."""
    with app.database.begin() as connection:
        if number is None:
            return issues.due(connection, now)
        issue = edition.find(connection, number)
        return [go_on(connection, issue, now) if issue.state is IssueState.PAUSED else issue]
