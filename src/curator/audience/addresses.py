"""Readers' addresses as people type them."""

from __future__ import annotations

import ipaddress
from email.utils import parseaddr

from curator import mailaddress

IPV4_PREFIX, IPV6_PREFIX = 24, 48
"""Who holds one address usually holds these too."""


def parse(text: str) -> str:
    """The address in ``Name <address>`` or by itself; raises :class:`AddressError`."""
    if "<" in text:
        text = parseaddr(text)[1] or text
    return mailaddress.parse(text)


def network(address: str) -> str:
    """The /24 or /48 that an internet address is in, or an empty string where it is none.

    Limits count networks, and only networks are kept: they say less about a person.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    prefix = IPV4_PREFIX if ip.version == 4 else IPV6_PREFIX  # noqa: PLR2004
    return str(ipaddress.ip_network(f"{ip}/{prefix}", strict=False))
