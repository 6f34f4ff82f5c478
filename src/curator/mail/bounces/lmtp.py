"""An LMTP door (RFC 2033) through which a mail server hands us what comes to the bounce address.

It takes mail on loopback or a Unix socket only, and says yes to a recipient once the mail is booked.
"""

from __future__ import annotations

import re
import socketserver
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

MOST_BYTES = 2 << 20
MOST_RECIPIENTS = 20
_PATH = re.compile(r"(?:FROM|TO):\s*<([^<>\s]*)>", re.IGNORECASE)

Take = Callable[[bytes, str], None]
"""Books one mail for one recipient; an exception keeps the mail with the server that offers it."""


class LmtpServer(socketserver.ThreadingTCPServer):
    """Listens on loopback; ``serve_forever`` on a thread, ``shutdown`` to end."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, host: str, port: int, take: Take) -> None:
        self.take = take
        super().__init__((host, port), _Session)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class LmtpSocket(socketserver.ThreadingUnixStreamServer):
    """The same on a Unix socket; one that an earlier run left there is replaced, nothing else is."""

    daemon_threads = True

    def __init__(self, path: Path, take: Take) -> None:
        self.take = take
        if path.is_socket():
            path.unlink()
        super().__init__(str(path), _Session)


class _Session(socketserver.StreamRequestHandler):
    timeout = 300

    def setup(self) -> None:
        super().setup()
        self._recipients: list[str] = []

    def handle(self) -> None:
        # A server that goes away in the middle, or says nothing for long, offers its mail again.
        with suppress(OSError):
            self._talk()

    def _talk(self) -> None:
        self._say("220 curator LMTP")
        while line := self.rfile.readline(4096):
            words = line.decode("utf-8", "replace").strip()
            verb = words[:4].upper()
            if verb == "QUIT":
                self._say("221 2.0.0 bye")
                return
            self._answer(verb, words)

    def _answer(self, verb: str, words: str) -> None:
        match verb:
            case "LHLO":
                self._say("250-curator", "250-PIPELINING", "250 ENHANCEDSTATUSCODES")
            case "MAIL" | "RSET":
                self._recipients = []
                self._say("250 2.0.0 ok")
            case "RCPT":
                self._recipient(words)
            case "DATA":
                self._data()
            case "NOOP":
                self._say("250 2.0.0 ok")
            case _:
                self._say("500 5.5.1 what?")

    def _recipient(self, words: str) -> None:
        match = _PATH.search(words)
        if match is None or len(self._recipients) >= MOST_RECIPIENTS:
            self._say("452 4.5.3 not this one")
            return
        self._recipients.append(match[1])
        self._say("250 2.1.5 ok")

    def _data(self) -> None:
        if not self._recipients:
            self._say("503 5.5.1 for whom?")
            return
        self._say("354 go on")
        mail = self._body()
        if mail is not None:
            self._book(mail)
        self._recipients = []

    def _book(self, mail: bytes) -> None:
        take = cast("LmtpServer", self.server).take
        for recipient in self._recipients:
            try:
                take(mail, recipient)
            except Exception:  # noqa: BLE001 - whatever it was, the mail must not be lost
                self._say("451 4.3.0 try again later")
            else:
                self._say("250 2.0.0 booked")

    def _body(self) -> bytes | None:
        """The mail up to its final dot, ``None`` where the connection ended before that.

        What is beyond the limit is read and dropped.
        """
        lines, size = [], 0
        while (line := self.rfile.readline(65536)) not in (b".\r\n", b".\n"):
            if not line:
                return None
            size += len(line)
            if size <= MOST_BYTES:
                lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode("ascii"))
