"""Send an issue: several connections, one journal, and nobody lost whatever happens.

A run sends what is due and ends; rows that must wait stay queued for the next run. Running it twice,
or twice at once, sends nothing twice, because rows are claimed under a lease.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from curator.errors import Conflict
from curator.mail import owners
from curator.mail.bounces import book
from curator.mail.loop import Loop
from curator.mail.plan import Plan, Policy
from curator.mail.run import Run
from curator.mail.throttle import allowance
from curator.model import DeliveryState, IssueState
from curator.storage import deliveries, issues
from curator.storage.engine.database import Connection, Database

__all__ = ["Plan", "Policy", "Report", "deliver"]


@dataclass(frozen=True, slots=True)
class Report:
    """How an issue stands after a run."""

    issue_id: int
    sent: int = 0
    """In all, not only in this run."""
    failed: int = 0
    deferred: int = 0
    queued: int = 0
    unknown: int = 0
    cancelled: int = 0
    expired: int = 0
    run: int = 0
    """Mails taken by the server in this run."""
    paused_reason: str | None = None
    unreachable: str | None = None
    """Why the run ended before the queue did, where the server went away."""
    next_at: datetime | None = None
    """When there is something to do again."""

    @property
    def waiting(self) -> int:
        """Mails that a later run will send."""
        return self.queued + self.deferred


def deliver(database: Database, issue_id: int, plan: Plan) -> Report:
    """Send what is due of an issue and report.

    Raises :class:`~curator.errors.SmtpUnreachable` when no connection can be made at all; then every row is still
    queued. A refusal of us (5.7.x) pauses the issue, and the report says why.
    """
    with database.begin() as connection:
        now = plan.clock()
        deliveries.recover(
            connection,
            now,
            resend=plan.policy is Policy.RESEND,
            dead_owners=owners.dead(deliveries.owners(connection)),
        )
        deliveries.expire(connection, now)
        left = _allowance(connection, plan, now)
    with database.lean(), database.kept() as begin:
        run = Run(database, begin, issue_id, plan, left)
        try:
            Loop(run).send()
        finally:
            _leave(database, issue_id, plan, run)
    return _report(database, issue_id, plan, run)


def _allowance(connection: Connection, plan: Plan, now: datetime) -> int | None:
    """How many mails today's limit leaves."""
    if plan.limits.daily is None and not plan.limits.warm_up:
        return None
    first = deliveries.first_sent(connection) or now
    sent_today = deliveries.sent_since(connection, now - timedelta(days=1))
    return allowance(plan.limits, (now - first).days, sent_today)


def _report(database: Database, issue_id: int, plan: Plan, run: Run) -> Report:
    if run.pause_reason is None:
        # Only while all is well: where the breaker fell, the readers may not be at fault.
        with database.begin() as connection:
            book.refusals(connection, run.refusals, plan.clock())
    else:
        _pause(database, issue_id, plan, run.pause_reason)
    with database.read() as connection:
        counts = deliveries.counts(connection, issue_id)
        next_at = deliveries.next_due(connection, plan.clock())
    return Report(
        issue_id=issue_id,
        sent=counts.get(DeliveryState.SENT, 0),
        failed=counts.get(DeliveryState.FAILED, 0),
        deferred=counts.get(DeliveryState.DEFERRED, 0),
        queued=counts.get(DeliveryState.QUEUED, 0),
        unknown=counts.get(DeliveryState.UNKNOWN, 0),
        cancelled=counts.get(DeliveryState.CANCELLED, 0),
        expired=counts.get(DeliveryState.EXPIRED, 0),
        run=run.accepted,
        paused_reason=run.pause_reason,
        unreachable=run.unreachable,
        next_at=next_at,
    )


def _leave(database: Database, issue_id: int, plan: Plan, run: Run) -> None:
    """Give back what was not begun, and leave alone the domains that asked for it."""
    with database.begin() as connection:
        deliveries.release(connection, plan.owner)
        for domain, seconds in run.supply.patience().items():
            until = plan.clock() + timedelta(seconds=seconds)
            deliveries.postpone(connection, issue_id, domain, until)


def _pause(database: Database, issue_id: int, plan: Plan, reason: str) -> None:
    try:
        with database.begin() as connection:
            issues.transition(
                connection,
                issue_id,
                IssueState.SENDING,
                IssueState.PAUSED,
                plan.clock(),
                reason=reason,
            )
    except Conflict:
        pass  # the author paused or cancelled it meanwhile
