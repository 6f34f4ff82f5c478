"""What stands between the delivery loop and a server: envelopes that are only envelopes."""

from __future__ import annotations

import pytest

from curator.errors import DeliveryError
from curator.mail.transport import ChannelLost, Envelope


@pytest.mark.parametrize(
    "address",
    [
        "ada@one.example>\r\nRCPT TO:<eve@evil.example",
        "ada@one.example\nDATA",
        "ada@one.example\x00",
        "ada @one.example",
        "<ada@one.example>",
        "ada@one.example> SIZE=1",
        "ädä@one.example",
        "no-domain",
        "ada@one@two.example",
        '"ada@one"@two.example',
        "",
    ],
)
def test_nothing_but_one_plain_address_fits_in_an_envelope(address: str) -> None:
    with pytest.raises(DeliveryError, match="SMTP command"):
        Envelope("news@example.org", address)
    with pytest.raises(DeliveryError, match="SMTP command"):
        Envelope(address, "ada@one.example")


def test_a_lost_connection_is_harmless_unless_it_says_otherwise() -> None:
    assert not ChannelLost("gone").ambiguous
    assert ChannelLost("gone", ambiguous=True).ambiguous
