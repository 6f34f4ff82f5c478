"""``curator digest``: the main job from sources to readers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from curator import schedule
from curator.audience import addresses
from curator.errors import Conflict
from curator.flows.desk import drafts
from curator.flows.feeds.refresh import RefreshReport, refresh
from curator.flows.issues import approval, edition, history, missed
from curator.flows.issues.issue import (
    compose_content,
    fitted,
    next_number,
    rendered,
)
from curator.flows.issues.series import WEEKLY, Edition
from curator.flows.mail import clone, gate
from curator.flows.mail.freeze import freeze
from curator.flows.mail.pausing import BY_AUTHOR
from curator.flows.mail.report import SendReport, onward
from curator.flows.mail.send import send_issue
from curator.flows.mail.trial import send_test
from curator.flows.resources import edited
from curator.flows.resources.backlog import catch_up
from curator.flows.resources.enrich import EnrichReport, enrich_new
from curator.flows.resources.sorting import sort
from curator.flows.work.progress import Progress, Step, no_progress
from curator.issues.lint import Finding
from curator.issues.select import LOOKBACK
from curator.mail.stencil import Slots
from curator.model import Content, Issue, IssueState, Period, Rendered
from curator.storage import goals, issues

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection


NOTHING_ENRICHED = EnrichReport()


@dataclass(frozen=True, slots=True)
class Options:
    """What the author asked for."""

    week: str | None = None
    preview: bool = False
    """Store no issue and send nothing."""
    to: str | None = None
    """Send one test mail there and nothing else."""
    refresh: bool = True
    send_empty: bool = False
    force: bool = False
    """Send in spite of what lint found."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DigestReport:
    """What one run did."""

    period: Period
    number: int
    state: str
    """``preview``, ``test``, ``empty``, ``draft``, or the issue's state after the run."""
    content: Content
    mail: Rendered | None = None
    refreshed: RefreshReport | None = None
    enriched: EnrichReport = NOTHING_ENRICHED
    tagged: int = 0
    findings: tuple[Finding, ...] = ()
    overridden: tuple[Finding, ...] = ()
    """The errors among them that ``force`` overrode."""
    cuts: tuple[str, ...] = ()
    """What was left out so that no mail program clips the issue."""
    missed: tuple[str, ...] = ()
    """Weeks between the issue before and this one that have none."""
    sent: SendReport | None = None
    message: str = ""
    picks_by_section: dict[str, int] = field(default_factory=dict)

    @property
    def partly(self) -> bool:
        """Whether some sources or deliveries failed."""
        sources = bool(self.refreshed and self.refreshed.counts["failed"])
        return sources or bool(self.sent and self.sent.incomplete)


def digest(
    app: App, options: Options, now: datetime, *, progress: Progress = no_progress
) -> DigestReport:
    """Refresh, enrich, tag, compose and send the issue of a week; safe to run again at any time.

    An issue that is already frozen is neither composed again nor sent twice: what is left of its
    deliveries is done. A draft that the author changed stays as it is.

    Raises :class:`~curator.errors.LintError` where the issue breaks a rule and ``force`` is not set,
    :class:`~curator.errors.ConfigError` for a wrong ``feeds.yaml``, :class:`~curator.errors.AddressError` for a wrong ``to``.
    """
    if options.to:
        addresses.parse(options.to)
    report = _digest(app, options, now, progress)
    if options.refresh and not (options.preview or options.to):
        catch_up(app, now)
    return report


def _digest(app: App, options: Options, now: datetime, progress: Progress) -> DigestReport:
    period = _period(app, options, now)
    report = _gather(app, options, period, now, progress)
    stored = _stored(app, period)
    if stored and stored.state is not IssueState.DRAFT and not (options.preview or options.to):
        return _resume(app, stored, report, now, progress)
    if not (options.preview or options.to):
        with app.database.begin() as connection:
            goals.miss_open(connection, period.key)
    with app.database.read() as connection:
        content = _content(app, connection, stored, period, now, options.note)
        without = missed.missed(connection, period.key)
        number = stored.number if stored else next_number(connection)
    progress(Step("compose", 1, 1, f"{len(content.picks())} picks"))
    fit = fitted(app, content, period, number)
    content = fit.content
    base = drafts.version(stored.content) if stored else ""
    composed = _Composed(period, number, content, fit.rendered, report, fit.cuts, base, without)
    if content.empty and not options.send_empty and not options.preview:
        return composed.report("empty", message="nothing new this week; nothing was sent")
    if options.preview:
        found = gate.look(app, composed.edition, composed.mail, now, live=options.refresh)
        return composed.report("preview", found)
    if options.to:
        slots = Slots.of(app.keyring, period.key, app.config.newsletter.base_url)
        marked = rendered(app, content, period, number, slots=slots)
        send_test(app, marked, slots, period.key, options.to)
        return composed.report("test", message=f"a test went to {options.to}")
    return _publish(app, composed, options, now, progress)


@dataclass(frozen=True, slots=True)
class _Gathered:
    refreshed: RefreshReport | None
    enriched: EnrichReport
    tagged: int


@dataclass(frozen=True, slots=True)
class _Composed:
    period: Period
    number: int
    content: Content
    mail: Rendered
    gathered: _Gathered
    cuts: tuple[str, ...] = ()
    base: str = ""
    """The version of the draft that it was made from."""
    missed: tuple[str, ...] = ()

    @property
    def edition(self) -> Edition:
        """What its mail is made of."""
        return Edition(WEEKLY, self.period, self.number, self.content)

    def report(
        self,
        state: str,
        findings: tuple[Finding, ...] = (),
        sent: SendReport | None = None,
        message: str = "",
        overridden: tuple[Finding, ...] = (),
    ) -> DigestReport:
        """What is told of this run."""
        return DigestReport(
            period=self.period,
            number=self.number,
            state=state,
            content=self.content,
            mail=self.mail,
            refreshed=self.gathered.refreshed,
            enriched=self.gathered.enriched,
            tagged=self.gathered.tagged,
            findings=findings,
            overridden=overridden,
            sent=sent,
            cuts=self.cuts,
            missed=self.missed,
            message=message,
            picks_by_section=_by_section(self.content),
        )


def _period(app: App, options: Options, now: datetime) -> Period:
    """The week asked for; else what is to be seen first is the next issue, not one that is out."""
    if options.week or not (options.preview or options.to):
        return schedule.period(options.week, app.schedule, now)
    with app.database.read() as connection:
        return edition.next_week(app, connection, now, drafted=True)


def _gather(
    app: App, options: Options, period: Period, now: datetime, progress: Progress
) -> _Gathered:
    """Everything up to resources that are tagged and stand for themselves."""
    since = period.start - LOOKBACK
    refreshed, enriched = None, NOTHING_ENRICHED
    if options.refresh:
        refreshed = refresh(app, now, force=True, progress=progress)
        edited.follow(app, refreshed.edited, now, before_issue=True)
        enriched = enrich_new(app, now, since=since, progress=progress)
    return _Gathered(refreshed, enriched, sort(app, since=since, progress=progress))


def _stored(app: App, period: Period) -> Issue | None:
    with app.database.read() as connection:
        return issues.by_period(connection, period.key)


def _content(
    app: App,
    connection: Connection,
    draft: Issue | None,
    period: Period,
    now: datetime,
    note: str,
) -> Content:
    """What the issue says: chosen anew, unless the author changed its draft by hand."""
    if draft is None:
        return compose_content(app, connection, period, now, note)
    note = note or draft.content.note
    if history.touched(connection, draft.id):
        return replace(draft.content, note=note)
    return compose_content(app, connection, period, now, note)


def _resume(
    app: App, issue: Issue, gathered: _Gathered, now: datetime, progress: Progress
) -> DigestReport:
    """Finish what an earlier run began."""
    composed = _Composed(
        issue.period,
        issue.number,
        issue.content,
        issue.rendered or rendered(app, issue.content, issue.period, issue.number),
        gathered,
    )
    if issue.state is IssueState.SENT:
        return composed.report("sent", message="was sent already; nothing was sent again")
    if issue.state is IssueState.PAUSED:
        reason = issue.paused_reason or BY_AUTHOR
        return composed.report("paused", message=f"is paused: {reason}; {onward(issue.label)}")
    if issue.state is IssueState.APPROVED and issue.due_at and issue.due_at > now:
        leaves = f"leaves at {issue.due_at:%Y-%m-%d %H:%M} UTC, as you planned"
        return composed.report("approved", message=leaves)
    clone.insist(app, now)
    if issue.state is IssueState.APPROVED:
        freeze(app, issue, now)
    sent = send_issue(app, issue.id, now, progress=progress)
    return composed.report(sent.state, sent=sent)


def _publish(
    app: App, composed: _Composed, options: Options, now: datetime, progress: Progress
) -> DigestReport:
    """Store the draft, and unless the author wants to see it first, send it."""
    clone.insist(app, now)
    findings = gate.look(app, composed.edition, composed.mail, now, live=options.refresh)
    overridden = gate.insist(findings, force=options.force)
    edited = _stored(app, composed.period)
    issue = _draft(app, composed, now)
    if app.config.newsletter.approval:
        return composed.report(
            "draft",
            findings,
            message=f"waits for you: `curator send approve {issue.number}`",
            overridden=overridden,
        )
    gate.note_overridden(app, str(issue.number), overridden, now)
    with app.database.begin() as connection:
        # What was cut for its size says nothing of the author's taste.
        approval.approve(connection, edited or issue, now)
    freeze(app, issue, now)
    sent = send_issue(app, issue.id, now, progress=progress)
    return composed.report(sent.state, findings, sent, overridden=overridden)


def _draft(app: App, composed: _Composed, now: datetime) -> Issue:
    """The stored draft of the period with what was just composed.

    Raises :class:`~curator.errors.Conflict` where the author changed it at the desk meanwhile.
    """
    with app.database.begin() as connection:
        try:
            return issues.create(connection, composed.period, composed.content, now)
        except Conflict:
            draft = issues.by_period(connection, composed.period.key)
            assert draft is not None
            changed = drafts.version(draft.content) != composed.base
            if changed and history.touched(connection, draft.id):
                raise Conflict(
                    "the draft was changed at the desk meanwhile; nothing was sent, run it again"
                ) from None
            return issues.save_content(connection, draft.id, composed.content)


def _by_section(content: Content) -> dict[str, int]:
    """How many picks stand under each heading."""
    counts = {"posts": len(content.posts)} if content.posts else {}
    counts |= {section.title: len(section.picks) for section in content.sections}
    return counts | ({"reading list": len(content.reading)} if content.reading else {})
