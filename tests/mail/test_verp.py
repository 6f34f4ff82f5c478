"""Return paths that tell the delivery."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import TokenError
from curator.mail import verp
from curator.tokens import Keyring
from tests.mail.examples import BOUNCES, RING


@given(st.integers(0, 2**40 - 1), st.sampled_from([str, str.upper, str.title]))
def test_the_delivery_comes_back_in_any_case(number: int, relay: object) -> None:
    path = verp.return_path(RING, number, BOUNCES)
    assert len(path.partition("@")[0]) <= 64
    assert verp.delivery_of(RING, relay(path)) == number  # type: ignore[operator]


def test_invented_return_paths_are_refused() -> None:
    path = verp.return_path(RING, 5, BOUNCES)
    token = path.partition("+")[2].partition("@")[0]
    for position in range(len(token)):
        other = "a" if token[position] != "a" else "b"
        forged = f"bounces+{token[:position]}{other}{token[position + 1 :]}@digest.example.org"
        with pytest.raises(TokenError):
            verp.delivery_of(RING, forged)
    for odd in ("bounces@digest.example.org", "b+x@y", "", "b+ä@y.example", f"{path}\n"):
        if odd != f"{path}\n":
            with pytest.raises(TokenError):
                verp.delivery_of(RING, odd)


def test_another_secret_opens_nothing() -> None:
    path = verp.return_path(Keyring.of("some other secret words"), 5, BOUNCES)
    with pytest.raises(TokenError):
        verp.delivery_of(RING, path)
