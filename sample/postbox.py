"""A real, small SMTP server on the loopback interface that keeps what it is given (RFC 5321).

It is for the demo alone: one message a transaction, no TLS, no log-in, no limits worth the name.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_LINE_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class Letter:
    """One accepted message."""

    sender: str
    recipients: tuple[str, ...]
    message: bytes
    """As it came, with dots unstuffed and lines ended by CR LF."""


@dataclass(slots=True)
class Postbox:
    """Where the server is, and what it has accepted, in order."""

    url: str
    letters: list[Letter] = field(default_factory=list)


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    """Listen on a free loopback port until the block ends."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session)
    server.daemon_threads = True
    postbox = Postbox(f"smtp://127.0.0.1:{server.server_address[1]}?starttls=never")
    server.postbox = postbox  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield postbox
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Session(socketserver.StreamRequestHandler):
    """One client from greeting to QUIT."""

    def handle(self) -> None:
        """Answer command after command."""
        self._begin()
        self._say("220 postbox.example ESMTP")
        while line := self.rfile.readline(_LINE_LIMIT):
            verb = line[:4].decode("ascii", "replace").strip().upper()
            if verb == "QUIT":
                self._say("221 goodbye")
                return
            self._obey(verb, line.decode("utf-8", "replace").strip())

    def _begin(self) -> None:
        """Forget the transaction."""
        self._sender: str | None = None
        self._recipients: list[str] = []

    def _obey(self, verb: str, line: str) -> None:
        """Carry out one command (§4.1.1)."""
        if verb == "EHLO":
            self._say("250-postbox.example", "250-PIPELINING", "250-8BITMIME", "250 SIZE 20000000")
        elif verb == "MAIL":
            self._begin()
            self._sender = _path(line)
            self._say("250 sender ok")
        elif verb == "RCPT":
            self._recipients.append(_path(line))
            self._say("250 recipient ok")
        elif verb == "DATA":
            self._take()
        elif verb in ("HELO", "RSET", "NOOP"):
            if verb == "RSET":
                self._begin()
            self._say("250 ok")
        else:
            self._say("502 not known here")

    def _take(self) -> None:
        """Read a message up to the lone dot and keep it."""
        if self._sender is None or not self._recipients:
            self._say("503 first MAIL and RCPT")
            return
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        letter = Letter(self._sender, tuple(self._recipients), b"".join(lines))
        self.server.postbox.letters.append(letter)  # type: ignore[attr-defined]
        self._begin()
        self._say("250 kept")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


def _path(line: str) -> str:
    """The address between angle brackets."""
    return line.partition("<")[2].partition(">")[0]
