"""A draft that the author begins: which week it is about, and what it finds of that week."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from curator.app import App
from curator.errors import Conflict
from curator.flows.desk import drafts
from curator.flows.digest import Options, digest
from curator.flows.issues import history
from curator.flows.mail import gate, send
from curator.flows.service import holding
from curator.flows.service.house import keep_house
from curator.issues import editing
from curator.issues.hand import Hand
from curator.issues.lint import Finding, Level
from curator.model import Content, IssueState, Verdict
from curator.storage import feedback, issues, kv, log
from tests.flows import rooms
from tests.web.house import NOW

SUNDAY = NOW - timedelta(days=1)
"""Sunday 22 February 2026, 08:00 in Berlin: when the issue of 2026-W08 is due."""


def test_a_draft_is_about_the_week_that_is_due_then_about_the_next(app: App) -> None:
    assert [drafts.begin(app, SUNDAY).period.key for _ in range(2)] == ["2026-W08", "2026-W09"]
    with pytest.raises(Conflict, match="2026-W09 already has issue 2"):
        drafts.begin(app, SUNDAY)


def test_a_week_that_is_named_is_not_exchanged_for_another(app: App) -> None:
    drafts.begin(app, SUNDAY, week="2026-W08")
    with pytest.raises(Conflict, match="2026-W08 already has issue 1"):
        drafts.begin(app, SUNDAY, week="2026-W08")


def test_a_post_of_sunday_afternoon_is_in_the_next_sundays_issue(app: App) -> None:
    rooms.reader(app, "reader@reader.example")
    rooms.post(app, 1, SUNDAY - timedelta(hours=2))
    first = digest(app, Options(refresh=False), SUNDAY).content
    rooms.post(app, 2, SUNDAY + timedelta(hours=6))
    second = digest(app, Options(refresh=False), SUNDAY + timedelta(days=7)).content
    assert [_titles(one) for one in (first, second)] == [["Building part 1"], ["Building part 2"]]


def test_composed_anew_a_draft_keeps_what_the_author_settled_by_hand(app: App) -> None:
    for number in range(1, 8):
        rooms.found(app, number, NOW)
    number = drafts.begin(app, NOW + timedelta(days=6), week="2026-W09").number
    first, second, third = _picked(app, number)[:3]
    _edit(app, number, lambda content: editing.drop(content, first))
    _edit(app, number, lambda content: editing.pin(content, second, pinned=True))
    _edit(app, number, lambda content: _called(content, third, "In my words"))
    late = rooms.found(app, 8, NOW + timedelta(days=1))
    draft = drafts.recompose(app, number, drafts.read(app, number).version, NOW)
    now = _picked(app, number)
    assert first not in now
    assert {second, third, late} <= set(now)
    assert draft.issue.content.runners_up[0].resource.id == first, "it can be taken in again"
    assert editing.find(draft.issue.content, second)[2].pinned
    assert editing.find(draft.issue.content, third)[2].resource.resource.title == "In my words"
    assert draft.past.undo == "composed anew"


WAYS: Mapping[str, Callable[[App, drafts.Draft], object]] = {
    "approved at the desk": lambda app, draft: drafts.approve(
        app, draft.issue.number, draft.version, NOW, at=None, force=True
    ),
    "approved at the command line": lambda app, draft: send.approve(
        app, draft.issue.number, NOW, force=True
    ),
    "by itself": lambda app, draft: holding.approve(app, draft.issue, NOW),
    "with the digest": lambda app, _: digest(
        app, Options(week="2026-W09", refresh=False, force=True), NOW
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_ranking_learns_from_what_the_author_did_however_the_draft_leaves(
    app: App, way: str
) -> None:
    for number in range(1, 5):
        rooms.found(app, number, NOW)
    number = drafts.begin(app, NOW + timedelta(days=6), week="2026-W09").number
    first, second = _picked(app, number)[:2]
    _edit(app, number, lambda content: editing.drop(content, first))
    draft = _edit(app, number, lambda content: editing.pin(content, second, pinned=True))
    WAYS[way](app, draft)
    assert drafts.read(app, number).issue.state is not IssueState.DRAFT
    assert _verdicts(app) == [(first, Verdict.SKIP), (second, Verdict.PIN)]


def test_what_the_digest_composes_anew_of_a_draft_that_was_undone_is_nobodys_verdict(
    app: App,
) -> None:
    made = [rooms.found(app, number, NOW) for number in range(1, 5)]
    number = drafts.begin(app, NOW + timedelta(days=6), week="2026-W09").number
    _edit(app, number, lambda content: editing.drop(content, made[0]))
    drafts.step(app, number, -1, NOW)
    rooms.found(app, 9, NOW + timedelta(days=1))
    digest(app, Options(week="2026-W09", refresh=False, force=True), NOW)
    assert _verdicts(app) == []


def test_ranking_learns_from_the_author_not_from_what_was_composed_anew(app: App) -> None:
    made = [rooms.found(app, number, NOW) for number in range(1, 5)]
    number = drafts.begin(app, NOW + timedelta(days=6), week="2026-W09").number
    _edit(app, number, lambda content: editing.drop(content, made[0]))
    rooms.found(app, 9, NOW + timedelta(days=1))
    draft = drafts.recompose(app, number, drafts.read(app, number).version, NOW)
    drafts.approve(app, number, draft.version, NOW, at=None, force=True)
    assert _verdicts(app) == [(made[0], Verdict.SKIP)]


def test_composing_anew_taken_back_is_as_if_it_had_not_been(app: App) -> None:
    made = [rooms.found(app, number, NOW) for number in range(1, 5)]
    number = drafts.begin(app, NOW + timedelta(days=6), week="2026-W09").number
    before = _edit(app, number, lambda content: editing.drop(content, made[0]))
    newcomer = rooms.found(app, 9, NOW + timedelta(days=1))
    drafts.recompose(app, number, before.version, NOW)
    assert newcomer in _picked(app, number)
    assert drafts.step(app, number, -1, NOW).version == before.version
    with app.database.read() as connection:
        hand = history.hand(connection, issues.get(connection, number))
    assert hand == Hand(skipped=(made[0],))


def test_only_what_leaves_is_said_to_leave_by_force(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms.found(app, 1, NOW)
    draft = drafts.begin(app, NOW + timedelta(days=6), week="2026-W09")
    version = drafts.version(draft.content)
    wrong = Finding(Level.ERROR, "some-rule", "it breaks a rule")

    def taken_in_hand(*_: object, **__: object) -> tuple[Finding, ...]:
        _edit(app, draft.number, lambda content: editing.write_note(content, "Another note"))
        return (wrong,)

    monkeypatch.setattr(gate, "look", taken_in_hand)
    with pytest.raises(Conflict, match="was changed elsewhere"):
        drafts.approve(app, draft.number, version, NOW, at=None, force=True)
    assert _by_force(app) == []
    monkeypatch.setattr(gate, "look", lambda *_, **__: (wrong,))
    version = drafts.read(app, draft.number).version
    drafts.approve(app, draft.number, version, NOW, at=None, force=True)
    assert _by_force(app) == ["issue 1 leaves by force in spite of 1 error"]


def _by_force(app: App) -> list[str]:
    with app.database.read() as connection:
        return [one.message for one in log.list_(connection) if "force" in one.message]


def test_what_a_draft_was_before_is_forgotten_once_it_has_left(app: App) -> None:
    made = rooms.found(app, 1, NOW)
    rooms.found(app, 2, NOW)
    number = drafts.begin(app, NOW + timedelta(days=6), week="2026-W09").number
    draft = _edit(app, number, lambda content: editing.drop(content, made))
    keep_house(app, NOW)
    assert drafts.step(app, number, -1, NOW).past.redo
    drafts.cancel(app, number, NOW)
    keep_house(app, NOW)
    with app.database.read() as connection:
        assert history.past(connection, draft.issue.id) == history.Past()
        assert kv.names(connection, "draft:") == []


def _verdicts(app: App) -> list[tuple[int, Verdict]]:
    with app.database.read() as connection:
        return [(one.resource_id, one.verdict) for one in feedback.list_(connection)]


def _edit(app: App, number: int, change: editing.Change) -> drafts.Draft:
    return drafts.change(app, number, drafts.read(app, number).version, "changed", change, NOW)


def _called(content: Content, pick: int, title: str) -> Content:
    return editing.word(content, pick, title=title, summary="", note="")


def _picked(app: App, number: int) -> list[int]:
    return [pick.resource.id for pick in drafts.read(app, number).issue.content.picks()]


def _titles(content: Content) -> list[str]:
    """What the author wrote, as the issue has it."""
    return [pick.resource.resource.title for pick in content.posts]
