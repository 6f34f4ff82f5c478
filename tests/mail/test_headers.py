"""Header lines: readable by every parser, writable by nobody else."""

from __future__ import annotations

import email
import email.header
import email.policy
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import AddressError, DeliveryError
from curator.mail import headers
from curator.sanitize import clean_text


def parsed(line: bytes) -> email.message.EmailMessage:
    message = email.message_from_bytes(line + b"\r\n", policy=email.policy.default)
    assert not message.defects
    return message


@given(st.text(max_size=300))
def test_any_text_comes_back_as_one_clean_line(text: str) -> None:
    line = headers.text_field("Subject", text)
    message = parsed(line)
    assert message.keys() == ["Subject"]
    assert " ".join(message["Subject"].split()) == " ".join(clean_text(text, 500).split())


@given(st.text(max_size=300))
def test_lines_are_folded_ascii(text: str) -> None:
    line = headers.text_field("Subject", text)
    assert line.isascii()
    assert line.endswith(b"\r\n")
    assert b"\n" not in line.replace(b"\r\n", b"")
    assert all(len(part) <= 78 for part in line.split(b"\r\n"))


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "Ada Lovelace",
        'Ada "the Countess" Lovelace',
        "Lovelace, Ada <x@y.example>",
        "Ada\r\nBcc: all@example.org",
        "Ада Лавлейс",
        "=?utf-8?q?sneaky?=",
        "back\\slash",
        "",
        "a" * 300,
        "é" * 120,
    ],
)
def test_a_name_is_a_name_and_nothing_else(name: str) -> None:
    value = headers.mailbox(name, "ada@example.org")
    message = parsed(headers.field("To", value))
    assert message.keys() == ["To"]
    (address,) = message["To"].addresses
    assert address.addr_spec == "ada@example.org"
    shown = decoded(value).removesuffix("<ada@example.org>").strip().removesuffix("ada@example.org")
    assert re.sub(r"\\(.)", r"\1", shown.strip('"')) == clean_text(name, 500)


def decoded(value: str) -> str:
    """A header's value read the older way: the newer parser keeps blanks between encoded words."""
    return str(email.header.make_header(email.header.decode_header(value.replace("\r\n", ""))))


def test_a_structured_value_with_a_line_break_is_refused() -> None:
    with pytest.raises(DeliveryError):
        headers.field("X-Test", "a\r\nBcc: b@example.org")
    with pytest.raises(DeliveryError):
        headers.field("X-Test", "a\0b")
    with pytest.raises(AddressError):
        headers.mailbox("Ada", "ada@example.org\r\nBcc: b@example.org")


def test_dates_carry_their_zone() -> None:
    at = datetime(2026, 2, 22, 8, 5, tzinfo=UTC)
    assert headers.date_field(at) == b"Date: Sun, 22 Feb 2026 08:05:00 +0000\r\n"
    east = at.astimezone(timezone(timedelta(hours=9)))
    assert headers.date_field(east) == b"Date: Sun, 22 Feb 2026 17:05:00 +0900\r\n"
