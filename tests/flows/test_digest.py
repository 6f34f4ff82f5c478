"""Composing the same week again: what the author did to a draft is never undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from curator.app import App
from curator.errors import AddressError, Conflict
from curator.flows import digest as flow
from curator.flows.desk import drafts
from curator.flows.digest import DigestReport, Options
from curator.flows.issues import challenge
from curator.flows.mail import gate
from curator.issues import budget
from curator.issues.lint import Finding
from curator.model import Content, PageState, Resource, When
from curator.storage import issues, reading, resources
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW

DAY = timedelta(days=1)


@pytest.fixture
def desk(home: Path) -> Iterator[App]:
    """A newsletter whose issues wait for approval, and three posts of the week that ended."""
    feeds = home / "feeds.yaml"
    feeds.write_text(feeds.read_text().replace("approval: false", "approval: true"))
    app = App(house.environment_of(home))
    for number in (1, 2, 3):
        rooms.post(app, number, NOW - number * DAY)
    yield app
    app.close()


def _run(app: App, note: str = "") -> DigestReport:
    return flow.digest(app, Options(refresh=False, note=note), NOW)


def _queue(app: App, number: int) -> None:
    """A link on the reading list."""
    url = f"https://elsewhere.example/{number}"
    resource = Resource(key=url, url=url, title=f"Link {number}", published=When(NOW))
    with app.database.begin() as connection:
        found = resources.upsert(connection, resource, now=NOW, state=PageState.OK)
        reading.add(connection, found, now=NOW, note="Good " * 60)


def test_what_is_on_the_reading_list_takes_no_picks_place(home: Path) -> None:
    feeds = home / "feeds.yaml"
    feeds.write_text(feeds.read_text().replace("  approval:", "  length: 1\n  approval:"))
    app = App(house.environment_of(home))
    queued = rooms.found(app, 1, NOW - 2 * DAY)
    rooms.found(app, 2, NOW - 20 * DAY)
    with app.database.begin() as connection:
        reading.add(connection, queued, now=NOW)
    content = _run(app).content
    app.close()
    assert [pick.resource.resource.title for pick in content.reading] == ["What graphs taught me"]
    picked = [pick.resource.resource.title for one in content.sections for pick in one.picks]
    assert picked == ["What trees taught me"]


def test_composed_again_a_draft_keeps_its_reading_list_and_note(desk: App) -> None:
    _queue(desk, 1)
    first = _run(desk, note="Look at your data.").content
    again = _run(desk).content
    assert [pick.resource.resource.title for pick in again.reading] == ["Link 1"]
    assert again.note == first.note == "Look at your data."


def test_a_draft_that_nobody_changed_takes_up_what_is_new(desk: App) -> None:
    assert len(_run(desk).content.posts) == 3
    rooms.post(desk, 4, NOW - 4 * DAY)
    assert len(_run(desk).content.posts) == 4


def test_a_draft_changed_at_the_desk_stays_as_it_is(desk: App) -> None:
    number = _run(desk).number
    draft = drafts.read(desk, number)

    def one_post(content: Content) -> Content:
        return replace(content, posts=content.posts[:1])

    drafts.change(desk, number, draft.version, "two posts taken out", one_post, NOW)
    rooms.post(desk, 4, NOW - 4 * DAY)
    assert len(_run(desk).content.posts) == 1
    assert len(drafts.read(desk, number).issue.content.posts) == 1


def test_a_draft_changed_at_the_desk_while_it_is_composed_anew_stays_as_it_is(
    desk: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _run(desk).number
    looked_at: Callable[..., tuple[Finding, ...]] = gate.look

    def meanwhile(*given: Any, **more: Any) -> tuple[Finding, ...]:
        base = drafts.read(desk, number).version
        drafts.change(desk, number, base, "a note", lambda one: replace(one, note="Mine."), NOW)
        return looked_at(*given, **more)

    monkeypatch.setattr(gate, "look", meanwhile)
    with pytest.raises(Conflict, match="at the desk meanwhile"):
        _run(desk)
    assert drafts.read(desk, number).issue.content.note == "Mine."


def test_a_draft_begun_at_the_desk_is_cut_to_what_mail_programs_show(desk: App) -> None:
    for number in range(120):
        _queue(desk, number)
    issue = drafts.begin(desk, NOW)
    assert drafts.proof(desk, issue).gauges.size <= budget.LIMIT_BYTES
    assert 0 < len(issue.content.reading) < 120


def test_a_wrong_address_of_a_test_is_told_before_anything_is_read(desk: App) -> None:
    with pytest.raises(AddressError, match="not a mail address"):
        flow.digest(desk, Options(to="nobody", refresh=False), NOW)
    with desk.database.read() as connection:
        assert issues.list_(connection) == []


def test_a_preview_is_of_the_next_issue_once_the_due_one_is_out(home: Path) -> None:
    app = App(house.environment_of(home))
    rooms.post(app, 1, NOW - DAY)
    look = Options(refresh=False, preview=True)
    assert flow.digest(app, look, NOW).period.key == "2026-W08"
    assert _run(app).period.key == "2026-W08"
    rooms.post(app, 2, NOW)
    goal = challenge.add(app, "Draw a loss", NOW, week="2026-W08")
    ahead = flow.digest(app, look, NOW)
    assert (ahead.period.key, ahead.state) == ("2026-W09", "preview")
    assert [one.resource.resource.title for one in ahead.content.posts] == ["Building part 2"]
    assert challenge.list_(app, week="2026-W08") == [goal], "looking settles no goal"
    assert _run(app).message == "was sent already; nothing was sent again"
    named = Options(refresh=False, preview=True, week="2026-W08")
    assert flow.digest(app, named, NOW).period.key == "2026-W08"
    app.close()
