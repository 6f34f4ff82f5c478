from __future__ import annotations

from dataclasses import replace

import pytest

from curator.issues import view
from curator.issues.item import Link
from curator.model import Author, Content, Goal, GoalState, Section
from tests.issues import sample


def _digest(content: Content) -> view.Digest:
    return view.digest(
        content,
        newsletter=sample.NEWSLETTER,
        period=sample.PERIOD,
        number=12,
        topics=sample.TOPICS,
    )


def test_items_are_numbered_through_the_whole_issue() -> None:
    items = _digest(sample.content()).items()

    assert [item.number for item in items] == list(range(1, 11))


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Mira Okafor", "MO"), ("mira", "M"), ("Ana de la Cruz", "AC"), ("  ", ""), ("(x) Yu", "Y")],
)
def test_initials_stand_in_for_a_picture(name: str, initials: str) -> None:
    assert view.portrait(Author(name)).initials == initials


def test_only_web_addresses_of_the_author_are_kept() -> None:
    card = view.portrait(Author("A", link="javascript:x", picture="file:///etc/passwd"))

    assert (card.link, card.picture) == (None, None)


def test_what_became_of_a_goal_is_markdown_as_the_goal_is() -> None:
    told = view.aim(Goal(1, "2026-W08", "Read *it*", GoalState.DONE, note="All **of** it"))
    assert (told.note, told.note_text) == ("All <strong>of</strong> it", "All of it")
    assert (told.html, told.text) == ("Read <em>it</em>", "Read it")


def test_outcomes_are_counted() -> None:
    done = Goal(1, "2026-W08", "One", GoalState.DONE)
    open_ = Goal(2, "2026-W08", "Two", GoalState.OPEN)

    assert _digest(Content(outcomes=(done, open_))).outcome_line == "1 of 2 done"
    assert _digest(Content()).outcome_line == ""


def test_the_first_posts_open_at_length_and_the_rest_at_half() -> None:
    long = "\n\n".join(["Ten words. " * 9] * 40)
    posts = tuple(sample.post(100 + n, f"Post {n}", long) for n in range(4))

    lengths = [len(post.excerpt_text) for post in _digest(sample.content(posts=posts)).posts]

    assert lengths[0] == lengths[1] > 1400
    assert lengths[2] == lengths[3] < 850


def test_the_gauge_adds_up_to_one_hundred() -> None:
    gauge = _digest(sample.content()).gauge

    assert gauge is not None
    assert gauge.practice + gauge.theory == 100


def test_markup_in_a_section_title_is_only_text() -> None:
    sections = (Section("x", "<b>Bold</b>\nline", sample.many(1)[0].picks),)

    assert _digest(Content(sections=sections)).sections[0].title == "<b>Bold</b> line"


def test_what_is_related_is_told_unless_it_is_in_the_issue_or_leads_nowhere() -> None:
    whole = sample.content()
    first, second = whole.sections[0].picks[:2]
    there = second.resource.resource
    told = (("On  looms", "https://a.example/1"), (there.title, there.url), ("x", "javascript:1"))
    section = replace(whole.sections[0], picks=(replace(first, related=told), second))
    content = replace(whole, sections=(section,))
    assert _digest(content).sections[0].items[0].related == (
        Link("https://a.example/1", "On looms"),
    )
