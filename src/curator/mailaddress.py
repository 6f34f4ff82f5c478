"""Mail addresses: one plain form, and nothing in it that SMTP or a header could misread.

Quoted local parts and non-ASCII ones (RFC 6531) are refused: they are rare, and every program on
the way would have to agree on them. A domain in another script becomes its ASCII form; one that is
only a number, an internet address, is none (RFC 3696 §2).
"""

from __future__ import annotations

import re
from functools import lru_cache

from curator import urls
from curator.errors import AddressError

MAX_LOCAL, MAX_DOMAIN = 64, 253
"""Octets, RFC 5321 §4.5.3.1."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*\Z")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")


def parse(text: str) -> str:
    """``text`` as ``local@domain``, the domain in lower case; raises :class:`AddressError`."""
    local, at, domain = text.strip().rpartition("@")
    domain = _usable_domain(domain)
    if not (at and domain and len(local) <= MAX_LOCAL and _LOCAL.match(local)):
        raise AddressError(f"{text[:80]!r} is not a mail address")
    return f"{local}@{domain}"


def domain_of(address: str) -> str:
    """The part after the last ``@``, in lower case."""
    return address.rpartition("@")[2].lower()


@lru_cache(maxsize=1024)
def _usable_domain(domain: str) -> str:
    """The domain in ASCII and lower case, or nothing where it cannot be one; most recur."""
    try:
        plain = urls.ascii_host(domain)
    except UnicodeError:
        return ""
    labels = plain.split(".")
    usable = len(plain) <= MAX_DOMAIN and all(map(_LABEL.match, labels))
    return plain if usable and not labels[-1].isdigit() else ""
