"""Which network addresses may be asked, checked on the address that is really connected to.

A feed list is input: a line of it, a redirect or a name server may point at the machine's own
services or a cloud's metadata address. Checking the name is not enough, since it can resolve anew
between check and connect, so the check sits in the connecting itself (:class:`GuardedNetwork`).
Nothing here knows HTTP.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore

from curator.errors import Forbidden
from curator.feeds.fetching.cutoff import Cutoff

IPNetwork = IPv4Network | IPv6Network
IPAddress = IPv4Address | IPv6Address

REFUSED: tuple[IPNetwork, ...] = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network, RFC 791
        "10.0.0.0/8",  # private, RFC 1918
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598
        "127.0.0.0/8",  # loopback, RFC 1122
        "169.254.0.0/16",  # link local and cloud metadata, RFC 3927
        "172.16.0.0/12",  # private, RFC 1918
        "192.0.0.0/24",  # protocol assignments, RFC 6890
        "192.0.2.0/24",  # documentation, RFC 5737
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "192.168.0.0/16",  # private, RFC 1918
        "198.18.0.0/15",  # benchmarking, RFC 2544
        "198.51.100.0/24",  # documentation, RFC 5737
        "203.0.113.0/24",  # documentation, RFC 5737
        "224.0.0.0/4",  # multicast, RFC 5771
        "240.0.0.0/4",  # reserved and broadcast, RFC 1112
        "::/96",  # unspecified, loopback and v4-compatible, RFC 4291
        "::ffff:0:0/96",  # v4-mapped, RFC 4291: judged by the address inside
        "64:ff9b:1::/48",  # local NAT64, RFC 8215
        "100::/64",  # discard, RFC 6666
        "2001::/23",  # protocol assignments, RFC 2928 (Teredo and its like)
        "2001:db8::/32",  # documentation, RFC 3849
        "2002::/16",  # 6to4, RFC 3056
        "3fff::/20",  # documentation, RFC 9637
        "5f00::/16",  # segment routing, RFC 9602
        "fc00::/7",  # unique local, RFC 4193
        "fe80::/10",  # link local, RFC 4291
        "fec0::/10",  # site local, RFC 3879
        "ff00::/8",  # multicast, RFC 4291
    )
)
_OTHER_DOTS = re.compile("[\u3002\uff0e\uff61]")
"""What separates labels as a full stop does (RFC 3490 §3.1)."""
_NAT64 = ip_network("64:ff9b::/96")
_NUMERIC_HOST = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}", re.IGNORECASE)


_NO_NAME = frozenset(
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)
)
"""What says that a name does not exist; any other failure of a look-up may be a bad moment."""


class NameUnknown(httpcore.ConnectError):
    """The name service knows no such host."""


class Policy:
    """Refuses every special-purpose address but those of the networks in ``allow``."""

    def __init__(self, allow: Sequence[IPNetwork] = ()) -> None:
        self.allow = tuple(allow)

    def permits(self, address: IPAddress) -> bool:
        """Whether ``address`` may be connected to."""
        address = _inner(address)
        if any(address in network for network in self.allow):
            return True
        return not any(address in network for network in REFUSED)

    def check_host(self, host: str, url: str) -> None:
        """Refuse a host that names a private address by itself, before anything is asked.

        This is all that can be known of a host behind a proxy. Raises :class:`Forbidden`.
        """
        address = literal(host)
        if address is not None and not self.permits(address):
            raise Forbidden(
                url, f"{host} is a private address; CURATOR_ALLOW_NETWORKS permits some"
            )

    def public(self, host: str, port: int) -> list[str]:
        """The addresses of ``host`` that may be connected to.

        Raises :class:`Forbidden` where it has only others, and ``httpcore.ConnectError`` where it
        has none (:class:`NameUnknown` where there is no such host).
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            unknown = getattr(error, "errno", None) in _NO_NAME
            kind = NameUnknown if unknown else httpcore.ConnectError
            raise kind(f"{host} cannot be resolved") from error
        addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
        public = [one for one in addresses if self.permits(ip_address(one.split("%")[0]))]
        if addresses and not public:
            raise Forbidden(
                host,
                f"{host} resolves to a private address ({addresses[0]}); "
                "CURATOR_ALLOW_NETWORKS permits some",
            )
        return public


def literal(host: str) -> IPAddress | None:
    """The address a host spells out, in any form that ``connect`` takes (``0x7f.1``), or ``None``.

    ``localhost`` and all names under it are the loopback address (RFC 6761 §6.3).
    """
    host = _OTHER_DOTS.sub(".", host).strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    try:
        return ip_address(host.split("%", 1)[0])
    except ValueError:
        return _legacy(host)


def _legacy(host: str) -> IPAddress | None:
    """Octal, hexadecimal and shortened dotted forms, as ``inet_aton`` reads them."""
    if not _NUMERIC_HOST.fullmatch(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _inner(address: IPAddress) -> IPAddress:
    """The v4 address that a v6 one carries (v4-mapped, NAT64), else the address itself."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


# --------------------------------------------------------------------------- connecting


class Deadline:
    """The instant by which this thread's request must be over; every wait is cut to it.

    For all threads it comes at once when ``cutoff`` does.
    """

    def __init__(self, cutoff: Cutoff | None = None) -> None:
        self.cutoff = cutoff or Cutoff()
        self._local = threading.local()

    def start(self, seconds: float) -> None:
        """Give this thread so many seconds from now."""
        self._local.ends = time.monotonic() + seconds

    def remaining(self, timeout: float | None = None) -> float:
        """Seconds left, at most ``timeout``; raises ``httpcore.ReadTimeout`` when none are."""
        self.cutoff.check()
        left: float = getattr(self._local, "ends", float("inf")) - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole answer is over")
        return left if timeout is None else min(left, timeout)


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects only where ``policy`` permits; ``None`` trusts the host (a proxy of the user's)."""

    def __init__(self, policy: Policy | None, deadline: Deadline) -> None:
        self._policy = policy
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check and connect; the first permitted address that answers is taken."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            try:
                left = self._deadline.remaining(timeout)
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
                self._deadline.cutoff.watch(stream)
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        """Where ``host`` may be reached; raises :class:`Forbidden` where it has no public address."""
        return [host] if self._policy is None else self._policy.public(host, port)


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline, so that no drip outlasts it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.remaining(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.remaining(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.remaining(timeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, left)
        self._deadline.cutoff.watch(stream)
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
