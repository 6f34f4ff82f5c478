"""The service over weeks: every issue exactly once, whatever happens around its instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from curator import schedule
from curator.app import App
from curator.flows.desk import drafts
from curator.flows.feeds.reload import reload
from curator.flows.service import holding, leaving, opening
from curator.flows.work.leasing import held
from curator.issues import editing
from curator.model import Issue, IssueState
from curator.storage import issues, log
from tests.flows import rooms
from tests.jobs.weeks import READERS, START, Service, every, tick
from tests.jobs.weeks import make as service_of

HOUR = timedelta(hours=1)
Make = Callable[..., Service]


@pytest.fixture
def make(tmp_path: Path, sqlite_template: Path) -> Make:
    def build(*, approval: bool = False, weeks: int = 60) -> Service:
        return service_of(tmp_path / "service", sqlite_template, approval=approval, weeks=weeks)

    return build


def each_reader_once(service: Service, number: int) -> bool:
    """Whether every issue mail came exactly once to each reader, for so many issues."""
    mails = service.mails()
    issue_mails = {key: count for key, count in mails.items() if key[0] in READERS}
    return set(issue_mails.values()) == {1} and len(issue_mails) == number * len(READERS)


def test_a_year_goes_by_and_each_week_has_its_issue_once_through_both_changes_of_the_clocks(
    make: Make,
) -> None:
    service = make()
    app = service.app()
    for now in every(timedelta(days=1), 365):
        tick(app, now)
    app.close()
    found = service.issues()
    assert [issue.number for issue in found] == list(range(1, 53))
    assert len({issue.period.key for issue in found}) == 52
    assert {issue.state for issue in found} == {IssueState.SENT}
    due = [issue.due_at for issue in found if issue.due_at]
    assert {at.astimezone(app.schedule.tz).hour for at in due} == {8}
    assert {at.hour for at in due} == {6, 7}  # in UTC, summer and winter
    assert each_reader_once(service, 52)


def test_two_services_side_by_side_send_each_issue_once(make: Make) -> None:
    service = make()
    one, other = service.app(), service.app()
    for now in every(3 * HOUR, 14):
        tick(one, now)
        tick(other, now)
    one.close()
    other.close()
    assert len(service.issues()) == 2
    assert each_reader_once(service, 2)


def test_after_hours_of_downtime_the_issue_leaves_at_once_and_alone(make: Make) -> None:
    service = make()
    app = service.app()
    tick(app, START)
    due = app.schedule.next_after(START)
    for now in (due + 3 * HOUR, due + 4 * HOUR):
        tick(app, now)
    app.close()
    assert each_reader_once(service, 1)


def test_after_days_of_downtime_it_waits_for_the_author_who_is_told_once(make: Make) -> None:
    service = make()
    app = service.app()
    tick(app, START)
    back = app.schedule.next_after(START) + timedelta(days=17)
    for now in every(HOUR, 1, back):
        tick(app, now)
    app.close()
    [issue] = service.issues()
    assert issue.state is IssueState.DRAFT
    [(to, subject)] = service.mails()
    assert to == "mira@mail.example.org"
    assert "ready to read" in subject


def notes(app: App) -> list[str]:
    """What the log says, the newest first."""
    with app.database.read() as connection:
        return [event.message for event in log.list_(connection)]


def test_after_weeks_of_downtime_one_issue_is_made_and_the_author_learns_which_were_not(
    make: Make,
) -> None:
    service = make()
    app = service.app()
    tick(app, START)
    first = app.schedule.next_after(START)
    tick(app, first)
    back = first + timedelta(days=28)
    tick(app, back)
    weeks = [schedule.period(None, app.schedule, first + timedelta(days=7 * n)).key for n in (1, 3)]
    [told] = [note for note in notes(app) if note.startswith("no issue was made")]
    app.close()
    assert len(service.issues()) == 2
    assert f"of {weeks[0]} to {weeks[1]}; `curator digest --week {weeks[0]}`" in told


def test_whoever_sent_by_hand_before_the_first_start_learns_of_the_weeks_since(make: Make) -> None:
    service = make()
    app = service.app()
    begun(app, timedelta(0))
    tick(app, START + timedelta(days=18))
    assert "no issue was made of 2026-W02 and 2026-W03" in notes(app)[-1]
    tick(app, START + timedelta(days=18))
    assert len([one for one in notes(app) if "no issue" in one]) == 1
    app.close()


def test_with_approval_the_draft_waits_until_the_author_says_so(make: Make) -> None:
    service = make(approval=True)
    app = service.app()
    tick(app, START)
    due = app.schedule.next_after(START)
    for now in every(HOUR, 3, due):
        tick(app, now)
    [issue] = service.issues()
    assert issue.state is IssueState.DRAFT
    assert sum(service.mails().values()) == 1
    approved = due + timedelta(days=3)
    with app.database.begin() as connection:
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, approved)
    tick(app, approved)
    app.close()
    assert each_reader_once(service, 1)


def begun(app: App, before: timedelta) -> Issue:
    """A draft of the coming issue that the author begins so long before its time."""
    due = app.schedule.next_after(START)
    return drafts.begin(app, due - before, week=schedule.period(None, app.schedule, due).key)


def test_a_draft_that_the_author_only_looked_at_leaves_with_what_came_in_since(make: Make) -> None:
    service = make()
    app = service.app()
    tick(app, START)
    due = app.schedule.next_after(START)
    draft = begun(app, timedelta(days=2))
    late = rooms.found(app, 1, due - timedelta(days=1))
    tick(app, due)
    [issue] = service.issues()
    assert (issue.number, issue.state) == (draft.number, IssueState.SENT)
    assert late in [pick.resource.id for pick in issue.content.picks()]
    assert late not in [pick.resource.id for pick in draft.content.picks()]
    app.close()
    assert each_reader_once(service, 1)


def test_a_draft_that_the_author_changed_leaves_as_he_left_it(make: Make) -> None:
    service = make()
    app = service.app()
    tick(app, START)
    due = app.schedule.next_after(START)
    draft = begun(app, timedelta(days=2))
    noted = drafts.change(
        app, draft.number, drafts.version(draft.content), "note",
        lambda content: editing.write_note(content, "Hello"), due - timedelta(days=2),
    ).issue  # fmt: skip
    rooms.found(app, 1, due - timedelta(days=1))
    tick(app, due)
    app.close()
    [issue] = service.issues()
    assert (issue.state, issue.content) == (IssueState.SENT, noted.content)


def test_a_draft_that_was_begun_early_waits_for_approval_and_the_author_is_told(make: Make) -> None:
    service = make(approval=True)
    app = service.app()
    tick(app, START)
    due = app.schedule.next_after(START)
    begun(app, timedelta(days=2))
    late = rooms.found(app, 1, due - timedelta(days=1))
    for now in every(HOUR, 1, due):
        tick(app, now)
    app.close()
    [issue] = service.issues()
    assert issue.state is IssueState.DRAFT
    assert late in [pick.resource.id for pick in issue.content.picks()]
    assert [to for to, _ in service.mails().elements()] == ["mira@mail.example.org"]


def test_a_draft_does_not_leave_while_another_process_reads_what_belongs_into_it(
    make: Make,
) -> None:
    service = make()
    app, other = service.app(), service.app()
    tick(app, START)
    due = app.schedule.next_after(START)
    begun(app, timedelta(days=2))
    with held(other, "issue") as mine:
        assert mine
        tick(app, due)
    assert [issue.state for issue in service.issues()] == [IssueState.DRAFT]
    tick(app, due + timedelta(minutes=1))
    app.close()
    other.close()
    assert each_reader_once(service, 1)


def test_an_approved_issue_with_a_time_of_its_own_leaves_then(make: Make) -> None:
    service = make(approval=True)
    app = service.app()
    tick(app, START)
    due = app.schedule.next_after(START)
    tick(app, due)
    later = due + timedelta(days=1)
    with app.database.begin() as connection:
        [issue] = issues.list_(connection)
        issues.schedule(connection, issue.id, later)
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, due)
    tick(app, later - timedelta(minutes=1))
    assert not each_reader_once(service, 1)
    tick(app, later)
    app.close()
    assert each_reader_once(service, 1)


def test_an_approved_issue_that_missed_its_time_by_days_is_paused(make: Make) -> None:
    service = make(approval=True)
    app = service.app()
    tick(app, START)
    due = app.schedule.next_after(START)
    tick(app, due)
    with app.database.begin() as connection:
        [issue] = issues.list_(connection)
        issues.schedule(connection, issue.id, due + HOUR)
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, due)
    tick(app, due + timedelta(days=2))
    app.close()
    [issue] = service.issues()
    assert issue.state is IssueState.PAUSED
    assert "was due at" in str(issue.paused_reason)


def test_a_week_with_nothing_new_has_no_issue_and_is_not_tried_again(make: Make) -> None:
    service = make(weeks=-3)
    app = service.app()
    for now in every(6 * HOUR, 14):
        tick(app, now)
    with app.database.read() as connection:
        said = [event.message for event in log.list_(connection, kind="issue")]
    app.close()
    assert service.issues() == []
    assert len([line for line in said if "nothing new" in line]) == 2


@pytest.mark.parametrize(
    ("part", "moment"),
    [
        (opening, "compose_content"),
        (leaving, "freeze"),
        (leaving, "send_issue"),
        (holding, "approve"),
    ],
)
def test_a_service_that_ends_at_any_step_leaves_nothing_out_and_does_nothing_twice(
    make: Make, part: ModuleType, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make()
    app = service.app()
    tick(app, START)
    due = app.schedule.next_after(START)

    def end(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(part, moment, end)
        with pytest.raises(KeyboardInterrupt):
            tick(app, due)
    app.close()
    again = service.app()
    for now in every(HOUR, 0.5, due + timedelta(minutes=5)):
        tick(again, now)
    again.close()
    assert each_reader_once(service, 1)


def test_a_wrong_edit_of_feeds_yaml_keeps_the_old_one(make: Make) -> None:
    service = make()
    app: App = service.app()
    seen = reload(app, 0, START)
    title = app.config.newsletter.title
    path = app.settings.feeds
    text = path.read_text()
    path.write_text("newsletter: 5")
    reload(app, seen - 1, START)
    assert app.config.newsletter.title == title
    assert notes(app)[0].startswith("feeds.yaml is wrong, so the old one stays: ")
    path.write_text(text.replace(title, "Bottom Up"))
    reload(app, seen - 1, START)
    assert app.config.newsletter.title == "Bottom Up"
    app.close()
