"""Issues on their way: send, watch, pause, resume; and single test mails."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING

from curator import mailaddress
from curator.errors import Conflict, SmtpUnreachable
from curator.flows.issues import approval, edition, monthly, posts, series
from curator.flows.issues.issue import EXAMPLE
from curator.flows.issues.series import Edition
from curator.flows.mail import clone, finished, gate
from curator.flows.mail.freeze import EXPIRES, freeze
from curator.flows.work.progress import Progress, Step, no_progress
from curator.issues.lint import Finding
from curator.mail import headers, single
from curator.mail.deliver import Plan, Policy, Report, deliver
from curator.mail.letters import Stationery
from curator.mail.message import Press, compile_message
from curator.mail.stencil import ReaderSlots, Slots
from curator.mail.throttle import Limits
from curator.mail.transport import Envelope
from curator.model import DeliveryState, Issue, IssueState, Rendered
from curator.storage import deliveries, issues

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

UNFINISHED = (IssueState.APPROVED, IssueState.SENDING)
BY_AUTHOR = "by you"
"""Why an issue is paused that the author stopped."""
_NOT_UNDER_WAY = {
    IssueState.DRAFT: "is a draft; nothing of it is being sent",
    IssueState.SENT: "has been sent; there is nothing left to pause",
    IssueState.CANCELLED: "was given up; nothing of it is being sent",
}


@dataclass(frozen=True, slots=True)
class SendReport:
    """How an issue stands after a run of sending."""

    number: int
    state: str
    name: str = ""
    """What people call it: its number, or ``monthly-3``."""
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    unknown: int = 0
    expired: int = 0
    """Mails that could not be delivered in time and will not be tried again."""
    run: int = 0
    """Mails taken in this run."""
    reason: str | None = None
    """Why it is not finished, and what to do."""
    next_at: datetime | None = None
    findings: tuple[Finding, ...] = ()
    """What the gate found, where it was asked."""
    overridden: tuple[Finding, ...] = ()
    """The errors among them that were overridden."""

    @property
    def unreachable(self) -> bool:
        """Whether it waits for the mail server alone."""
        return self.state == IssueState.SENDING and self.reason is not None

    @property
    def incomplete(self) -> bool:
        """Whether somebody did not get the issue for a reason the author should look at."""
        return bool(self.failed or self.unknown or self.expired or self.reason)

    def __str__(self) -> str:
        """A line for people."""
        parts = [f"issue {self.name or self.number} {self.state}", f"{self.sent} sent"]
        waiting = "waiting"
        if self.next_at and not self.reason:
            waiting += f" (from {self.next_at:%Y-%m-%d %H:%M} UTC on)"
        for count, word in (
            (self.waiting, waiting),
            (self.failed, "failed"),
            (self.unknown, "unknown"),
            (self.expired, "given up"),
        ):
            if count:
                parts.append(f"{count} {word}")
        if self.reason:
            parts.append(self.reason)
        if self.state == IssueState.PAUSED:
            parts.append(onward(self.name or self.number))
        return " · ".join(parts)


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


def onward(name: str | int) -> str:
    """What to do about an issue that is paused."""
    return f"`curator send resume {name}` goes on"


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
    try:
        report = deliver(app.database, issue_id, plan)
    except SmtpUnreachable as error:
        report = Report(issue_id, unreachable=error.message)
    with app.database.begin() as connection:
        finished.finish(app, connection, now)
        issue = issues.by_id(connection, issue_id)
        counts = deliveries.counts(connection, issue_id)
    return _report(issue, counts, report)


def clock_from(now: datetime) -> Callable[[], datetime]:
    """A clock that starts at ``now`` and goes on as time does, however long a run takes."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)


def _report(issue: Issue, counts: dict[DeliveryState, int], report: Report) -> SendReport:
    waiting = counts.get(DeliveryState.QUEUED, 0) + counts.get(DeliveryState.DEFERRED, 0)
    reason = report.paused_reason or report.unreachable or issue.paused_reason
    return SendReport(
        number=issue.number,
        state=issue.state.value,
        name=issue.label,
        sent=counts.get(DeliveryState.SENT, 0),
        waiting=waiting,
        failed=counts.get(DeliveryState.FAILED, 0),
        unknown=counts.get(DeliveryState.UNKNOWN, 0),
        expired=counts.get(DeliveryState.EXPIRED, 0),
        run=report.run,
        reason=reason,
        next_at=report.next_at,
    )


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
    ``Conflict`` unless it is a draft.
    """
    clone.insist(app, now)
    with app.database.read() as connection:
        issue = edition.find(connection, number)
    found = _checked(app, issue, now)
    overridden = gate.insist(found, force=force)
    with app.database.begin() as connection:
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


def pause(app: App, number: int | str, now: datetime) -> Issue:
    """Stop sending an issue; a process that is at it notices within a second.

    One that is paused stays so, for the reason it has. Raises ``NotFound``, and ``Conflict`` where
    nothing of it is on its way.
    """
    with app.database.begin() as connection:
        issue = edition.find(connection, number)
        if issue.state is IssueState.PAUSED:
            return issue
        if why := _NOT_UNDER_WAY.get(issue.state):
            raise Conflict(f"issue {issue.label} {why}")
        return issues.transition(
            connection, issue.id, UNFINISHED, IssueState.PAUSED, now, reason=BY_AUTHOR
        )


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
        return [
            _report(one, deliveries.counts(connection, one.id), Report(one.id)) for one in found
        ]


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


def go_on(connection: Connection, issue: Issue, now: datetime) -> Issue:
    """A paused issue on its way again, with as much time as a new one.

    One that was held back before it was frozen is approved, and yet to be. Raises ``Conflict``.
    """
    onward = IssueState.SENDING if issue.frozen_at else IssueState.APPROVED
    issues.prolong(connection, issue.id, now + EXPIRES)
    return issues.transition(connection, issue.id, IssueState.PAUSED, onward, now)


def statuses(app: App, number: int | str | None) -> list[Status]:
    """Where the mails of one issue are, or of every issue that has any and is not finished."""
    with app.database.read() as connection:
        if number is None:
            states = (*UNFINISHED, IssueState.PAUSED)
            found = issues.list_(connection, states=states, series=None)
        else:
            found = [edition.find(connection, number)]
        return [_status(issue, deliveries.counts(connection, issue.id)) for issue in found]


def _status(issue: Issue, counts: dict[DeliveryState, int]) -> Status:
    return Status(
        number=issue.number,
        name=issue.label,
        state=issue.state,
        total=sum(counts.values()),
        sent=counts.get(DeliveryState.SENT, 0),
        waiting=counts.get(DeliveryState.QUEUED, 0) + counts.get(DeliveryState.DEFERRED, 0),
        failed=counts.get(DeliveryState.FAILED, 0),
        unknown=counts.get(DeliveryState.UNKNOWN, 0),
        expired=counts.get(DeliveryState.EXPIRED, 0),
        reason=issue.paused_reason,
    )


def send_test(app: App, mail: Rendered, slots: Slots, period_key: str, to: str) -> None:
    """Send one mail to ``to`` just as readers get it, but with links that lead nowhere.

    Raises :class:`curator.errors.DeliveryError` with the server's words.
    """
    now = datetime.now(UTC)
    address = mailaddress.parse(to)
    newsletter = app.config.newsletter
    compiled = compile_message(
        mail, newsletter=newsletter, slots=slots, period_key=period_key, date=now
    )
    reader = ReaderSlots(
        to=headers.mailbox("", address),
        message_id=secrets.token_hex(16),
        unsubscribe=EXAMPLE,
        preferences=EXAMPLE,
        since=now.date(),
    )
    envelope = Envelope(mailaddress.parse(newsletter.sender), address, key=reader.message_id)
    single.send(app.transport, envelope, Press(compiled, app.signers).stamp(reader))
