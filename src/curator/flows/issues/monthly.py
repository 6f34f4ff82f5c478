"""The best of a month, for readers who want one mail a month instead of one a week.

It is composed from what the month's weekly issues had, so nothing new is decided here and it does
not wait for approval. Its period key is the month, ``2026-02``, so it exists once whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from curator.errors import BadValue, Conflict
from curator.flows.issues import series
from curator.flows.issues.series import MONTHLY, Edition
from curator.flows.mail import clone, gate
from curator.flows.work.remember import remembered
from curator.issues import budget, compose
from curator.issues.lint import Finding, errors
from curator.model import Cadence, Config, Content, Issue, IssueState, Period, Pick, Section
from curator.storage import freezing, issues, kv, log

if TYPE_CHECKING:
    from curator.app import App
    from curator.schedule import Schedule

HANDLED = "clock.monthly"
"""In the store: the first scheduled instant of the newest month that was dealt with."""
LATE = timedelta(days=7)
"""A month's best that could not leave for so long waits for the author."""
POSTS = 8
OUT = (IssueState.SENDING, IssueState.SENT, IssueState.PAUSED)
"""Issues that have left, as far as they were frozen: one that is paused has some readers."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A monthly issue that was made, and what the gate says of it."""

    issue: Issue
    findings: tuple[Finding, ...] = ()
    overridden: tuple[Finding, ...] = ()


def is_due(app: App, now: datetime) -> bool:
    """Whether the first scheduled instant of this month has come and was not dealt with."""
    at = first_instant(app.schedule, now)
    return at <= now and remembered(app, HANDLED, now) < at


def open_due(app: App, now: datetime) -> Issue | None:
    """The issue of the month that has ended, once its instant has come; ``None`` for nothing to do.

    The instant is the first one that the newsletter's schedule has in a month. On the first start
    nothing before that start is due, and none is made that no reader would get. One that is late by more than :data:`LATE` is paused.
    """
    if not is_due(app, now):
        return None
    at = first_instant(app.schedule, now)
    month_ended = previous_month(app.schedule, now)
    opened = None
    if _wanted(app, now):
        opened = open_month(app, month_ended, now, hold=True, late=_late(app, at, now))
    with app.database.begin() as connection:
        kv.put(connection, HANDLED, at.isoformat(), now)
    return opened.issue if opened else None


def _wanted(app: App, now: datetime) -> bool:
    """Whether some reader gets the best of a month."""
    with app.database.read() as connection:
        groups = freezing.audience(connection, now)
    return any(group.cadence is Cadence.MONTHLY for group in groups)


def _late(app: App, at: datetime, now: datetime) -> str:
    """Why what was due at an instant must wait, if so."""
    due = f"it was due at {at:%Y-%m-%d %H:%M} UTC"
    if clone.restored_since(app, at):
        return f"{due}, before the database was restored from a backup"
    return f"{due}, and the service was down" if now - at > LATE else ""


def open_month(
    app: App,
    period: Period,
    now: datetime,
    *,
    force: bool = False,
    hold: bool = False,
    late: str = "",
) -> Opened | None:
    """Make and approve the issue of a month; ``None`` where it exists or the month had no issue.

    What breaks a rule of mail raises :class:`curator.errors.LintError` unless ``force`` is set;
    with ``hold`` the issue is stored, paused, and waits for the author, as it does where ``late``
    says why.
    """
    with app.database.read() as connection:
        if issues.by_period(connection, period.key, series=MONTHLY) is not None:
            return None
        weeks = issues.list_(connection, states=OUT)
        newest = issues.list_(connection, series=MONTHLY, limit=1, full=False)
    content = best_of(_of_month(weeks, period), app.config)
    if content.empty:
        return None
    edition = Edition(MONTHLY, period, newest[0].number + 1 if newest else 1, content)
    fit = budget.fit(content, lambda some: series.mail(app, edition, some))
    edition = replace(edition, content=fit.content)
    findings = gate.look(app, edition, fit.rendered, now)
    wrong = [one.message for one in errors(findings)] if hold else []
    overridden = () if hold else gate.insist(findings, force=force)
    issue = _store(app, edition, [late, *wrong] if late else wrong, now)
    if issue is None:
        return None
    gate.note_overridden(app, issue.label, overridden, now)
    return Opened(issue, findings, overridden)


def _store(app: App, edition: Edition, against: Sequence[str], now: datetime) -> Issue | None:
    """The issue, approved; paused where something speaks ``against`` sending it."""
    try:
        with app.database.begin() as connection:
            issue = issues.create(connection, edition.period, edition.content, now, series=MONTHLY)
            issue = issues.transition(
                connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, now
            )
            log.add(connection, "issue", f"the best of {edition.period.key} is composed", now)
            if against:
                reason = "; ".join(against)
                issue = issues.transition(
                    connection, issue.id, IssueState.APPROVED, IssueState.PAUSED, now, reason=reason
                )
            return issue
    except Conflict:
        return None  # somebody else was faster


# --------------------------------------------------------------------------- what is in it; pure


def best_of(weeks: Sequence[Issue], config: Config) -> Content:
    """The best of some weekly issues: the author's posts, and the picks with the highest scores.

    At most as many picks as a weekly issue has, each once, under the headings they had; what the
    author pinned or wrote a note on comes before what only scored well.
    """
    picks = {
        pick.resource.resource.key: (section.slug, section.title, pick)
        for week in weeks
        for section in week.content.sections
        for pick in section.picks
    }
    ranked = sorted(picks.values(), key=lambda one: _worth(one[2]), reverse=True)
    chosen = ranked[: config.newsletter.length]
    headings = {slug: title for slug, title, _ in chosen}
    content = Content(
        posts=tuple(_once(pick for week in weeks for pick in week.content.posts))[:POSTS],
        sections=tuple(
            Section(slug, title, tuple(pick for one, _, pick in chosen if one == slug))
            for slug, title in headings.items()
        ),
    )
    credits_ = compose.credit_roll(content, config.sources, config.newsletter)
    return replace(content, credits=credits_)


def _worth(pick: Pick) -> tuple[bool, bool, float, int]:
    return pick.pinned, bool(pick.note), pick.score, -pick.resource.id


def _once(picks: Iterable[Pick]) -> Iterable[Pick]:
    return {pick.resource.resource.key: pick for pick in picks}.values()


def _of_month(weeks: Sequence[Issue], period: Period) -> list[Issue]:
    """Those that left in the month, the newest first."""
    return [
        week for week in weeks if week.frozen_at and period.start <= week.frozen_at < period.end
    ]


# --------------------------------------------------------------------------- months; pure


def month(key: str, schedule: Schedule) -> Period:
    """The month ``2026-02`` in the newsletter's time zone; raises :class:`BadValue`."""
    try:
        year, number = (int(part) for part in key.split("-"))
        first = date(year, number, 1)
        after = (first + timedelta(days=31)).replace(day=1)
        start, end = _midnight(first, schedule), _midnight(after, schedule)
    except (ValueError, OverflowError) as error:
        raise BadValue(f"{key!r} is not a month; write year and month such as 2026-02") from error
    return Period(
        key=f"{first:%Y-%m}",
        start=start,
        end=end,
        first_day=first,
        last_day=after - timedelta(days=1),
    )


def ended(key: str, schedule: Schedule, now: datetime) -> Period:
    """The month ``key``, whose best can be mailed; raises :class:`BadValue` while it runs.

    A month has one such mail, so one sent early would leave out what comes after it.
    """
    period = month(key, schedule)
    if now < period.end:
        raise BadValue(
            f"{period.key} has not ended, and the best of a month is mailed once; ask again from"
            f" {period.last_day + timedelta(days=1)} on"
        )
    return period


def previous_month(schedule: Schedule, now: datetime) -> Period:
    """The month that ended last."""
    here = now.astimezone(schedule.tz).date().replace(day=1) - timedelta(days=1)
    return month(f"{here:%Y-%m}", schedule)


def first_instant(schedule: Schedule, now: datetime) -> datetime:
    """The first scheduled instant in the month of ``now``."""
    first = now.astimezone(schedule.tz).date().replace(day=1)
    return schedule.next_after(_midnight(first, schedule) - timedelta(microseconds=1))


def next_instant(schedule: Schedule, now: datetime) -> datetime:
    """When the best of a month is mailed next."""
    at = first_instant(schedule, now)
    if at > now:
        return at
    this_month = month(f"{now.astimezone(schedule.tz):%Y-%m}", schedule)
    return first_instant(schedule, this_month.end)


def _midnight(day: date, schedule: Schedule) -> datetime:
    return datetime.combine(day, time(), schedule.tz).astimezone(UTC)
