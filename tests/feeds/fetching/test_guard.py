"""Only public addresses are asked, whatever they are called."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import Forbidden
from curator.feeds.fetching.guard import Policy, literal

PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "2002:7f00:1::",
    "2001::1",
    "fc00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "1.1.1.1",
    "93.184.216.34",
    "172.32.0.1",
    "192.0.1.1",
    "2606:4700::1111",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_special_addresses_are_refused(address: str) -> None:
    assert not Policy().permits(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_permitted(address: str) -> None:
    assert Policy().permits(ip_address(address))


def test_an_allowed_network_is_permitted_in_both_forms() -> None:
    policy = Policy([ip_network("192.168.1.0/24")])
    assert policy.permits(ip_address("192.168.1.7"))
    assert policy.permits(ip_address("::ffff:192.168.1.7"))
    assert not policy.permits(ip_address("192.168.2.7"))


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_judged_by_the_one_inside(address: object) -> None:
    mapped = ip_address(f"::ffff:{address}")
    assert Policy().permits(mapped) == Policy().permits(ip_address(str(address)))


@given(st.ip_addresses())
def test_what_python_calls_private_is_never_permitted(address: object) -> None:
    one = ip_address(str(address))
    if one.is_private or one.is_loopback or one.is_link_local or one.is_multicast:
        assert not Policy().permits(one)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f.0.0.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("localhost", "127.0.0.1"),
        ("Feeds.LOCALHOST.", "127.0.0.1"),
        ("127。0．0｡1", "127.0.0.1"),
    ],
)
def test_every_spelling_of_an_address_is_recognised(host: str, address: str) -> None:
    assert literal(host) == ip_address(address)


@pytest.mark.parametrize("host", ["example.org", "1.2.3.4.example.org", "0xdeadbeef.net", "a", ""])
def test_names_are_no_addresses(host: str) -> None:
    assert literal(host) is None


def test_the_refusal_names_the_host_and_what_to_do() -> None:
    with pytest.raises(
        Forbidden, match=r"10\.0\.0\.1 is a private address; CURATOR_ALLOW_NETWORKS"
    ):
        Policy().check_host("10.0.0.1", "http://10.0.0.1/feed")
