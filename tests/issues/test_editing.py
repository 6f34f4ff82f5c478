"""Editing a draft: every change keeps every pick somewhere, and can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import NotFound
from curator.issues import editing, wording
from curator.model import Content, Pick, Topic, Track
from tests.issues import sample

CONTENT = replace(
    sample.content(),
    runners_up=tuple(
        replace(pick, resource=replace(pick.resource, id=900 + n))
        for n, pick in enumerate(sample.many(3)[0].picks)
    ),
)


def shape(content: Content) -> dict[str, list[int]]:
    return {slug: [pick.resource.id for pick in picks] for slug, picks in editing.lists(content)}


def everything(content: Content) -> list[int]:
    inside = [pick.resource.id for pick in content.picks()]
    return sorted(inside + [pick.resource.id for pick in content.runners_up])


def test_up_and_down_within_a_section() -> None:
    assert shape(editing.move(CONTENT, 2, -1))["vision"] == [2, 1, 3]
    assert shape(editing.move(CONTENT, 2, +1))["vision"] == [1, 3, 2]


def test_over_the_edge_into_the_neighbouring_section() -> None:
    down = shape(editing.move(CONTENT, 3, +1))
    assert (down["vision"], down["nlp"]) == ([1, 2], [3, 4, 5])
    up = shape(editing.move(CONTENT, 4, -1))
    assert (up["vision"], up["nlp"]) == ([1, 2, 3, 4], [5])


@pytest.mark.parametrize(("number", "steps"), [(1, -1), (6, +1), (100, -1), (9051, +1)])
def test_at_the_ends_nothing_moves(number: int, steps: int) -> None:
    assert shape(editing.move(CONTENT, number, steps)) == shape(CONTENT)


def test_to_a_section_that_was_not_there() -> None:
    moved = editing.to_section(CONTENT, 1, Topic("cnn", "Convolutions"))
    assert shape(moved)["cnn"] == [1]
    assert moved.sections[-1].title == "Convolutions"


def test_dropped_is_first_in_line_to_come_back() -> None:
    dropped = editing.drop(CONTENT, 2)
    assert shape(dropped)["vision"] == [1, 3]
    assert dropped.runners_up[0].resource.id == 2
    assert shape(editing.take(dropped, 2, sample.TOPICS))["vision"] == [1, 3, 2]


def test_a_candidate_without_a_topic_goes_to_the_rest() -> None:
    taken = editing.take(CONTENT, 900, sample.TOPICS)
    assert shape(taken)[editing.MORE] == [900]


def test_swapped_in_at_the_same_place() -> None:
    swapped = editing.swap(CONTENT, 2, 901)
    assert shape(swapped)["vision"] == [1, 901, 3]
    assert [pick.resource.id for pick in swapped.runners_up] == [2, 900, 902]


def test_words_are_changed_and_a_changed_summary_is_no_quotation() -> None:
    worded = editing.word(CONTENT, 2, title="A title", summary="Mine.", note="*Yes*")
    pick = editing.find(worded, 2)[2]
    resource = pick.resource.resource
    assert (resource.title, resource.summary, pick.note) == ("A title", "Mine.", "*Yes*")
    assert not resource.summary_quoted
    same = editing.word(CONTENT, 2, title="", summary=_summary(CONTENT, 2), note="")
    assert editing.find(same, 2)[2].resource.resource.summary_quoted


def _summary(content: Content, number: int) -> str:
    return editing.find(content, number)[2].resource.resource.summary


def test_after_editing_thanks_and_mix_are_counted_anew() -> None:
    content = CONTENT
    for number in (1, 2):
        content = editing.drop(content, number)
    settled = editing.settled(content, (), sample.NEWSLETTER)
    assert settled.practice_share is None
    assert wording.practice_count(settled) == (3, 4)
    assert "Tomasz Wilk" not in dict(settled.credits)
    assert "Deepa Raman" in dict(settled.credits)


def test_an_emptied_section_goes() -> None:
    settled = editing.settled(editing.drop(CONTENT, 6), (), sample.NEWSLETTER)
    assert "ethics" not in shape(settled)


def test_sections_change_places_and_names() -> None:
    moved = editing.move_section(CONTENT, "nlp", -1)
    assert [one.slug for one in moved.sections] == ["nlp", "vision", "ethics"]
    assert editing.move_section(CONTENT, "vision", -1) == CONTENT
    assert editing.name_section(CONTENT, "nlp", "Words").sections[1].title == "Words"


def test_pins_and_notes() -> None:
    assert editing.find(editing.pin(CONTENT, 2, pinned=True), 2)[2].pinned
    assert editing.write_note(CONTENT, "  *Hello*\n").note == "*Hello*"


def test_tags_are_taken_over() -> None:
    stored = editing.find(CONTENT, 2)[2].resource
    theory = replace(stored, tags=replace(stored.tags, track=Track.THEORY))
    assert wording.practice_count(editing.retag(CONTENT, Pick(theory, 0.0))) == (4, 6)


@pytest.mark.parametrize(
    "change",
    [
        lambda: editing.drop(CONTENT, 7777),
        lambda: editing.take(CONTENT, 7777, ()),
        lambda: editing.swap(CONTENT, 1, 7777),
        lambda: editing.move_section(CONTENT, "none", 1),
        lambda: editing.name_section(CONTENT, "none", "x"),
        lambda: editing.place_at(CONTENT, 1, "none", 0),
    ],
)
def test_what_is_not_there_is_told(change: object) -> None:
    assert callable(change)
    with pytest.raises(NotFound):
        change()


@given(st.data())
def test_no_sequence_of_changes_loses_or_doubles_a_pick(data: st.DataObject) -> None:
    content = CONTENT
    for _ in range(data.draw(st.integers(1, 12))):
        inside = [pick.resource.id for pick in content.picks()]
        outside = [pick.resource.id for pick in content.runners_up]
        action = data.draw(st.sampled_from(["move", "drop", "take", "swap", "section", "place"]))
        if action in ("drop", "swap", "move", "section", "place") and not inside:
            continue
        if action in ("take", "swap") and not outside:
            continue
        if action == "move":
            step = data.draw(st.sampled_from([-1, 1]))
            content = editing.move(content, data.draw(st.sampled_from(inside)), step)
        elif action == "drop":
            content = editing.drop(content, data.draw(st.sampled_from(inside)))
        elif action == "take":
            content = editing.take(content, data.draw(st.sampled_from(outside)), sample.TOPICS)
        elif action == "swap":
            one, other = data.draw(st.sampled_from(inside)), data.draw(st.sampled_from(outside))
            content = editing.swap(content, one, other)
        elif action == "section":
            topic = data.draw(st.sampled_from(sample.TOPICS))
            content = editing.to_section(content, data.draw(st.sampled_from(inside)), topic)
        else:
            slug = data.draw(st.sampled_from([slug for slug, _ in editing.lists(content)]))
            place = data.draw(st.integers(-3, 20))
            content = editing.place_at(content, data.draw(st.sampled_from(inside)), slug, place)
        content = editing.settled(content, (), sample.NEWSLETTER)
        assert everything(content) == everything(CONTENT)
