"""Addresses as typed, and the networks of clients."""

from __future__ import annotations

import pytest

from curator.audience import addresses
from curator.errors import AddressError


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ada@reader.example", "ada@reader.example"),
        ("Ada Lovelace <Ada@Reader.Example>", "Ada@reader.example"),
        ('"Lovelace, Ada" <ada@reader.example>', "ada@reader.example"),
        ("Lovelace, Ada <ada@reader.example>", "ada@reader.example"),
        ("ada@reader.example <ada@reader.example>", "ada@reader.example"),
    ],
)
def test_an_address_may_come_with_a_name(text: str, address: str) -> None:
    assert addresses.parse(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "Ada <ada@reader.example>, Bob <bob@reader.example>",
        "ada@reader.example, Bob <bob@reader.example>",
        "ada@reader.example>,<bob@reader.example",
    ],
)
def test_of_several_addresses_none_is_taken_for_the_one_that_was_meant(text: str) -> None:
    with pytest.raises(AddressError):
        addresses.parse(text)


def test_where_strangers_type_a_domain_has_a_dot() -> None:
    for text in ("ada@intranet", "root@localhost", "Ada <ada@intranet>"):
        assert addresses.parse(text)
        with pytest.raises(AddressError):
            addresses.parse(text, own_host="digest.example.org")
    own = addresses.host_of("http://localhost:8000/letters")
    assert addresses.parse("ada@localhost", own_host=own) == "ada@localhost"
    assert addresses.parse("ada@reader.example", own_host=own) == "ada@reader.example"


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_networks(ip: str, network: str) -> None:
    assert addresses.network(ip) == network
