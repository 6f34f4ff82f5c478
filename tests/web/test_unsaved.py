"""What was typed at the desk outlives a draft that changed meanwhile and a session that ended."""

from __future__ import annotations

import httpx2
import pytest

from curator.flows.desk import drafts
from curator.web.desk import unsaved
from curator.web.desk.unsaved import Unsaved
from curator.web.forms import Fields
from tests.web import house
from tests.web.desk_visit import PASSWORD, Desk, said
from tests.web.pages import Page, read
from tests.web.serving import Serving

NOTE = 'Half an hour of <work>\n\n"and" more & more.'


def again(desk: Desk, page: Page, **changed: str) -> Page:
    """Press the button of the form that stands on ``page``."""
    [form] = page.root.xpath("//main//form")
    return desk.press(form.get("action"), **{**dict(form.fields), **changed})


def note_of(site: Serving, number: int) -> str:
    return drafts.read(site.app, number).issue.content.note


@pytest.fixture
def number(site: Serving) -> int:
    return house.draft(site.app).number


def test_a_note_on_a_draft_that_was_changed_elsewhere_is_shown_again_and_can_be_saved(
    site: Serving, desk: Desk, number: int
) -> None:
    old = desk.version(number)
    desk.press(f"/desk/issues/{number}/change", base=old, do="note", note="In the other window")
    form = {"base": old, "do": "note", "note": NOTE}
    answer = desk.browser.post(f"/desk/issues/{number}/change", data=form)
    assert answer.status_code == 409
    page = read(answer.text)
    assert page.heading == "Not saved yet"
    assert said(page).startswith("The draft was changed elsewhere")
    assert page.root.xpath("//textarea")[0].value == NOTE
    assert note_of(site, number) == "In the other window"
    assert "Wrote the note" in said(again(desk, page))
    assert note_of(site, number) == NOTE


def test_a_button_that_says_no_words_is_refused_in_place(desk: Desk, number: int) -> None:
    old = desk.version(number)
    desk.press(f"/desk/issues/{number}/change", base=old, do="note", note="Else")
    page = desk.press(f"/desk/issues/{number}/recompose", base=old)
    assert "changed elsewhere" in said(page)
    assert page.heading.startswith(f"No. {number}")


def test_a_note_sent_after_the_session_ended_waits_behind_the_sign_in(
    site: Serving, desk: Desk, number: int
) -> None:
    form = {"base": desk.version(number), "do": "note", "note": NOTE}
    came_from = {"referer": site.url + f"/desk/issues/{number}"}
    with site.client() as stranger:
        door = stranger.post(f"/desk/issues/{number}/change", data=form, headers=came_from)
        assert door.status_code == 403
        assert "Your session has ended" in read(door.text).words
        assert note_of(site, number) != NOTE
        wrong = enter(stranger, read(door.text), "not the password")
        page = enter(stranger, read(wrong.text), PASSWORD)
        assert page.status_code == 200
        unsaved_page = read(page.text)
        assert unsaved_page.heading == "Not saved yet"
        assert unsaved_page.links()["Go on without it"] == f"/desk/issues/{number}"
        assert note_of(site, number) != NOTE, "signing in saves nothing by itself"
        assert "Wrote the note" in said(again(Desk(stranger), unsaved_page))
    assert note_of(site, number) == NOTE


def enter(browser: httpx2.Client, door: Page, password: str) -> httpx2.Response:
    [form] = door.root.xpath("//main//form")
    return browser.post(form.get("action"), data={**dict(form.fields), "password": password})


def test_whoever_pressed_a_button_without_a_session_comes_back_to_its_page(site: Serving) -> None:
    with site.client() as stranger:
        came_from = {"referer": site.url + "/desk/readers"}
        answer = stranger.post("/desk/issues/1/recompose", data={"base": "x"}, headers=came_from)
    assert answer.headers["location"] == "/desk/sign-in?next=/desk/readers"


@pytest.mark.parametrize("path", ["https://evil.example/desk/", "//evil.example", "/desk\\x", ""])
def test_words_go_to_the_desk_and_nowhere_else(path: str) -> None:
    carried = dict(unsaved.carried(Unsaved(path, (("note", "Note", "Words"),), ())))
    assert unsaved.arrived(Fields({name: (value,) for name, value in carried.items()})) is None


def test_every_field_is_carried_and_the_renewed_ones_are_new() -> None:
    fields = Fields({"note": ("Words",), "topics": ("a", "b"), "base": ("old",), "do": ("save",)})
    form = unsaved.of("/desk/x", fields, {"base": "new", "other": "not sent"})
    assert form == Unsaved(
        "/desk/x",
        (("note", "Note, in Markdown", "Words"),),
        (("topics", "a"), ("topics", "b"), ("base", "new"), ("do", "save")),
    )
    carried: dict[str, tuple[str, ...]] = {}
    for name, value in unsaved.carried(form):
        carried[name] = (*carried.get(name, ()), value)
    assert unsaved.arrived(Fields(carried)) == form


def test_a_form_without_words_has_nothing_to_keep() -> None:
    assert unsaved.of("/desk/x", Fields({"note": ("  ",), "do": ("pin",)})) is None
