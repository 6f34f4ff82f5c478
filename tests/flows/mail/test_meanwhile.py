"""What readers and the author do while an issue is being made ready to leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from curator.app import App
from curator.errors import Conflict
from curator.flows import digest
from curator.flows.desk import drafts
from curator.flows.mail import freeze, gate, send
from curator.flows.service import holding
from curator.issues import editing
from curator.model import Issue, IssueState, MailFormat
from curator.storage import deliveries, issues, subscribers
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW


def during(
    monkeypatch: pytest.MonkeyPatch, room: object, name: str, act: Callable[[], object]
) -> None:
    """Have something happen while the function of that name is at work the first time."""
    real, acts = getattr(room, name), [act]

    def watched(*given: Any, **named: Any) -> Any:
        made = real(*given, **named)
        while acts:
            acts.pop()()
        return made

    monkeypatch.setattr(room, name, watched)


def approved(app: App) -> Issue:
    draft = house.draft(app)
    return drafts.approve(
        app, draft.number, drafts.version(draft.content), NOW, at=None, force=True
    )


def drop_one(app: App, number: int) -> None:
    """The author takes the first pick out at the desk."""
    found = drafts.read(app, number)
    first = found.issue.content.picks()[0].resource.id
    drafts.change(
        app, number, found.version, "dropped", lambda content: editing.drop(content, first), NOW
    )


def test_a_reader_who_chooses_another_form_while_forms_are_made_gets_that_form(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms.reader(app, "ada@reader.example")
    bo = rooms.reader(app, "bo@reader.example").id

    def choose_text() -> None:
        with app.database.begin() as connection:
            subscribers.change(connection, bo, NOW, format=MailFormat.TEXT)

    issue = approved(app)
    during(monkeypatch, freeze, "press", choose_text)
    freeze.freeze(app, issue, NOW)
    with app.database.read() as connection:
        wanted = {one.variant for one in deliveries.list_(connection, issue.id)}
        assert wanted == {"", "all-text"} == issues.messages(connection, issue.id).keys()


def test_what_was_changed_after_it_was_read_is_not_frozen_as_it_was(app: App) -> None:
    rooms.reader(app, "ada@reader.example")
    old = approved(app)
    drafts.back_to_draft(app, old.number, NOW)
    drop_one(app, old.number)
    new = drafts.read(app, old.number)
    drafts.approve(app, old.number, new.version, NOW, at=None, force=True)
    with pytest.raises(Conflict, match="was changed meanwhile"):
        freeze.freeze(app, old, NOW)
    with app.database.read() as connection:
        assert issues.state(connection, old.id) is IssueState.APPROVED


def test_a_draft_that_is_changed_while_it_is_looked_at_does_not_leave_unlooked_at(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = house.draft(app, due_at=NOW)
    during(monkeypatch, gate, "look", lambda: drop_one(app, draft.number))
    assert not holding.approve(app, draft, NOW)
    assert drafts.read(app, draft.number).issue.state is IssueState.DRAFT
    assert holding.approve(app, draft, NOW), "the next look is at what it says now"


def test_neither_does_one_that_the_author_sends_from_the_command_line(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = house.draft(app).number
    during(monkeypatch, gate, "look", lambda: drop_one(app, number))
    with pytest.raises(Conflict, match="was changed meanwhile"):
        send.approve(app, number, NOW, force=True)
    assert drafts.read(app, number).issue.state is IssueState.DRAFT


def test_readers_write_while_an_issue_is_composed(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms.found(app, 1, NOW)
    during(monkeypatch, digest, "compose_content", lambda: rooms.reader(app, "ada@reader.example"))
    report = digest.digest(app, digest.Options(week="2026-W09", refresh=False, force=True), NOW)
    assert report.sent is not None
    assert report.sent.sent == 1
