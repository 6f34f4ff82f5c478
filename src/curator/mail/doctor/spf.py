"""SPF (RFC 7208): whether a domain's record allows an address to send for it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum

from curator.mail.doctor.names import Names

MOST_LOOKUPS = 10
"""Terms that ask DNS; receivers give up at more (§4.6.4)."""


class Result(StrEnum):
    """What a receiver concludes."""

    PASS = "pass"  # noqa: S105 - a result
    FAIL = "fail"
    SOFTFAIL = "softfail"
    NEUTRAL = "neutral"
    NONE = "none"
    PERMERROR = "permerror"


_SIGNS = {"+": Result.PASS, "-": Result.FAIL, "~": Result.SOFTFAIL, "?": Result.NEUTRAL}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(slots=True)
class _Check:
    names: Names
    ip: Address
    lookups: int = 0
    why: list[str] = field(default_factory=list)

    def domain(self, domain: str) -> Result:
        """The result for ``domain`` (§4)."""
        if self.lookups > MOST_LOOKUPS:
            # A record may lead back to itself.
            self.why.append(f"{domain} needs more than {MOST_LOOKUPS} DNS lookups")
            return Result.PERMERROR
        records = record_of(self.names, domain)
        if len(records) != 1:
            if records:
                self.why.append(f"{domain} has {len(records)} SPF records; only one may be")
            return Result.PERMERROR if records else Result.NONE
        redirect = ""
        for term in records[0].split()[1:]:
            if term.lower().startswith("redirect="):
                redirect = term.partition("=")[2]
                continue
            sign, mechanism = (term[0], term[1:]) if term[0] in _SIGNS else ("+", term)
            if self.matches(mechanism, domain):
                return _SIGNS[sign]
            if self.lookups > MOST_LOOKUPS:
                self.why.append(f"{domain} needs more than {MOST_LOOKUPS} DNS lookups")
                return Result.PERMERROR
        if redirect:
            self.lookups += 1
            return self.domain(redirect)
        return Result.NEUTRAL

    def matches(self, mechanism: str, domain: str) -> bool:
        """Whether one mechanism is about our address (§5)."""
        name, _, rest = mechanism.partition(":")
        name, _, prefix = name.partition("/")
        target, _, length = rest.partition("/") if rest else (domain, "", prefix)
        match name.lower():
            case "all":
                return True
            case "ip4" | "ip6":
                return self.within([rest], "")
            case "a":
                self.lookups += 1
                return self.within(self.names.addresses(target or domain), length)
            case "mx":
                self.lookups += 1
                hosts = self.names.exchanges(target or domain)
                found = [one for host in hosts[:10] for one in self.names.addresses(host)]
                return self.within(found, length)
            case "include":
                self.lookups += 1
                return self.lookups <= MOST_LOOKUPS and self.domain(rest) is Result.PASS
            case "exists" | "ptr":
                self.lookups += 1
        return False

    def within(self, networks: list[str], length: str) -> bool:
        for network in networks:
            text = f"{network}/{length.lstrip('/')}" if length else network
            try:
                if self.ip in ipaddress.ip_network(text, strict=False):
                    return True
            except ValueError:
                continue
        return False


def record_of(names: Names, domain: str) -> list[str]:
    """The SPF records of a domain."""
    texts = names.texts(domain)
    return [
        text for text in texts if text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")
    ]


def check(names: Names, domain: str, ip: str) -> tuple[Result, str]:
    """The result for mail from ``ip``, and why where the record itself is wrong."""
    state = _Check(names, ipaddress.ip_address(ip))
    return state.domain(domain), "; ".join(state.why)


def lookups(names: Names, domain: str) -> int:
    """How many DNS lookups the record takes if nothing matches early."""
    # An address of no network that anybody lists.
    state = _Check(names, ipaddress.ip_address("192.0.2.255"))
    state.domain(domain)
    return state.lookups
