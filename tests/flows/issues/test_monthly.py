"""Readers who want one mail a month get the best of its issues, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Event

import pytest

from curator import schedule
from curator.app import App
from curator.audience import why
from curator.errors import BadValue
from curator.flows.issues import monthly
from curator.flows.mail import pausing, send
from curator.flows.mail.freeze import freeze
from curator.jobs import ticks
from curator.model import Cadence, IssueState
from curator.storage import issues
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW

SUNDAYS = schedule.parse("sunday 08:00 Europe/Berlin")
FIRST_OF_MARCH = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)


@pytest.fixture
def year(app: App) -> App:
    """Three issues of February are out, and there is a reader of each cadence."""
    for cadence in Cadence:
        rooms.reader(app, f"{cadence}@reader.example", cadence)
    ticks.look_at_issues(app, NOW - timedelta(weeks=4), Event())
    house.furnish(app, out=3)
    return app


def test_a_month_is_that_of_the_newsletters_time_zone() -> None:
    period = monthly.month("2026-02", SUNDAYS)
    assert period.start == datetime(2026, 1, 31, 23, 0, tzinfo=UTC)
    assert period.end == datetime(2026, 2, 28, 23, 0, tzinfo=UTC)
    assert (period.first_day.day, period.last_day.day) == (1, 28)


def test_the_month_that_ended_last_may_be_of_the_year_before() -> None:
    assert monthly.previous_month(SUNDAYS, datetime(2026, 1, 9, tzinfo=UTC)).key == "2025-12"


@pytest.mark.parametrize(
    "word", ["2026-13", "2026", "february", "2026-2-1", "9999-12", "0000-01", ""]
)
def test_what_is_no_month_is_told(word: str) -> None:
    with pytest.raises(BadValue, match="2026-02"):
        monthly.month(word, SUNDAYS)


def test_its_instant_is_the_first_one_of_the_schedule() -> None:
    assert monthly.first_instant(SUNDAYS, FIRST_OF_MARCH + timedelta(days=20)) == FIRST_OF_MARCH


def test_the_best_of_a_month_has_each_pick_once_and_no_more_than_an_issue(year: App) -> None:
    with year.database.read() as connection:
        weeks = issues.list_(connection)
    best = monthly.best_of(weeks, year.config)
    picks = [pick for section in best.sections for pick in section.picks]
    assert 0 < len(picks) <= year.config.newsletter.length
    assert len({pick.resource.id for pick in picks}) == len(picks)
    left_out = {p.score for week in weeks for s in week.content.sections for p in s.picks}
    assert max(left_out) == max(pick.score for pick in picks)
    assert len(best.posts) <= monthly.POSTS


def test_it_goes_to_monthly_readers_at_the_first_instant_of_the_next_month(
    year: App, home: Path
) -> None:
    ticks.look_at_issues(year, FIRST_OF_MARCH - timedelta(minutes=1), Event())
    assert monthly_mails(home) == []
    for minutes in (0, 1, 600):
        ticks.look_at_issues(year, FIRST_OF_MARCH + timedelta(minutes=minutes), Event())
    (mail,) = monthly_mails(home)
    assert mail["to"] == "monthly@reader.example"
    assert mail["subject"] == "Top Down: the best of February 2026"
    html = mail.get_body(("html",))
    assert isinstance(html, EmailMessage)
    assert "The best of February 2026" in html.get_content()
    with year.database.read() as connection:
        (issue,) = issues.list_(connection, series="monthly")
        known = why.why(connection, year.keyring, "monthly@reader.example", NOW)
    assert (issue.period.key, issue.state) == ("2026-02", IssueState.SENT)
    assert "of issue monthly-1 was taken by the server" in known.facts[-1].what


def test_when_the_next_one_comes() -> None:
    day = timedelta(days=1)
    assert monthly.next_instant(SUNDAYS, FIRST_OF_MARCH - day) == FIRST_OF_MARCH
    assert monthly.next_instant(SUNDAYS, FIRST_OF_MARCH) == datetime(2026, 4, 5, 6, 0, tzinfo=UTC)


def test_asked_by_hand_it_leaves_once(year: App, home: Path) -> None:
    (report,) = send.send_monthly(year, None, FIRST_OF_MARCH)
    assert (report.name, report.state, report.sent) == ("monthly-1", "sent", 1)
    assert send.send_monthly(year, "2026-02", FIRST_OF_MARCH) == []
    ticks.look_at_issues(year, FIRST_OF_MARCH, Event())
    assert len(monthly_mails(home)) == 1


def test_a_month_that_still_runs_is_refused_and_not_used_up(year: App, home: Path) -> None:
    with pytest.raises(BadValue, match=r"2026-02 has not ended.* from 2026-03-01 on"):
        send.send_monthly(year, "2026-02", datetime(2026, 2, 28, 22, 59, tzinfo=UTC))
    assert monthly_mails(home) == []
    ticks.look_at_issues(year, FIRST_OF_MARCH, Event())
    assert len(monthly_mails(home)) == 1


def test_a_month_without_issues_has_no_best(year: App) -> None:
    assert send.send_monthly(year, "2025-06", FIRST_OF_MARCH) == []


def test_an_issue_that_is_stopped_half_way_is_of_its_month_and_one_that_never_left_is_not(
    app: App,
) -> None:
    rooms.reader(app, "monthly@reader.example", Cadence.MONTHLY)
    started = house.draft(app)
    with app.database.begin() as connection:
        issues.transition(connection, started.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
    freeze(app, started, NOW)
    pausing.pause(app, started.number, NOW)
    best = monthly.open_month(app, monthly.month("2026-02", SUNDAYS), FIRST_OF_MARCH, hold=True)
    assert best is not None
    assert best.issue.content.sections
    with app.database.begin() as connection:
        later = schedule.period(None, app.schedule, FIRST_OF_MARCH + timedelta(weeks=2))
        never = issues.create(connection, later, house.variation(connection, 7), FIRST_OF_MARCH)
        issues.transition(
            connection, never.id, IssueState.DRAFT, IssueState.APPROVED, FIRST_OF_MARCH
        )
    pausing.pause(app, never.number, FIRST_OF_MARCH)
    april = FIRST_OF_MARCH + timedelta(weeks=5)
    assert monthly.open_month(app, monthly.month("2026-03", SUNDAYS), april, hold=True) is None


def test_where_no_reader_would_get_it_none_is_made(app: App) -> None:
    rooms.reader(app, "weekly@reader.example")
    for number in (1, 2):
        house.publish(app, number, 2)
    monthly.is_due(app, NOW)
    assert monthly.open_due(app, FIRST_OF_MARCH) is None
    assert not monthly.is_due(app, FIRST_OF_MARCH)
    with app.database.read() as connection:
        assert issues.list_(connection, series="monthly") == []


def test_after_a_long_downtime_it_waits_for_the_author_who_is_told(year: App, home: Path) -> None:
    back = FIRST_OF_MARCH + timedelta(days=12)
    for hours in range(3):
        ticks.look_at_issues(year, back + timedelta(hours=hours), Event())
        ticks.look_at_mail(year, back + timedelta(hours=hours), Event())
    assert monthly_mails(home) == []
    told = [mail for mail in rooms.outbox(home) if "monthly-1" in str(mail["subject"])]
    assert [mail["to"] for mail in told] == ["mira@mail.example.org"]
    said = " ".join(str(told[0].get_body(("plain",))).split())
    assert "nothing of it has left: it was due at 2026-03-01 07:00 UTC" in said
    (report,) = send.resume(year, "monthly-1", back)
    assert (report.state, report.sent) == ("sent", 1)
    assert len(monthly_mails(home)) == 1


def monthly_mails(home: Path) -> list[EmailMessage]:
    return [mail for mail in rooms.outbox(home) if "best of" in str(mail["subject"])]
