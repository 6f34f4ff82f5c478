"""A draft leaves by itself, or is held back and the author told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from curator.errors import Conflict
from curator.feeds import health
from curator.flows.issues import approval, series
from curator.flows.issues.series import Edition
from curator.flows.mail import gate, notice
from curator.issues import wording
from curator.issues.lint import errors
from curator.model import Issue, IssueState
from curator.storage import deliveries, issues, log, sources

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

TROUBLED = 5
"""Sources in trouble that the mail about a draft names."""


def tell_of_draft(
    app: App, connection: Connection, issue: Issue, now: datetime, findings: Sequence[str] = ()
) -> bool:
    """Mail the author that a draft waits, and which sources need him; once for each draft."""
    newsletter = app.config.newsletter
    return notice.tell_author(
        app,
        connection,
        "draft-ready",
        f"draft:{issue.id}",
        now,
        number=issue.number,
        dates=wording.span(issue.period),
        stats=wording.summary_line(issue.content) or "nothing yet",
        headline=wording.headline(issue.content),
        link=f"{newsletter.base_url.rstrip('/')}/desk/issues/{issue.number}",
        findings=[*findings, *_troubled(connection, now)],
    )


def _troubled(connection: Connection, now: datetime) -> list[str]:
    """Sources that bring nothing any more, in a sentence each: few authors look at the desk for them."""
    rows = [
        health.of(one.source, one.state, now)
        for one in sources.statuses(connection)
        if health.lasts(one.state, now)
    ]
    told = [f"The source {row.name} is {row.status}: {row.told}." for row in rows[:TROUBLED]]
    more = len(rows) - TROUBLED
    return [*told, f"{wording.count(more, 'more source')} in trouble."] if more > 0 else told


def drafts(app: App) -> list[Issue]:
    """Drafts with an instant, at which they leave by themselves."""
    with app.database.read() as connection:
        found = issues.list_(connection, states=(IssueState.DRAFT,), full=False)
    return [one for one in found if one.due_at is not None]


def approve(app: App, issue: Issue, now: datetime) -> bool:
    """Take a draft whose instant has come to approved; ``False`` where somebody else did.

    One that breaks a rule of mail by now is kept back, and the author is told. One that was changed
    while it was looked at stays a draft, and is looked at again next time.
    """
    with app.database.read() as connection:
        draft = issues.by_id(connection, issue.id)
    edition = Edition.of(draft)
    if wrong := errors(gate.look(app, edition, series.mail(app, edition), now)):
        hold(app, issue, now, [one.message for one in wrong])
        return False
    try:
        with app.database.begin() as connection:
            approval.insist_unchanged(connection, draft)
            approval.approve(connection, draft, now)
    except Conflict:
        return False
    return True


def hold(app: App, issue: Issue, now: datetime, findings: Sequence[str] = ()) -> None:
    """Keep back what breaks a rule (``findings``) or is too late, and tell the author.

    A draft waits then, and an approved issue is paused.
    """
    due = issue.due_at or issue.period.end
    late = f"it was due at {due:%Y-%m-%d %H:%M} UTC, and the service was down"
    reason = "; ".join(findings) or late
    with app.database.begin() as connection:
        try:
            if issue.state is IssueState.DRAFT:
                issues.schedule(connection, issue.id, None)
                whole = issues.by_id(connection, issue.id)
                told = list(findings) or [f"It is late: {late}."]
                tell_of_draft(app, connection, whole, now, told)
            else:
                issues.transition(
                    connection, issue.id, IssueState.APPROVED, IssueState.PAUSED, now, reason=reason
                )
                tell_of_pause(app, connection, issue, now, reason)
        except Conflict:
            return
        log.add(connection, "issue", f"issue {issue.label} waits: {reason}", now)


def tell_of_pause(
    app: App, connection: Connection, issue: Issue, now: datetime, reason: str
) -> None:
    """Mail the author that sending stopped."""
    counts = deliveries.counts(connection, issue.id)
    by_state = {state.value: number for state, number in counts.items()}
    notice.tell_author(
        app,
        connection,
        "paused",
        f"paused:{issue.id}:{now:%Y%m%d%H}",
        now,
        number=issue.number,
        label=issue.label,
        reason=reason,
        sent=by_state.get("sent", 0),
        waiting=by_state.get("queued", 0) + by_state.get("deferred", 0),
    )
