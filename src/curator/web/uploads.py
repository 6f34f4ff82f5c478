"""Files that the author sent and has not decided on: kept in memory for a while, then forgotten."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from curator.errors import NotFound

KEPT = timedelta(hours=1)
MOST = 4
"""Files kept; the oldest goes first."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file."""

    name: str
    data: bytes
    at: datetime


@dataclass(slots=True)
class Uploads:
    """Files by the token under which they wait; safe to use from many threads."""

    _kept: dict[str, Upload] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, name: str, data: bytes, now: datetime) -> str:
        """Keep a file; gives its token."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._forget_old(now)
            self._kept[token] = Upload(name, data, now)
            while len(self._kept) > MOST:
                self._kept.pop(next(iter(self._kept)))
        return token

    def take(self, token: str, now: datetime) -> Upload:
        """The file, which is then forgotten. Raises :class:`NotFound` for one that is gone."""
        with self._lock:
            self._forget_old(now)
            found = self._kept.pop(token, None)
        if found is None:
            raise NotFound("that file is not here any more; choose it again")
        return found

    def _forget_old(self, now: datetime) -> None:
        for token in [one for one, file in self._kept.items() if now - file.at > KEPT]:
            del self._kept[token]
