"""Links that only we can have made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator import tokens
from curator.errors import TokenError
from curator.tokens import Keyring, Purpose

NOW = datetime(2026, 2, 22, tzinfo=UTC)
RING = Keyring.of("one secret of many letters")


@given(number=st.integers(0, 2**62), epoch=st.integers(0, 2**31), purpose=st.sampled_from(Purpose))
def test_a_token_gives_back_what_was_put_in(number: int, epoch: int, purpose: Purpose) -> None:
    token = tokens.make(RING, purpose, number, epoch=epoch)
    claim = tokens.read(RING, purpose, token, NOW)
    assert (claim.number, claim.epoch, claim.expires_at) == (number, epoch, None)


def test_a_token_says_nothing_but_letters_a_url_and_a_mail_may_carry() -> None:
    token = tokens.make(RING, Purpose.UNSUBSCRIBE, 10**9, epoch=3)
    assert token.replace("-", "").replace("_", "").isalnum()
    assert len(token) < 40


def test_every_flipped_bit_is_noticed() -> None:
    token = tokens.make(RING, Purpose.UNSUBSCRIBE, 7)
    raw = tokens.decode(token)
    for bit in range(len(raw) * 8):
        forged = bytearray(raw)
        forged[bit // 8] ^= 1 << bit % 8
        with pytest.raises(TokenError):
            tokens.read(RING, Purpose.UNSUBSCRIBE, tokens.encode(bytes(forged)), NOW)


@given(st.text(max_size=60))
def test_anything_else_is_refused_with_the_same_error(text: str) -> None:
    with pytest.raises(TokenError):
        tokens.read(RING, Purpose.UNSUBSCRIBE, text, NOW)


def test_a_token_has_one_spelling() -> None:
    token = tokens.make(RING, Purpose.UNSUBSCRIBE, 7)
    for other in (token + "=", token + "\n", f" {token}", token[:-1]):
        with pytest.raises(TokenError):
            tokens.read(RING, Purpose.UNSUBSCRIBE, other, NOW)


@pytest.mark.parametrize("purpose", [p for p in Purpose if p is not Purpose.CONFIRM])
def test_a_confirm_token_does_nothing_else(purpose: Purpose) -> None:
    token = tokens.make(RING, Purpose.CONFIRM, 7)
    with pytest.raises(TokenError):
        tokens.read(RING, purpose, token, NOW)


def test_an_expired_token_is_refused_and_one_without_end_is_not() -> None:
    short = tokens.make(RING, Purpose.CONFIRM, 7, expires_at=NOW + timedelta(hours=72))
    tokens.read(RING, Purpose.CONFIRM, short, NOW + timedelta(hours=71))
    with pytest.raises(TokenError):
        tokens.read(RING, Purpose.CONFIRM, short, NOW + timedelta(hours=72))
    for_ever = tokens.make(RING, Purpose.UNSUBSCRIBE, 7)
    tokens.read(RING, Purpose.UNSUBSCRIBE, for_ever, NOW + timedelta(days=36500))


def test_a_new_secret_keeps_old_links_and_a_dropped_one_ends_them() -> None:
    token = tokens.make(RING, Purpose.UNSUBSCRIBE, 7)
    both = Keyring.of("one secret of many letters", "another secret of letters")
    assert tokens.read(both, Purpose.UNSUBSCRIBE, token, NOW).number == 7
    fresh = tokens.make(both, Purpose.UNSUBSCRIBE, 7)
    assert fresh != token
    with pytest.raises(TokenError):
        tokens.read(RING, Purpose.UNSUBSCRIBE, fresh, NOW)
    assert both.address_hash("A@b.example") == RING.address_hash("a@b.example")


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(TokenError, match="16 bytes"):
        Keyring.of("short")
