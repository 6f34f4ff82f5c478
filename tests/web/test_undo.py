"""What the author removed at the desk comes back with one button, once."""

from __future__ import annotations

from curator.flows.issues import challenge
from curator.flows.resources import reading
from curator.model import GoalState
from curator.storage import goals, resources
from tests.web import house
from tests.web.desk_visit import Desk, said
from tests.web.house import NOW
from tests.web.pages import Page
from tests.web.serving import Serving


def undo(desk: Desk, page: Page) -> Page:
    """Press the button that stands beside what was said."""
    mark = page.root.xpath("//button[@name='mark']/@value")[0]
    return desk.press("/desk/undo", mark=str(mark))


def test_a_link_taken_off_the_reading_list(site: Serving, desk: Desk) -> None:
    item = house.item_of(site.app)
    page = desk.press(f"/desk/reading/{item.id}", do="remove")
    assert item.resource_id not in {one.resource_id for one, _ in reading.items(site.app)}
    assert "on the list again" in said(undo(desk, page))
    back = house.item_of(site.app, -1)
    assert (back.resource_id, back.note, back.credit, back.status, back.added_at) == (
        item.resource_id,
        item.note,
        item.credit,
        item.status,
        item.added_at,
    )


def test_a_goal_with_what_became_of_it(site: Serving, desk: Desk) -> None:
    with site.app.database.begin() as connection:
        goal = goals.add(connection, "2026-W10", "Finish lesson 8", NOW)
        goals.set_state(connection, goal.id, GoalState.MISSED, NOW, note="Ill.")
    page = desk.press(f"/desk/challenge/{goal.id}", do="remove")
    assert "is set for 2026-W10 again" in said(undo(desk, page))
    (back,) = challenge.list_(site.app)
    assert (back.text, back.state, back.note) == ("Finish lesson 8", GoalState.MISSED, "Ill.")


def test_a_source_with_its_line_as_it_was(site: Serving, desk: Desk) -> None:
    feeds = site.app.settings.feeds
    feeds.write_text(feeds.read_text() + "  # the last word\n")
    before = feeds.read_bytes()
    page = desk.press("/desk/sources/remove", url="https://site1.example.net/feed")
    assert b"site1.example.net" not in feeds.read_bytes()
    assert "is a source again" in said(undo(desk, page))
    assert feeds.read_bytes() == before
    assert "Practical Nets" in desk.page("/desk/sources").words


def test_a_file_edited_meanwhile_is_left_alone(site: Serving, desk: Desk) -> None:
    feeds = site.app.settings.feeds
    page = desk.press("/desk/sources/remove", url="https://site1.example.net/feed")
    feeds.write_text(feeds.read_text() + "  # mine\n")
    edited = feeds.read_bytes()
    assert "changed meanwhile" in said(undo(desk, page))
    assert feeds.read_bytes() == edited


def test_a_correction(site: Serving, desk: Desk) -> None:
    with site.app.database.read() as connection:
        tags = resources.get(connection, 1).tags
    slug = tags.topics[0].slug
    page = desk.press("/desk/resources/1/correct", **{"not": slug})
    assert "Take back" in desk.page("/desk/resources/1").words
    assert "Taken back" in said(undo(desk, page))
    assert "Take back" not in desk.page("/desk/resources/1").words


def test_only_the_last_thing_and_only_once(site: Serving, desk: Desk) -> None:
    item = house.item_of(site.app)
    first = desk.press(f"/desk/reading/{item.id}", do="remove")
    second = desk.press(f"/desk/reading/{house.item_of(site.app).id}", do="remove")
    assert "cannot be taken back" in said(undo(desk, first))
    assert "on the list again" in said(undo(desk, second))
    assert "cannot be taken back" in said(undo(desk, second))
    assert "cannot be taken back" in said(desk.press("/desk/undo", mark=""))
