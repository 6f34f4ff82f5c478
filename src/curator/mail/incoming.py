"""What a mail server has said: octets in, whole replies out (RFC 5321 §4.2)."""

from __future__ import annotations

import re
from collections import deque
from functools import lru_cache

from curator.mail.replies import CLOSING

MAX_LINE = 4096
"""Octets of one reply line; RFC 5321 §4.5.3.1.5 allows 512, servers send more."""
MAX_LINES = 200
"""Of one reply."""
MAX_HELD = 1000
"""Replies that are kept unread; more is no SMTP."""

_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])([^\r\n]*))?\r?")

Lines = tuple[int, list[str]]
"""The code of a reply and its lines."""


class Incoming:
    """Replies that have come and are not read yet. What is no reply ends the conversation."""

    def __init__(self) -> None:
        self._replies: deque[Lines] = deque()
        self._lines: list[str] = []
        """Of the reply that goes on."""
        self._rest = b""
        """Of the line that goes on."""
        self.over = ""
        """Why nothing more will come, once that is known."""

    def take(self, data: bytes) -> None:
        """Take in octets; none at all are the end of the connection."""
        if not data:
            self.end("the server closed the connection")
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._note(line)
        if len(self._rest) > MAX_LINE:
            self.end("the server's reply is too long")

    def end(self, why: str) -> None:
        """Expect nothing more; the first reason counts."""
        self.over = self.over or why

    def has(self, replies: int) -> bool:
        """Whether so many whole replies have come, or what ends the wait for them.

        That is the end of the connection, a 421, or something that is not SMTP.
        """
        held = self._replies
        return len(held) >= replies or bool(self.over) or any(code == CLOSING for code, _ in held)

    @property
    def full(self) -> bool:
        """Whether to take in no more for now."""
        return bool(self.over) or len(self._replies) > MAX_HELD

    def next(self) -> Lines | None:
        """The reply that came first, or ``None`` before one has come whole."""
        return self._replies.popleft() if self._replies else None

    def _note(self, line: bytes) -> None:
        found = _read(line)
        if self.over or found is None:
            self.end("the server's reply is not SMTP")
            return
        code, text, goes_on = found
        self._lines.append(text)
        if not goes_on:
            self._replies.append((code, self._lines))
            self._lines = []
        elif len(self._lines) >= MAX_LINES:
            self.end("the server's reply does not end")


@lru_cache(maxsize=256)
def _read(line: bytes) -> tuple[int, str, bool] | None:
    """The code and text of a line, and whether another one follows; most lines come again."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    text = (match[3] or b"").decode("utf-8", "replace").strip()
    return int(match[1]), text, match[2] == b"-"
