"""The draft at the author's desk: look, change, take back, test, approve.

A change says which state it was made on; one made on another state changes nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from curator import schedule
from curator.errors import Conflict, LintError
from curator.flows.issues import announced, approval, edition, history, series
from curator.flows.issues.history import Past
from curator.flows.issues.issue import compose_content, fitted, links, next_number, rendered
from curator.flows.issues.series import Edition
from curator.flows.mail import gate
from curator.flows.mail.pausing import go_on
from curator.flows.mail.trial import send_test as send_one_test
from curator.issues import editing, weight, wording
from curator.issues.hand import Hand
from curator.issues.lint import Finding, errors, lint
from curator.issues.lint.envelope import HTML_LIMIT
from curator.mail.stencil import Slots
from curator.model import Content, Issue, IssueState, Rendered
from curator.storage import codec, issues

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue at the desk."""

    issue: Issue
    version: str
    """Names the state of its content."""
    past: Past


@dataclass(frozen=True, slots=True)
class Gauges:
    """How an issue measures up to what the newsletter wants."""

    picks: int
    length: int
    practice: int
    """Percent of the picks, as the mail says it."""
    wanted: int
    """Percent."""
    size: int
    """Bytes of the HTML part."""
    limit: int
    minutes: int

    @property
    def time(self) -> str:
        """What it takes to read, watch and hear, in words; empty where nothing is known."""
        return wording.duration(self.minutes) if self.minutes else ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A draft as it would leave, and what speaks against it."""

    mail: Rendered
    findings: tuple[Finding, ...]
    gauges: Gauges


# --------------------------------------------------------------------------- looking


def read(app: App, number: int) -> Draft:
    """An issue as it stands. Raises :class:`curator.errors.NotFound`."""
    with app.database.read() as connection:
        issue = issues.get(connection, number)
        return Draft(issue, version(issue.content), history.past(connection, issue.id))


def version(content: Content) -> str:
    """The name of a state of content."""
    return hashlib.sha256(codec.dumps(content).encode()).hexdigest()[:20]


def proof(app: App, issue: Issue) -> Proof:
    """The issue as its mail: frozen, or as it would be now."""
    mail = edition.mail(app, issue)
    newsletter = app.config.newsletter
    found: tuple[Finding, ...] = ()
    if issue.rendered is None:
        found = lint(
            mail, content=issue.content, newsletter=newsletter, links=links(app, issue.number)
        )
    return Proof(
        mail,
        found,
        Gauges(
            picks=sum(len(section.picks) for section in issue.content.sections),
            length=newsletter.length,
            practice=wording.practice_percent(issue.content) or 0,
            wanted=round(100 * newsletter.mix.practice),
            size=weight.html_bytes(mail),
            limit=HTML_LIMIT,
            minutes=wording.minutes(issue.content.picks()),
        ),
    )


# --------------------------------------------------------------------------- making and changing


def begin(app: App, now: datetime, *, week: str | None = None) -> Issue:
    """Compose a draft of a week from what is stored.

    The default is the week that an issue made now is about; where that one has its issue, the week
    of the next. In a newsletter that sends by itself it leaves at its scheduled instant. Raises
    :class:`curator.errors.Conflict` where the week has an issue.
    """
    with app.database.read() as connection:
        period = (
            schedule.period(week, app.schedule, now)
            if week
            else edition.next_week(app, connection, now, drafted=False)
        )
        if standing := issues.by_period(connection, period.key):
            raise Conflict(f"{period.key} already has issue {standing.number}")
        content = compose_content(app, connection, period, now)
        number = next_number(connection)
    content = fitted(app, content, period, number).content
    due_at = None if app.config.newsletter.approval else app.schedule.next_after(now)
    if due_at and schedule.period(None, app.schedule, due_at).key != period.key:
        due_at = None
    with app.database.begin() as connection:
        return issues.create(connection, period, content, now, due_at=due_at)


def recompose(app: App, number: int, base: str, now: datetime) -> Draft:
    """Choose anew from what is stored now, around what the author settled by hand."""
    found = read(app, number)
    issue, old = found.issue, found.issue.content
    with app.database.read() as connection:
        hand = history.hand(connection, issue)
        content = compose_content(app, connection, issue.period, now, old.note, hand)
    fresh = fitted(app, content, issue.period, issue.number).content
    out = tuple(pick for pick in old.runners_up if pick.resource.id in hand.skipped)
    fresh = replace(fresh, runners_up=(*out, *fresh.runners_up))
    return _change(app, number, base, "composed anew", lambda _: fresh, now, hand)


def change(
    app: App, number: int, base: str, label: str, make: editing.Change, now: datetime
) -> Draft:
    """Change a draft whose state is ``base``.

    Raises :class:`curator.errors.Conflict` where it is no draft, or was changed elsewhere
    meanwhile, and :class:`curator.errors.NotFound` for what it does not have.
    """
    return _change(app, number, base, label, make, now)


def _change(
    app: App,
    number: int,
    base: str,
    label: str,
    make: editing.Change,
    now: datetime,
    composed_under: Hand | None = None,
) -> Draft:
    config = app.config
    with app.database.begin() as connection:
        issue = _locked(connection, app, number, now)
        if version(issue.content) != base:
            raise Conflict("the draft was changed elsewhere; look at it again, then repeat this")
        before = issue.content
        content = editing.settled(make(before), config.sources, config.newsletter)
        if content == before:
            return Draft(issue, base, history.past(connection, issue.id))
        issue = issues.save_content(connection, issue.id, content)
        past = history.remember(connection, before, issue, label, now, composed_under)
        return Draft(issue, version(issue.content), past)


def step(app: App, number: int, steps: int, now: datetime) -> Draft:
    """Take the last change back (``-1``), or do it again (``+1``)."""
    with app.database.begin() as connection:
        issue = _locked(connection, app, number, now)
        past = history.past(connection, issue.id)
        if not (past.undo if steps < 0 else past.redo):
            raise Conflict(
                "there is nothing to take back" if steps < 0 else "there is nothing more"
            )
        moved = replace(past, at=past.at + steps)
        content = history.state(connection, issue.id, moved.at)
        if content is None:
            raise Conflict("that state is not kept any more")
        content = announced.brought_up(connection, content, issue.period)
        issue = issues.save_content(connection, issue.id, content)
        history.move(connection, issue.id, moved, now)
        return Draft(issue, version(issue.content), moved)


def _locked(connection: Connection, app: App, number: int, now: datetime) -> Issue:
    """The draft, with other writers made to wait until this transaction ends."""
    announced.wait_for_others(app, connection, number, now)
    issue = issues.get(connection, number)
    if issue.state is not IssueState.DRAFT:
        raise Conflict(f"issue {number} is {issue.state} and can no longer be changed")
    return issue


# --------------------------------------------------------------------------- leaving


def approve(
    app: App, number: int, base: str, now: datetime, *, at: datetime | None, force: bool = False
) -> Issue:
    """Let a draft go, at once or ``at`` an instant; ranking learns from what was changed.

    Raises :class:`LintError` where it breaks a rule of mail and ``force`` is not set, and
    :class:`Conflict` where it is no draft or was changed elsewhere.
    """
    found = read(app, number)
    if found.version != base:
        raise Conflict("the draft was changed elsewhere; look at it again before it leaves")
    form = Edition.of(found.issue)
    checked = gate.look(app, form, series.mail(app, form), now, live=False)
    wrong = errors(checked)
    if wrong and not force:
        raise LintError("; ".join(one.message for one in wrong))
    with app.database.begin() as connection:
        issue = _locked(connection, app, number, now)
        if version(issue.content) != base:
            raise Conflict("the draft was changed elsewhere; look at it again before it leaves")
        # "At once" is an instant too: what did not leave soon after it is asked about again.
        issues.schedule(connection, issue.id, at or now)
        approved = approval.approve(connection, issue, now)
    gate.note_overridden(app, approved.label, wrong, now)
    return approved


def back_to_draft(app: App, number: int, now: datetime) -> Issue:
    """Take an approval back, as long as nothing is frozen; it waits without an instant then."""
    with app.database.begin() as connection:
        issue = issues.get(connection, number)
        issue = issues.transition(connection, issue.id, IssueState.APPROVED, IssueState.DRAFT, now)
        return issues.schedule(connection, issue.id, None)


def plan(app: App, number: int, at: datetime | None) -> Issue:
    """Set when a draft leaves by itself; ``None``: it waits for the author."""
    with app.database.begin() as connection:
        issue = issues.get(connection, number)
        if issue.state is not IssueState.DRAFT:
            raise Conflict(f"issue {number} is {issue.state}")
        return issues.schedule(connection, issue.id, at)


def cancel(app: App, number: int | str, now: datetime) -> Issue:
    """Give an issue of any series up; what it held is free for another one."""
    with app.database.begin() as connection:
        issue = edition.find(connection, number)
        states = (IssueState.DRAFT, IssueState.APPROVED, IssueState.PAUSED)
        return issues.transition(connection, issue.id, states, IssueState.CANCELLED, now)


def resume(app: App, number: int | str, now: datetime) -> Issue:
    """Go on with a paused issue of any series: frozen ones are sent on, others approved for now."""
    with app.database.begin() as connection:
        issue = edition.find(connection, number)
        if issue.frozen_at is None:
            issues.schedule(connection, issue.id, now)
        return go_on(connection, issue, now)


def send_test(app: App, number: int, to: str) -> None:
    """Mail the issue as it stands to one address, with links that lead nowhere."""
    issue = read(app, number).issue
    slots = Slots.of(app.keyring, issue.period.key, app.config.newsletter.base_url)
    mail = rendered(app, issue.content, issue.period, issue.number, slots=slots)
    send_one_test(app, mail, slots, issue.period.key, to)
