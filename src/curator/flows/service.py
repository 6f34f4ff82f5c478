"""What the running service does by itself; whatever is asked twice happens once.

When something is due is decided by the caller (``jobs``); here it is done, under leases and with
states that compare before they set, so that a second process, a restart or a kill changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING

from curator.audience.limits import WEEK
from curator.errors import Conflict, CuratorError
from curator.flows.feeds.refresh import RefreshReport, refresh
from curator.flows.issues import monthly, posts, series
from curator.flows.issues.issue import compose_content, fitted, next_number
from curator.flows.issues.series import WEEKLY, Edition
from curator.flows.mail import bounces, gate, notice, patience
from curator.flows.mail.finished import finish
from curator.flows.mail.freeze import freeze
from curator.flows.mail.send import BY_AUTHOR, SendReport, clock_from, send_issue
from curator.flows.resources.backlog import catch_up
from curator.flows.resources.enrich import EnrichReport, enrich_new
from curator.flows.topics.tag import tag
from curator.flows.work.leasing import held
from curator.flows.work.remember import remembered
from curator.issues import wording
from curator.issues.budget import Fitted
from curator.issues.lint import Finding, errors
from curator.issues.select import LOOKBACK
from curator.mail import single
from curator.mail.single import Drained
from curator.model import Issue, IssueState, Period
from curator.storage import deliveries, goals, issues, kv, log, outbox, signups, sources

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

logger = logging.getLogger("curator.service")

HANDLED = "clock.issue"
"""In the store: the newest scheduled instant that was dealt with."""
LOG_DAYS = 180
OUTBOX_DAYS = 30
"""Single mails are kept so long after they left, to answer where one is."""


# --------------------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came in."""

    refreshed: RefreshReport
    enriched: EnrichReport
    tagged: int


def gather(app: App, now: datetime, stop: Event) -> Gathered:
    """Read the sources that are due, look at new pages and tag them.

    Once ``stop`` is set it ends within moments; what is done is stored, and the rest stays due.
    """
    refreshed = refresh(app, now, stop=stop)
    enriched = EnrichReport()
    if not stop.is_set():
        enriched = enrich_new(app, now, since=now - LOOKBACK, stop=stop)
    found = Gathered(refreshed, enriched, 0 if stop.is_set() else tag(app, stop=stop))
    if not stop.is_set():
        catch_up(app, now)
    _log_gathered(app, found, now)
    return found


def _log_gathered(app: App, found: Gathered, now: datetime) -> None:
    counts, new = found.refreshed.counts, found.refreshed.new_entries
    if not (new or counts["failed"]):
        return
    failed = f", {wording.count(counts['failed'], 'source')} failed" if counts["failed"] else ""
    with app.database.begin() as connection:
        log.add(
            connection,
            "refresh",
            f"{new} new from {wording.count(len(found.refreshed.sources), 'source')}{failed}",
            now,
            detail={line.name: line.reason for line in found.refreshed.sources if line.reason},
        )


# --------------------------------------------------------------------------- the weekly issue


def handled(app: App, now: datetime) -> datetime:
    """The newest scheduled instant that was dealt with; on the first start, the start itself."""
    return remembered(app, HANDLED, now)


def open_issue(
    app: App, period: Period, at: datetime, now: datetime, stop: Event, *, late: bool
) -> Issue | None:
    """Compose the issue whose instant ``at`` has come, as a draft; once, whoever asks.

    It leaves by itself unless the newsletter wants approval, it is ``late``, or it breaks a rule
    of mail: then the author is told and it waits. ``None`` where there is nothing to do, and once
    ``stop`` is set: half of the week would be missing, and at the next start it is still due.
    """
    with held(app, "issue") as mine:
        if not mine or handled(app, now) >= at:
            return None
        gather(app, now, stop)
        if stop.is_set():
            return None
        with app.database.begin() as connection:
            goals.miss_open(connection, period.key)
        with app.database.read() as connection:
            content = compose_content(app, connection, period, now)
            number = next_number(connection)
        fit = fitted(app, content, period, number)
        edition = Edition(WEEKLY, period, number, fit.content)
        found = gate.look(app, edition, fit.rendered, now)
        if stop.is_set():
            return None
        draft = _Draft(app, period, fit, at, late, found)
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

    def store(self, connection: Connection, now: datetime) -> Issue | None:
        """Keep it, tell the author if it waits, and remember that its instant is dealt with."""
        kv.put(connection, HANDLED, self.at.isoformat(), now)
        if issues.by_period(connection, self.period.key) is not None:
            return None
        content = self.fit.content
        if content.empty:
            log.add(connection, "issue", f"{self.period.key}: nothing new, so no issue", now)
            return None
        why = self.reasons_to_wait()
        gone = [one.message for one in self.findings if one.rule == gate.DEAD_LINK]
        waits = bool(why) or self.app.config.newsletter.approval
        due_at = None if waits else self.at
        issue = issues.create(connection, self.period, content, now, due_at=due_at)
        log.add(
            connection,
            "issue",
            f"issue {issue.number} is drafted",
            now,
            detail={"waits": "; ".join(why), "dead links": "; ".join(gone)},
        )
        if waits:
            tell_of_draft(self.app, connection, issue, now, [*why, *gone])
        return issue

    def reasons_to_wait(self) -> list[str]:
        """Why the author must look before it leaves; empty where nothing is wrong."""
        late = ["It is late: the service was down at its time."] if self.late else []
        return [*late, *(one.message for one in errors(self.findings))]


def tell_of_draft(
    app: App, connection: Connection, issue: Issue, now: datetime, findings: Sequence[str] = ()
) -> bool:
    """Mail the author that a draft waits; once for each draft."""
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
        sends_at="",
        approval=True,
        link=f"{newsletter.base_url.rstrip('/')}/desk/issues/{issue.number}",
        findings=list(findings),
    )


def drafts(app: App) -> list[Issue]:
    """Drafts with an instant, at which they leave by themselves."""
    with app.database.read() as connection:
        found = issues.list_(connection, states=(IssueState.DRAFT,), full=False)
    return [one for one in found if one.due_at is not None]


def approve(app: App, issue: Issue, now: datetime) -> bool:
    """Take a draft whose instant has come to approved; ``False`` where somebody else did.

    One that breaks a rule of mail by now is kept back, and the author is told.
    """
    with app.database.read() as connection:
        edition = Edition.of(issues.by_id(connection, issue.id))
    if wrong := errors(gate.look(app, edition, series.mail(app, edition), now)):
        hold(app, issue, now, [one.message for one in wrong])
        return False
    try:
        with app.database.begin() as connection:
            issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, now)
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


# --------------------------------------------------------------------------- the other series


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


# --------------------------------------------------------------------------- mail


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
            _note(app, f"issue {issue.label} is frozen for {counts.deliveries} readers", now)
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


# --------------------------------------------------------------------------- the house


def keep_house(app: App, now: datetime) -> None:
    """Forget what has expired, and call done what is done."""
    with app.database.begin() as connection:
        expired = signups.expire(connection, now, attempts_before=now - WEEK)
        given_up = deliveries.expire(connection, now)
        finish(app, connection, now)
        outbox.prune(connection, now, days=OUTBOX_DAYS)
        sources.forget_waits(connection, now)
        log.prune(connection, now - timedelta(days=LOG_DAYS))
        if expired or given_up:
            detail = {"sign-ups": expired, "mails": given_up}
            log.add(connection, "house", "forgot what had expired", now, detail=detail)


def reload(app: App, seen: float) -> float:
    """Take over an edited ``feeds.yaml``; a wrong one is reported and the old one stays.

    ``seen`` is what an earlier call gave, 0 at first: the time of the file's last change.
    """
    try:
        changed = app.settings.feeds.stat().st_mtime
    except OSError:
        return seen
    if seen and changed != seen:
        try:
            app.read_again()
            logger.info("feeds.yaml was read again")
        except CuratorError as error:
            logger.error("feeds.yaml is wrong, so the old one stays: %s", error.message)  # noqa: TRY400
    return changed
