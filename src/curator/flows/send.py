"""Issues on their way: send, watch, pause, resume; and single test mails."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

from curator import mailaddress
from curator.errors import SmtpUnreachable
from curator.flows.freeze import freeze
from curator.flows.issue import EXAMPLE
from curator.flows.progress import Progress, Step, no_progress
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

UNFINISHED = (IssueState.APPROVED, IssueState.SENDING)


@dataclass(frozen=True, slots=True)
class SendReport:
    """How an issue stands after a run of sending."""

    number: int
    state: str
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    unknown: int = 0
    run: int = 0
    """Mails taken in this run."""
    reason: str | None = None
    """Why it is not finished, and what to do."""
    next_at: datetime | None = None

    @property
    def incomplete(self) -> bool:
        """Whether somebody did not get the issue for a reason the author should look at."""
        return bool(self.failed or self.unknown or self.reason)

    def __str__(self) -> str:
        """A line for people."""
        parts = [f"issue {self.number} {self.state}", f"{self.sent} sent"]
        for count, word in (
            (self.waiting, "waiting"),
            (self.failed, "failed"),
            (self.unknown, "unknown"),
        ):
            if count:
                parts.append(f"{count} {word}")
        if self.reason:
            parts.append(self.reason)
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Status:
    """Where the mails of an issue are."""

    number: int
    state: IssueState
    total: int
    sent: int
    waiting: int
    failed: int
    unknown: int
    reason: str | None


def send_issue(
    app: App,
    issue_id: int,
    now: datetime,
    *,
    policy: Policy = Policy.RESEND,
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
        clock=clock or (lambda: datetime.now(UTC)),
        policy=policy,
        connections=settings.smtp_connections,
        limits=Limits(total=settings.smtp_per_minute / 60 if settings.smtp_per_minute else None),
        stop=stop or Event(),
        progress=lambda done: progress(Step("mail", done, total)),
    )
    try:
        report = deliver(app.database, issue_id, plan)
    except SmtpUnreachable as error:
        report = Report(issue_id, unreachable=error.message)
    with app.database.begin() as connection:
        issues.finish(connection, now)
        issue = issues.by_id(connection, issue_id)
        counts = deliveries.counts(connection, issue_id)
    return _report(issue, counts, report)


def _report(issue: Issue, counts: dict[DeliveryState, int], report: Report) -> SendReport:
    waiting = counts.get(DeliveryState.QUEUED, 0) + counts.get(DeliveryState.DEFERRED, 0)
    reason = report.paused_reason or report.unreachable or issue.paused_reason
    return SendReport(
        number=issue.number,
        state=issue.state.value,
        sent=counts.get(DeliveryState.SENT, 0),
        waiting=waiting,
        failed=counts.get(DeliveryState.FAILED, 0),
        unknown=counts.get(DeliveryState.UNKNOWN, 0),
        run=report.run,
        reason=reason,
        next_at=report.next_at,
    )


def approve(
    app: App, number: int, now: datetime, *, progress: Progress = no_progress
) -> SendReport:
    """Send a draft as it stands. Raises ``NotFound``, or ``Conflict`` unless it is a draft."""
    with app.database.begin() as connection:
        issue = issues.get(connection, number)
        issue = issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, now)
    freeze(app, issue, now)
    return send_issue(app, issue.id, now, progress=progress)


def pause(app: App, number: int, now: datetime) -> None:
    """Stop sending an issue; a process that is at it notices within a second."""
    with app.database.begin() as connection:
        issue = issues.get(connection, number)
        issues.transition(
            connection, issue.id, IssueState.SENDING, IssueState.PAUSED, now, reason="by you"
        )


def resume(
    app: App,
    number: int | None,
    now: datetime,
    *,
    resend: bool = False,
    progress: Progress = no_progress,
) -> list[SendReport]:
    """Go on with one issue, or with every one that is not finished.

    With ``resend`` the mails that may have left before a crash are sent again.
    """
    reports = []
    for issue in _unfinished(app, number, now):
        if issue.state is IssueState.APPROVED:
            freeze(app, issue, now)
        if resend:
            with app.database.begin() as connection:
                deliveries.resolve_unknown(connection, issue.id, resend=True, now=now)
        reports.append(send_issue(app, issue.id, now, progress=progress))
    return reports


def _unfinished(app: App, number: int | None, now: datetime) -> list[Issue]:
    """The issues to go on with; a paused one only when it is named."""
    with app.database.begin() as connection:
        if number is None:
            return issues.list_(connection, states=UNFINISHED)
        issue = issues.get(connection, number)
        if issue.state is IssueState.PAUSED:
            issue = issues.transition(
                connection, issue.id, IssueState.PAUSED, IssueState.SENDING, now
            )
        return [issue]


def statuses(app: App, number: int | None) -> list[Status]:
    """Where the mails of one issue are, or of every issue that has any and is not finished."""
    with app.database.read() as connection:
        if number is None:
            states = (*UNFINISHED, IssueState.PAUSED)
            found = issues.list_(connection, states=states)
        else:
            found = [issues.get(connection, number)]
        return [_status(issue, deliveries.counts(connection, issue.id)) for issue in found]


def _status(issue: Issue, counts: dict[DeliveryState, int]) -> Status:
    return Status(
        number=issue.number,
        state=issue.state,
        total=sum(counts.values()),
        sent=counts.get(DeliveryState.SENT, 0),
        waiting=counts.get(DeliveryState.QUEUED, 0) + counts.get(DeliveryState.DEFERRED, 0),
        failed=counts.get(DeliveryState.FAILED, 0),
        unknown=counts.get(DeliveryState.UNKNOWN, 0),
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
