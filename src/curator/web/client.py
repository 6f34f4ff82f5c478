"""Who is at the other end: the client's network address, as far as it can be believed."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.requests import Request

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def address(request: Request, trusted: Sequence[Network]) -> str:
    """The client's IP address.

    ``X-Forwarded-For`` is read from the right, one hop for each proxy that is trusted: whatever
    stands further left was written by the client and proves nothing.
    """
    peer = request.client.host if request.client else ""
    hops = [
        _bare(hop.strip())
        for line in request.headers.getlist("x-forwarded-for")
        for hop in line.split(",")
        if hop.strip()
    ]
    while is_in(peer, trusted) and hops:
        peer = hops.pop()
    return peer if _parsed(peer) else ""


def is_trusted(request: Request, trusted: Sequence[Network]) -> bool:
    """Whether the connection itself comes from a trusted proxy."""
    return is_in(request.client.host if request.client else "", trusted)


def is_in(host: str, networks: Sequence[Network]) -> bool:
    """Whether an IP address is in one of some networks; not so for anything else."""
    found = _parsed(host)
    return found is not None and any(found in network for network in networks)


def _bare(hop: str) -> str:
    """A hop without the port that some proxies write behind it, ``1.2.3.4:567`` or ``[::1]:567``."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def _parsed(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return None
    # A socket for both families shows IPv4 clients as v4-mapped (RFC 4291 §2.5.5.2).
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found
