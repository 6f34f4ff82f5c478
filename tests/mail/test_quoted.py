"""Quoted-printable with gaps."""

from __future__ import annotations

import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.mail import quoted
from curator.mail.dkim import relaxed_body, relaxed_lines
from curator.mail.stencil import Slots, Stencil

SLOTS = Slots("0123456789abcdef", "https://digest.example.org")
UNSUBSCRIBE, PREFERENCES = SLOTS.marker("unsubscribe"), SLOTS.marker("preferences")
VALUES = {"unsubscribe": b"T0KEN_-" * 20, "preferences": b"p", "since": b"22 February 2026"}

TEXTS = [
    "",
    "plain\n",
    ".\n..\n.leading dot\nFrom here\n",
    "trailing blank \ntab\t\n  \n\n\n",
    "x" * 2000,
    "é" * 200,
    "a=b=c==\n",
    "word " * 300,
    " .dot after a break" * 40,
]


def decoded(encoded: bytes) -> str:
    return quopri.decodestring(encoded).decode().replace("\r\n", "\n")


@pytest.mark.parametrize("text", TEXTS)
def test_texts_round_trip(text: str) -> None:
    encoded = quoted.encode(text).stamp({})
    assert decoded(encoded) == text.rstrip("\n") + "\n"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_any_text_round_trips_in_lines_of_76_that_need_no_stuffing(text: str) -> None:
    encoded = quoted.encode(text).stamp({})
    assert decoded(encoded) == text.rstrip("\n") + "\n"
    lines = encoded.split(b"\r\n")
    assert all(len(line) <= 76 for line in lines)
    assert not any(line.startswith((b".", b"From ")) for line in lines)
    assert not any(line.endswith((b" ", b"\t")) for line in lines)
    assert encoded.isascii()


@pytest.mark.parametrize(
    "text",
    [
        f"{UNSUBSCRIBE}",
        f"{UNSUBSCRIBE}\nmore",
        f"start {UNSUBSCRIBE}{PREFERENCES} end\n",
        f"{'x' * 100}{UNSUBSCRIBE}{'é' * 40}",
        f".\n{UNSUBSCRIBE}.\n.{PREFERENCES}",
        f"https://digest.example.org/u/{UNSUBSCRIBE}?a=b",
    ],
)
@pytest.mark.parametrize("length", [1, 27, 75, 200])
def test_a_value_of_any_length_fits_its_gap(text: str, length: int) -> None:
    values = {**VALUES, "unsubscribe": b"v" * length}
    encoded = quoted.encode(text, SLOTS).stamp(values)
    expected = text.replace(UNSUBSCRIBE, "v" * length).replace(PREFERENCES, "p")
    assert decoded(encoded) == expected.rstrip("\n") + "\n"


def test_the_canonical_form_of_the_pieces_is_that_of_the_whole() -> None:
    text = f"two  blanks {UNSUBSCRIBE}\tafter a tab\t \n\n{PREFERENCES}  \nend  \n\n"
    stencil = quoted.encode(text, SLOTS)
    pieces = Stencil(tuple(map(relaxed_lines, stencil.pieces)), stencil.names)
    assert pieces.stamp(VALUES) == relaxed_body(stencil.stamp(VALUES))
