"""Public pages are made once and kept for a few seconds, compressed.

A newsletter's page is read by many people within minutes of the mail and changes hardly ever. What
is kept holds nothing of any reader. However many ask for a page that has to be made, one makes it.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

SECONDS = 10.0
GRACE_SECONDS = 30.0
"""While a page is made anew, others get the old one if it is no older than this beyond its time."""
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

    def __init__(
        self, seconds: float = SECONDS, grace: float = GRACE_SECONDS, most: int = MOST
    ) -> None:
        self._seconds = seconds
        self._grace = grace
        self._most = most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._making: dict[str, Future[Kept]] = {}
        self._lock = threading.Lock()

    async def get_or_make(self, key: str, make: Callable[[], Kept]) -> Kept:
        """What is kept under ``key`` and is fresh, or what ``make`` gives, in a thread.

        While somebody makes it, all others get the old one or wait for the new one; where ``make``
        raises, those who wait are told the same.
        """
        with self._lock:
            found = self._kept.get(key)
            age = time.monotonic() - found.made_at if found else float("inf")
            if found and (age <= self._seconds or self._is_made_anew(key, age)):
                self._kept.move_to_end(key)
                return found
            making = self._making.get(key)
            mine = making is None
            if making is None:
                making = self._making[key] = Future()
        if mine:
            await self._begin(key, make, making)
        # Whoever gives up waiting does so alone.
        return await asyncio.shield(asyncio.wrap_future(making))

    def _is_made_anew(self, key: str, age: float) -> bool:
        return key in self._making and age <= self._seconds + self._grace

    async def _begin(self, key: str, make: Callable[[], Kept], making: Future[Kept]) -> None:
        try:
            await run_in_threadpool(self._make, key, make, making)
        finally:
            if making.cancel():  # No thread has taken it up, and nobody must wait for ever.
                self._end(key, making, None)

    def _make(self, key: str, make: Callable[[], Kept], making: Future[Kept]) -> None:
        if not making.set_running_or_notify_cancel():
            return
        try:
            kept = make()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            self._end(key, making, None)
            making.set_exception(error)
        else:
            self._end(key, making, kept)
            making.set_result(kept)

    def _end(self, key: str, making: Future[Kept], kept: Kept | None) -> None:
        """Keep what was made, unless something public has changed since it was begun."""
        with self._lock:
            if self._making.get(key) is making:
                del self._making[key]
                if kept:
                    self._keep(key, kept)

    def _keep(self, key: str, kept: Kept) -> None:
        self._kept[key] = kept
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: something public has changed."""
        with self._lock:
            self._kept.clear()
            self._making.clear()
