"""Readers' addresses as people type them."""

from __future__ import annotations

import ipaddress
import re
from email.utils import getaddresses
from urllib.parse import urlsplit

from curator import mailaddress
from curator.errors import AddressError

IPV4_PREFIX, IPV6_PREFIX = 24, 48
"""Who holds one address usually holds these too."""
_NAMED_BY_ITSELF = re.compile(r"\s*([^\s<>\"@]+@[^\s<>\"@]+)\s*<\1>\s*", re.IGNORECASE)
"""``ann@a.example <ann@a.example>``, as some programs write; the standard library of 3.13 refuses it."""


def parse(text: str, *, own_host: str | None = None) -> str:
    """The address in ``Name <address>`` or by itself; raises :class:`AddressError`.

    Of several none is taken: whoever wrote them would believe that all were.
    ``own_host`` is given where strangers type: then a domain without a dot, which only a network of
    one's own knows (RFC 5321 §2.3.5), is refused unless it is the site's own host.
    """
    if twice := _NAMED_BY_ITSELF.fullmatch(text):
        text = twice[1]
    elif "<" in text:
        named = {one for _, one in getaddresses([text]) if "@" in one}
        if len(named) > 1:
            raise AddressError(f"{text[:80]!r} holds more than one address; give each by itself")
        text = named.pop() if named else text
    address = mailaddress.parse(text)
    domain = mailaddress.domain_of(address)
    if own_host is not None and "." not in domain and domain != own_host:
        raise AddressError(f"{address[:80]!r} has no full domain")
    return address


def host_of(base_url: str) -> str:
    """The host of the site, as :func:`parse` wants it."""
    return urlsplit(base_url).hostname or ""


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
