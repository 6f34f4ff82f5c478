"""Amazon's certificates, kept for some hours: a large issue brings thousands of messages in minutes."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from cryptography import x509

KEEP_SECONDS = 6 * 3600.0
"""Amazon gives each certificate an address of its own, so that one at an address stays as it is."""
MOST = 8
"""Of all regions; one topic has one at a time."""


class Certificates:
    """Fetches a certificate by its address, unless it has been here lately."""

    def __init__(
        self, fetch: Callable[[str], bytes], clock: Callable[[], float] = monotonic
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._kept: dict[str, tuple[float, bytes]] = {}
        """When each was fetched, the oldest first."""

    def __call__(self, url: str) -> bytes:
        """The certificate as PEM; what is none is given too, and not kept. Raises as ``fetch``."""
        at, pem = self._kept.get(url, (0.0, b""))
        if pem and self._clock() - at < KEEP_SECONDS:
            return pem
        pem = self._fetch(url)
        if _is_one(pem):
            self._keep(url, pem)
        return pem

    def _keep(self, url: str, pem: bytes) -> None:
        self._kept.pop(url, None)
        for oldest in list(self._kept)[: max(0, len(self._kept) - MOST + 1)]:
            self._kept.pop(oldest, None)
        self._kept[url] = (self._clock(), pem)


def _is_one(pem: bytes) -> bool:
    try:
        x509.load_pem_x509_certificate(pem)
    except ValueError:
        return False
    return True
