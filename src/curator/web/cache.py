"""Public pages are made once and kept for a few seconds, compressed.

A newsletter's page is read by many people within minutes of the mail and changes hardly ever. What
is kept holds nothing of any reader.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

SECONDS = 10.0
MOST = 512
"""Pages kept; the one not asked for longest goes first."""
_WORTH = 600
"""Bytes under which compressing gains nothing."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer ready to be sent."""

    status: int
    content_type: str
    body: bytes
    packed: bytes | None
    """The same in gzip, where that is smaller."""
    etag: str
    made_at: float


def keep(status: int, content_type: str, body: bytes) -> Kept:
    """``body`` with its tag and its compressed form."""
    # A fixed time in the gzip header gives the same bytes each time.
    packed = gzip.compress(body, 6, mtime=0) if len(body) > _WORTH else None
    return Kept(
        status=status,
        content_type=content_type,
        body=body,
        packed=packed,
        etag=f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        made_at=time.monotonic(),
    )


class PageCache:
    """Answers by address; safe to use from many threads."""

    def __init__(self, seconds: float = SECONDS, most: int = MOST) -> None:
        self._seconds = seconds
        self._most = most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Kept | None:
        """What is kept under ``key`` and is not too old."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or time.monotonic() - found.made_at > self._seconds:
                return None
            self._kept.move_to_end(key)
            return found

    def put(self, key: str, kept: Kept) -> Kept:
        """Keep an answer."""
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return kept

    def get_or_make(self, key: str, make: Callable[[], Kept]) -> Kept:
        """What is kept, or what ``make`` gives."""
        return self.get(key) or self.put(key, make())

    def clear(self) -> None:
        """Forget everything: something public has changed."""
        with self._lock:
            self._kept.clear()
