"""Text with gaps: only what we marked is a gap, and only plain values fill it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import DeliveryError
from curator.mail.stencil import ReaderSlots, Slots, Stencil, gap, literal
from tests.mail.examples import NEWSLETTER, RING

SLOTS = Slots.of(RING, "2026-W08", NEWSLETTER.base_url)


def test_gaps_are_filled_in_their_places() -> None:
    letter = literal("Dear ") + gap("name") + literal(", ") + gap("name") + gap("end")
    assert letter.stamp({"name": b"Ada", "end": b"!"}) == b"Dear Ada, Ada!"
    with pytest.raises(KeyError):
        letter.stamp({"name": b"Ada"})


@given(st.lists(st.one_of(st.binary(max_size=5).map(literal), st.just(gap("x"))), max_size=8))
def test_joining_is_concatenation(parts: list[Stencil]) -> None:
    whole = literal(b"")
    for part in parts:
        whole += part
    assert whole.stamp({"x": b"-"}) == b"".join(part.stamp({"x": b"-"}) for part in parts)


def test_markers_are_the_same_for_an_issue_and_unlike_for_others() -> None:
    again = Slots.of(RING, "2026-W08", NEWSLETTER.base_url)
    other = Slots.of(RING, "2026-W09", NEWSLETTER.base_url)
    assert again.since == SLOTS.since != other.since


def test_a_marker_of_another_issue_or_of_no_name_is_text() -> None:
    other = Slots.of(RING, "2026-W09", NEWSLETTER.base_url)
    text = f"{other.since} {SLOTS.marker('to')} {SLOTS.marker('nothing')} @@TOK@@"
    assert SLOTS.split(text) == ([text], [])
    assert SLOTS.split(f"a{SLOTS.since}b") == (["a", "b"], ["since"])


@pytest.mark.parametrize("key", ["", "short", "Z" * 32, "0" * 65, "0" * 31 + "\n"])
def test_a_key_that_could_be_guessed_or_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(DeliveryError):
        Slots(key, NEWSLETTER.base_url)


@pytest.mark.parametrize("field", ["message_id", "unsubscribe", "preferences"])
@pytest.mark.parametrize("value", ["", "a b", "a\r\nBcc: x", "a=b", ".a", "ä", "a" * 201])
def test_only_plain_values_are_stamped(field: str, value: str) -> None:
    plain = {"message_id": "m", "unsubscribe": "u", "preferences": "p", field: value}
    with pytest.raises(DeliveryError):
        ReaderSlots(
            to="ada@one.example",
            message_id=plain["message_id"],
            unsubscribe=plain["unsubscribe"],
            preferences=plain["preferences"],
            since=date(2026, 2, 22),
        )
