"""What the author settled by hand is told from what was composed, and laid on what is composed anew."""

from __future__ import annotations

from dataclasses import replace

from curator.issues import editing
from curator.issues.hand import Hand, Words
from curator.model import Content
from curator.storage import codec
from tests.issues.test_editing import CONTENT

FIRST, SECOND = (pick.resource.id for pick in CONTENT.sections[0].picks[:2])
NEWCOMER = CONTENT.runners_up[0].resource.id


def worded(content: Content, number: int, title: str) -> Content:
    return editing.word(content, number, title=title, summary="Mine.", note="Read it.")


def test_an_untouched_draft_has_no_hand() -> None:
    assert Hand().after(CONTENT, CONTENT) == Hand()


def test_taken_out_brought_in_and_pinned() -> None:
    edited = editing.take(editing.drop(CONTENT, FIRST), NEWCOMER, ())
    hand = Hand().after(CONTENT, editing.pin(edited, SECOND, pinned=True))
    assert (hand.skipped, hand.kept, hand.pinned) == ((FIRST,), (NEWCOMER,), (SECOND,))
    assert hand.wanted == {NEWCOMER, SECOND}


def test_a_change_of_mind_counts_as_it_ends() -> None:
    out = Hand().after(CONTENT, editing.drop(CONTENT, FIRST))
    composed = editing.drop(CONTENT, FIRST)
    again = out.after(composed, editing.take(composed, FIRST, ()))
    assert (again.skipped, again.kept) == ((), (FIRST,))
    inside = Hand().after(CONTENT, editing.take(CONTENT, NEWCOMER, ()))
    composed = editing.take(CONTENT, NEWCOMER, ())
    gone = inside.after(composed, editing.drop(composed, NEWCOMER))
    assert (gone.skipped, gone.kept) == ((NEWCOMER,), ())


def test_words_and_headings_are_laid_on_what_is_composed_anew() -> None:
    edited = editing.name_section(worded(CONTENT, FIRST, "My title"), "nlp", "Words")
    hand = Hand().after(CONTENT, edited)
    fresh = hand.applied(editing.move_section(CONTENT, "nlp", -1))
    assert Words.of(editing.find(fresh, FIRST)[2]) == Words("My title", "Mine.", "Read it.")
    assert [section.title for section in fresh.sections if section.slug == "nlp"] == ["Words"]
    assert editing.find(fresh, SECOND) == editing.find(CONTENT, SECOND)


def test_words_last_through_a_second_composing() -> None:
    hand = Hand().after(CONTENT, worded(CONTENT, FIRST, "My title"))
    fresh = hand.applied(CONTENT)
    assert hand.after(fresh, fresh) == hand


def test_words_on_what_is_not_in_the_issue_any_more_wait() -> None:
    hand = Hand().after(CONTENT, worded(CONTENT, FIRST, "My title"))
    without = editing.drop(CONTENT, FIRST)
    assert hand.applied(without) == without


def test_what_was_worded_is_wanted_unless_it_was_taken_out() -> None:
    edited = worded(CONTENT, FIRST, "My title")
    assert Hand().after(CONTENT, edited).wanted == {FIRST}
    assert Hand().after(CONTENT, edited).after(edited, editing.drop(edited, FIRST)).wanted == set()


def test_an_unworded_newcomer_has_no_words() -> None:
    assert Hand().after(CONTENT, editing.take(CONTENT, NEWCOMER, ())).words == {}


def test_it_can_be_stored() -> None:
    edited = worded(editing.drop(CONTENT, SECOND), FIRST, "My title")
    hand = replace(Hand().after(CONTENT, edited), headings={"nlp": "Words"})
    assert codec.loads(Hand, codec.dumps(hand)) == hand
