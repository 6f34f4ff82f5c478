"""Octets of a server become whole replies, however they come."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.mail.incoming import MAX_HELD, MAX_LINE, MAX_LINES, Incoming

SAID = b"250 one\r\n354\r\n250-a\r\n250-b \r\n250 c\r\n550 \xff\n"
WHOLE = [(250, ["one"]), (354, [""]), (250, ["a", "b", "c"]), (550, ["\ufffd"])]


def read(incoming: Incoming) -> list[tuple[int, list[str]]]:
    """All that has come whole."""
    found = []
    while (reply := incoming.next()) is not None:
        found.append(reply)
    return found


@given(cuts=st.lists(st.integers(1, len(SAID) - 1), max_size=8))
def test_however_they_are_cut_the_replies_are_the_same(cuts: list[int]) -> None:
    incoming = Incoming()
    places = [0, *sorted(set(cuts)), len(SAID)]
    for start, end in pairwise(places):
        incoming.take(SAID[start:end])
    assert read(incoming) == WHOLE
    assert not incoming.over


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (b"", "closed the connection"),
        (b"hello\r\n", "not SMTP"),
        (b"199 what\r\n", "not SMTP"),
        (b"250 a\rb\r\n", "not SMTP"),
        (b"x" * (MAX_LINE + 1), "too long"),
        (b"250-more\r\n" * MAX_LINES, "does not end"),
    ],
)
def test_what_is_no_reply_is_the_end_after_what_came_before(says: bytes, why: str) -> None:
    incoming = Incoming()
    incoming.take(b"250 ok\r\n")
    incoming.take(says)
    incoming.take(b"250 too late\r\n")
    assert (read(incoming), incoming.has(1)) == ([(250, ["ok"])], True)
    assert why in incoming.over


def test_a_server_that_goes_on_and_on_is_not_listened_to() -> None:
    incoming = Incoming()
    incoming.take(b"250 ok\r\n" * MAX_HELD)
    assert not incoming.full
    incoming.take(b"250 ok\r\n")
    assert incoming.full


def test_a_farewell_ends_every_wait() -> None:
    incoming = Incoming()
    incoming.take(b"421 busy\r\n")
    assert incoming.has(3)
    assert not incoming.over
