"""Octets to and from a mail server: whole replies in, whole commands out, nothing else let through."""

from __future__ import annotations

import re
import socket
import ssl

from curator.errors import DeliveryError
from curator.mail.replies import Reply, Stage, parse
from curator.mail.transport import ChannelLost

MAX_LINE = 4096
"""Octets of one reply line; RFC 5321 §4.5.3.1.5 allows 512, servers send more."""
MAX_LINES = 200

_REPLY = re.compile(rb"([2-5]\d\d)(?:([ -])([^\r\n]*))?\r?\n\Z")


class Wire:
    """A connected socket that speaks in lines. Every failure is a :class:`ChannelLost`."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self._buffer = b""
        self._seconds = seconds
        self._socket = socket.create_connection((host, port), seconds)
        # Small writes follow large ones; waiting to merge them would cost a round trip each.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def secure(self, context: ssl.SSLContext, host: str) -> None:
        """Go on under TLS; raises :class:`OSError`.

        What came before the handshake is dropped, since anyone may have put it there.
        """
        self._buffer = b""
        self._socket = context.wrap_socket(self._socket, server_hostname=host)

    def write(self, data: bytes, seconds: float) -> None:
        """Send all of ``data``."""
        try:
            self._patience(seconds)
            self._socket.sendall(data)
        except OSError as error:
            raise ChannelLost(f"the connection broke while sending: {error}") from error

    def command(self, line: str, seconds: float) -> None:
        """Send one command; a line break in it would be a second command and is refused."""
        if not (line.isascii() and line.isprintable()):
            raise DeliveryError("a control character cannot stand in an SMTP command")
        self.write(line.encode("ascii") + b"\r\n", seconds)

    def read(self, seconds: float, stage: Stage = Stage.BODY) -> Reply:
        """The next reply, its lines joined."""
        code, lines = self.read_lines(seconds)
        return parse(code, " ".join(lines), stage)

    def read_lines(self, seconds: float) -> tuple[int, list[str]]:
        """The code and the lines of the next reply."""
        self._patience(seconds)
        texts: list[str] = []
        for _ in range(MAX_LINES):
            match = _REPLY.match(self._line())
            if match is None:
                raise ChannelLost("the server's reply is not SMTP")
            texts.append((match[3] or b"").decode("utf-8", "replace").strip())
            if match[2] != b"-":
                return int(match[1]), texts
        raise ChannelLost("the server's reply does not end")

    def _patience(self, seconds: float) -> None:
        """Set the timeout where it differs: each setting is a call into the kernel."""
        if seconds != self._seconds:
            self._seconds = seconds
            self._socket.settimeout(seconds)

    def _line(self) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > MAX_LINE:
                raise ChannelLost("the server's reply is too long")
            self._buffer += self._receive()
        line, self._buffer = self._buffer[: end + 1], self._buffer[end + 1 :]
        return line

    def _receive(self) -> bytes:
        try:
            data = self._socket.recv(MAX_LINE)
        except TimeoutError as error:
            raise ChannelLost("the server did not answer in time") from error
        except OSError as error:
            raise ChannelLost(f"the connection broke: {error}") from error
        if not data:
            raise ChannelLost("the server closed the connection")
        return data

    def close(self) -> None:
        """Hang up; never raises."""
        self._socket.close()
