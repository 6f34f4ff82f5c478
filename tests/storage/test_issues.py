"""Issues: one per period, numbers without gaps, no resource twice, states that compare and set."""

from __future__ import annotations

import pytest

from curator.errors import Conflict, NotFound
from curator.model import Content, Goal, IssueState, Pick, Section, Term
from curator.storage import issues, resources
from curator.storage.engine.database import Connection, Database
from tests.storage.examples import DAY, NOW, WEEK, content, stored, week

DRAFT, APPROVED, PAUSED = IssueState.DRAFT, IssueState.APPROVED, IssueState.PAUSED
CANCELLED = IssueState.CANCELLED


def test_a_draft_comes_back_as_it_was_composed(database: Database) -> None:
    with database.begin() as connection:
        post, pick = stored(connection, 1, text="All of it."), stored(connection, 2)
        said = Content(
            posts=(Pick(post, 1.0, (Term("fresh", 0.5, 2.0, "new"),)),),
            goals=(Goal(1, "2026-W09", "Train a CNN"),),
            sections=(Section("vision", "Vision", (Pick(pick, 0.7, note="**read**"),)),),
            credits=(("Grace", None), ("Ada", "https://ada.example")),
            note="Hello",
            practice_share=0.8,
        )
        made = issues.create(connection, WEEK, said, NOW, due_at=NOW + DAY)
        found = issues.get(connection, 1)
    assert found == made
    assert (found.content, found.period, found.state) == (said, WEEK, DRAFT)
    assert (found.number, found.due_at, found.series) == (1, NOW + DAY, "weekly")


def test_an_issue_says_the_same_after_its_resources_have_changed(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection, text="As it was.")
        issues.create(connection, WEEK, content(one), NOW)
        changed = one.resource.__class__(one.resource.key, one.resource.url, "Renamed")
        resources.upsert(connection, changed, now=NOW, prefer_new=True)
        assert issues.get(connection, 1).content == content(one)


def test_runners_up_are_kept_without_their_text(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection, text="long")
        saved = issues.create(connection, WEEK, Content(runners_up=(Pick(one, 0.1),)), NOW)
    assert saved.content.runners_up[0].resource.resource.text == ""


def test_a_period_has_one_issue(database: Database) -> None:
    with database.begin() as connection:
        issues.create(connection, WEEK, Content(), NOW)
        with pytest.raises(Conflict, match="2026-W08 already has issue 1"):
            issues.create(connection, WEEK, Content(), NOW)
        assert issues.by_period(connection, "2026-W07") is None
        other = issues.create(connection, WEEK, Content(), NOW, series="posts")
    assert other.number == 1


def test_a_resource_is_never_in_two_issues(database: Database) -> None:
    with database.begin() as connection:
        one, two = stored(connection, 1), stored(connection, 2)
        issues.create(connection, WEEK, content(one), NOW)
        with pytest.raises(Conflict, match=f"resource {one.id} is already in issue 1"):
            issues.create(connection, week(9), content(one), NOW)
        with pytest.raises(Conflict):
            issues.save_content(connection, issues.get(connection, 2).id, content(one, two))


def test_a_resource_in_two_places_of_one_issue_is_one_item(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection)
        twice = Content(posts=(Pick(one, 1.0),), reading=(Pick(one, 1.0),))
        assert issues.create(connection, WEEK, twice, NOW).content == twice


def test_a_draft_may_be_composed_again(database: Database) -> None:
    with database.begin() as connection:
        one, two = stored(connection, 1), stored(connection, 2)
        draft = issues.create(connection, WEEK, content(one), NOW)
        assert issues.save_content(connection, draft.id, content(two)).content == content(two)
        issues.create(connection, week(9), content(one), NOW)
        issues.transition(connection, draft.id, DRAFT, APPROVED, NOW)
        with pytest.raises(Conflict, match="issue 1 is no longer a draft"):
            issues.save_content(connection, draft.id, content(two))


def test_only_one_of_two_moves_happens(database: Database) -> None:
    with database.begin() as connection:
        draft = issues.create(connection, WEEK, Content(), NOW)
        assert issues.transition(connection, draft.id, DRAFT, APPROVED, NOW).state is APPROVED
        with pytest.raises(Conflict, match="issue 1 is approved and cannot become approved"):
            issues.transition(connection, draft.id, DRAFT, APPROVED, NOW)


@pytest.mark.parametrize(
    ("start", "to"),
    [(DRAFT, IssueState.SENDING), (DRAFT, IssueState.SENT), (APPROVED, IssueState.SENDING)],
)
def test_forbidden_moves(database: Database, start: IssueState, to: IssueState) -> None:
    with database.begin() as connection:
        draft = issues.create(connection, WEEK, Content(), NOW)
        if start is APPROVED:
            issues.transition(connection, draft.id, DRAFT, APPROVED, NOW)
        with pytest.raises(Conflict, match=f"cannot become {to}"):
            issues.transition(connection, draft.id, start, to, NOW)


def test_a_late_issue_waits_with_its_reason(database: Database) -> None:
    with database.begin() as connection:
        one = issues.create(connection, WEEK, Content(), NOW).id
        issues.transition(connection, one, DRAFT, APPROVED, NOW)
        paused = issues.transition(connection, one, APPROVED, PAUSED, NOW, reason="too late")
        assert paused.paused_reason == "too late"
        back = issues.transition(connection, one, PAUSED, APPROVED, NOW)
    assert (back.state, back.paused_reason) == (APPROVED, None)


def test_cancelling_frees_the_period_the_number_and_the_resources(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection)
        first = issues.create(connection, WEEK, content(one), NOW)
        second = issues.create(connection, week(9), Content(), NOW)
        gone = issues.transition(connection, first.id, DRAFT, CANCELLED, NOW)
        assert (gone.number, issues.by_id(connection, second.id).number) == (0, 1)
        again = issues.create(connection, WEEK, content(one), NOW)
        assert again.number == 2
        with pytest.raises(Conflict):
            issues.transition(connection, first.id, CANCELLED, DRAFT, NOW)


def test_due_are_approved_ones_whose_time_has_come(database: Database) -> None:
    with database.begin() as connection:
        made = [
            issues.create(connection, week(number), Content(), NOW, due_at=due_at)
            for number, due_at in ((5, NOW), (6, NOW + DAY), (7, None), (8, NOW))
        ]
        for one in made[:3]:
            issues.transition(connection, one.id, DRAFT, APPROVED, NOW)
        due = [issue.period.key for issue in issues.due(connection, NOW)]
        assert due == ["2026-W05", "2026-W07"]
        issues.schedule(connection, made[1].id, NOW)
        assert len(issues.due(connection, NOW)) == 3


def test_lists_are_newest_first_and_may_be_light(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection)
        issues.create(connection, week(7), content(one), NOW)
        second = issues.create(connection, WEEK, Content(), NOW)
        issues.transition(connection, second.id, DRAFT, APPROVED, NOW)
        light = issues.list_(connection, full=False)
        assert [(issue.number, issue.content.empty) for issue in light] == [(2, True), (1, True)]
        assert issues.list_(connection)[1].content == content(one)
        assert [issue.number for issue in issues.list_(connection, states=[DRAFT])] == [1]
        assert [issue.number for issue in issues.list_(connection, limit=1)] == [2]


def test_the_state_alone(database: Database) -> None:
    with database.begin() as connection:
        one = issues.create(connection, WEEK, Content(), NOW).id
        assert issues.state(connection, one) is DRAFT
        with pytest.raises(NotFound):
            issues.state(connection, 9)


def test_unknown_issues(database: Database) -> None:
    def missing(connection: Connection) -> None:
        issues.transition(connection, 9, DRAFT, APPROVED, NOW)

    with database.begin() as connection:
        for look in (missing, lambda c: issues.get(c, 1), lambda c: issues.by_id(c, 1)):
            with pytest.raises(NotFound, match="there is no issue"):
                look(connection)
        with pytest.raises(NotFound, match="there is no issue monthly-3"):
            issues.get(connection, 3, series="monthly")
