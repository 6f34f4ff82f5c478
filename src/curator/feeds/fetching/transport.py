"""Connections: direct ones that the guard watches, and those through the user's proxy.

Knows httpx and httpcore, and nothing of what is asked.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from curator.feeds.fetching.guard import Deadline, GuardedNetwork, Policy

CONNECTIONS = 100
KEEPALIVE_SECONDS = 10.0


class Ways:
    """The ways to addresses, each opened when it is first taken; safe to use from many threads.

    A proxy that the environment names (``HTTP_PROXY``, ``HTTPS_PROXY``, ``ALL_PROXY``,
    ``NO_PROXY``) is used and trusted; ``SSL_CERT_FILE`` adds authorities.
    """

    def __init__(self, policy: Policy, deadline: Deadline) -> None:
        self._policy = policy
        self._deadline = deadline
        self._proxies = getproxies()
        self._tls = httpx.create_ssl_context()
        self._open: dict[str | None, Transport] = {}
        self._guard = threading.Lock()

    def to(self, url: str) -> Transport:
        """The way to ``url``."""
        proxy = self._proxy_of(url)
        with self._guard:
            if proxy not in self._open:
                self._open[proxy] = self._opened(proxy)
            return self._open[proxy]

    def check(self, url: str, *, resolve: bool) -> None:
        """Refuse an address that is known to be private; what is behind a proxy is the proxy's.

        Raises :class:`~curator.errors.Forbidden`; a name that cannot be resolved now may be later.
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        self._policy.check_host(host, url)
        if resolve and self._proxy_of(url) is None:
            with contextlib.suppress(httpcore.ConnectError):
                self._policy.public(host, parts.port or 443)

    def _proxy_of(self, url: str) -> str | None:
        """The user's proxy for ``url``."""
        parts = urlsplit(url)
        proxy = self._proxies.get(parts.scheme) or self._proxies.get("all")
        return None if proxy and proxy_bypass(parts.netloc) else proxy

    def _opened(self, proxy: str | None) -> Transport:
        return Transport(
            httpcore.ConnectionPool(
                ssl_context=self._tls,
                proxy=_proxy(proxy) if proxy else None,
                max_connections=CONNECTIONS,
                max_keepalive_connections=CONNECTIONS // 4,
                keepalive_expiry=KEEPALIVE_SECONDS,
                network_backend=GuardedNetwork(None if proxy else self._policy, self._deadline),
            )
        )

    def close(self) -> None:
        """Close all connections."""
        for way in self._open.values():
            way.close()


class Transport(httpx.BaseTransport):
    """HTTP over a pool of our own making: httpx has no seam for the network backend.

    It is used as it is, without a client around it, whose cookies, redirects and environment
    would all have to be undone.
    """

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and give its answer, the body unread. Raises httpcore's errors."""
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Stream(response.stream)
        )

    def close(self) -> None:
        """Close all connections of the pool."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


def _proxy(url: str) -> httpcore.Proxy:
    """A proxy from the environment, which may lack its scheme and hold a user and password."""
    named = httpx.Proxy(url if "://" in url else f"http://{url}")
    return httpcore.Proxy(
        url=httpcore.URL(
            scheme=named.url.raw_scheme, host=named.url.raw_host, port=named.url.port, target=b"/"
        ),
        auth=named.raw_auth,
    )
