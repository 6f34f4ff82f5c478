"""How an issue stands after a run of sending, in numbers and in a line for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from curator.flows.mail.status import tally
from curator.issues.lint import Finding
from curator.mail.deliver import Report
from curator.model import DeliveryState, Issue, IssueState


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


def onward(name: str | int) -> str:
    """What to do about an issue that is paused."""
    return f"`curator send resume {name}` goes on"


def told(issue: Issue, counts: dict[DeliveryState, int], report: Report) -> SendReport:
    """What a run did to an issue whose deliveries stand as ``counts``."""
    reason = report.paused_reason or report.unreachable or issue.paused_reason
    return SendReport(
        number=issue.number,
        state=issue.state.value,
        name=issue.label,
        **tally(counts),
        run=report.run,
        reason=reason,
        next_at=report.next_at,
    )
