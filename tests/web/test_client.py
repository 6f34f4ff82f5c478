"""Whose address it is: what proxies say is believed only as far as they are trusted."""

from __future__ import annotations

import ipaddress

import pytest
from starlette.requests import Request

from curator.web import client

PROXIES = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"))


def request(peer: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    return Request({"type": "http", "client": (peer, 1), "headers": headers})


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["6.6.6.6", "198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["10.0.0.3"], "10.0.0.3"),
        ("fd00::1", ["2001:db8::7"], "2001:db8::7"),
        ("::ffff:10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["198.51.100.1:5678"], "198.51.100.1"),
        ("10.0.0.1", ["[2001:db8::7]:443, 10.0.0.2:80"], "2001:db8::7"),
        ("10.0.0.1", ["not an address"], ""),
        ("10.0.0.1", [" , "], "10.0.0.1"),
        ("testclient", [], ""),
    ],
)
def test_the_rightmost_hop_that_is_not_ours(peer: str, forwarded: list[str], expected: str) -> None:
    assert client.address(request(peer, *forwarded), PROXIES) == expected


def test_without_trusted_proxies_the_header_is_never_read() -> None:
    assert client.address(request("10.0.0.1", "198.51.100.1"), ()) == "10.0.0.1"
