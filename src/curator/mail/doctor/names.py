"""What DNS says, behind a seam that tests can play."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import dns.exception
import dns.resolver

from curator.errors import CuratorError

TIMEOUT_SECONDS = 8.0
NOWHERE = "."
"""The only MX host of a domain that takes no mail at all (RFC 7505)."""


class NoAnswer(CuratorError):
    """DNS does not answer; check the network, then run ``curator doctor`` again."""


class Names(Protocol):
    """DNS. Every method gives an empty list where there is nothing; raises :class:`NoAnswer`."""

    def texts(self, name: str) -> list[str]:
        """The TXT records, each with its strings joined."""

    def exchanges(self, name: str) -> list[str]:
        """The MX hosts, the preferred first; :data:`NOWHERE` alone where mail is not wanted."""

    def addresses(self, name: str) -> list[str]:
        """The IPv4 and IPv6 addresses."""


class Dns:
    """The real DNS, by the system's resolver or by ``servers`` at ``port``."""

    def __init__(
        self, servers: Sequence[str] = (), port: int = 53, seconds: float = TIMEOUT_SECONDS
    ) -> None:
        self._resolver = _resolver(servers)
        self._resolver.port = port
        self._resolver.lifetime = seconds

    def texts(self, name: str) -> list[str]:
        """The TXT records, each with its strings joined."""
        return [
            b"".join(record.strings).decode("utf-8", "replace") for record in self._ask(name, "TXT")
        ]

    def exchanges(self, name: str) -> list[str]:
        """The MX hosts, the preferred first; :data:`NOWHERE` alone where mail is not wanted."""
        records = sorted(self._ask(name, "MX"), key=lambda record: record.preference)
        hosts = [str(record.exchange).rstrip(".").lower() for record in records]
        return [host for host in hosts if host] or [NOWHERE for host in hosts[:1]]

    def addresses(self, name: str) -> list[str]:
        """The IPv4 and IPv6 addresses."""
        return [str(record.address) for kind in ("A", "AAAA") for record in self._ask(name, kind)]

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            return list(self._resolver.resolve(name, kind))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException as error:
            raise NoAnswer(f"DNS does not answer for {name}: {error}") from error


def _resolver(servers: Sequence[str]) -> dns.resolver.Resolver:
    """One that asks ``servers``; a machine whose own are not configured has one that knows none."""
    if not servers:
        try:
            return dns.resolver.Resolver()
        except dns.resolver.NoResolverConfiguration:
            pass
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = list(servers)
    return resolver
