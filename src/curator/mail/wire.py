"""Octets to and from a mail server: whole replies in, whole commands out, nothing else let through."""

from __future__ import annotations

import re
import socket
import ssl
import struct

from curator.errors import DeliveryError
from curator.mail.replies import CLOSING, Reply, Stage, parse
from curator.mail.transport import ChannelLost

MAX_LINE = 4096
"""Octets of one reply line; RFC 5321 §4.5.3.1.5 allows 512, servers send more."""
MAX_LINES = 200
MAX_HELD = 1 << 16
"""Octets of replies that are kept unread; more is no SMTP."""
SEND_BUFFER = 256 * 1024
MOST_PIECES = 1000
"""Pieces that the kernel puts together; Linux takes 1,024 (``IOV_MAX``)."""
_TOO_LATE = (BlockingIOError, TimeoutError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
"""What a blocking call raises when the kernel's timeout has passed."""

_SINGLE = re.compile(rb"([2-5]\d\d)(?: +([^\r\n]*?))? *\r?\n")
"""A reply of one line, as nearly all are."""
_CLOSING = str(CLOSING).encode()
_REPLY = re.compile(rb"([2-5]\d\d)(?:([ -])([^\r\n]*))?\r?\n\Z")


class Wire:
    """A connected socket that speaks in lines. Every failure is a :class:`ChannelLost`."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self._buffer = b""
        self._over = ""
        """Why nothing more will come, once that is known."""
        self._socket = socket.create_connection((host, port), seconds)
        # Small writes follow large ones; waiting to merge them would cost a round trip each.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A whole mail goes into the kernel at once, and we go on while it travels.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        # The kernel keeps the time: Python's own timeouts cost two more calls for each one.
        self._socket.settimeout(None)
        self._patience = {socket.SO_RCVTIMEO: 0.0, socket.SO_SNDTIMEO: 0.0}
        self._wait(socket.SO_RCVTIMEO, seconds)
        self._wait(socket.SO_SNDTIMEO, seconds)

    def fileno(self) -> int:
        """The socket, to wait on."""
        return self._socket.fileno()

    def secure(self, context: ssl.SSLContext, host: str) -> None:
        """Go on under TLS; raises :class:`OSError`.

        What came before the handshake is dropped, since anyone may have put it there.
        """
        self._buffer = b""
        try:
            self._socket = context.wrap_socket(self._socket, server_hostname=host)
        except _TOO_LATE as error:
            raise TimeoutError("no answer to the TLS handshake in time") from error

    def write(self, *pieces: bytes, seconds: float, decisive: int | None = None) -> None:
        """Send all of ``pieces``, one after another.

        Once ``decisive`` octets are sent, a failure is ambiguous: the server may act on them.
        """
        self._wait(socket.SO_SNDTIMEO, seconds)
        sent, whole, data = 0, sum(map(len, pieces)), None
        try:
            if not isinstance(self._socket, ssl.SSLSocket):
                # The kernel puts them together, which spares a copy of a large mail.
                sent = self._socket.sendmsg(pieces[:MOST_PIECES])
            while sent < whole:
                data = data or memoryview(b"".join(pieces))
                sent += self._socket.send(data[sent:])
        except OSError as error:
            late = isinstance(error, _TOO_LATE)
            why = "the server takes nothing more" if late else f"the connection broke: {error}"
            ambiguous = decisive is not None and sent >= decisive
            raise ChannelLost(f"while sending: {why}", ambiguous=ambiguous) from error

    def command(self, line: str, seconds: float) -> None:
        """Send one command; a line break in it would be a second command and is refused."""
        if not (line.isascii() and line.isprintable()):
            raise DeliveryError("a control character cannot stand in an SMTP command")
        self.write(line.encode("ascii") + b"\r\n", seconds=seconds)

    def pump(self) -> None:
        """Take in what has come, without waiting for more; never raises."""
        more = True
        while more and not self._over and len(self._buffer) <= MAX_HELD:
            try:
                data = self._receive_now()
            except _TOO_LATE:
                return
            except OSError as error:
                self._over = f"the connection broke: {error}"
                return
            self._take(data)
            more = len(data) == MAX_LINE or self._pending()

    def has(self, replies: int) -> bool:
        """Whether so many whole replies have come, or what ends the wait for them.

        That is the end of the connection, a 421, or something that is not SMTP.
        """
        if self._over or len(self._buffer) > MAX_HELD:
            return True
        lines = self._buffer.split(b"\n")[:-1]
        whole = sum(line[3:4] != b"-" for line in lines)
        return whole >= replies or any(line.startswith(_CLOSING) for line in lines)

    def _receive_now(self) -> bytes:
        if not isinstance(self._socket, ssl.SSLSocket):
            return self._socket.recv(MAX_LINE, socket.MSG_DONTWAIT)
        self._socket.setblocking(False)
        try:
            return self._socket.recv(MAX_LINE)
        finally:
            self._socket.setblocking(True)

    def _pending(self) -> bool:
        return isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0

    def _take(self, data: bytes) -> None:
        self._buffer += data
        if not data:
            self._over = "the server closed the connection"

    def read(self, seconds: float, stage: Stage = Stage.BODY) -> Reply:
        """The next reply, its lines joined."""
        if not self._buffer:
            self._receive(seconds)
        single = _SINGLE.match(self._buffer)
        if single is not None:
            self._buffer = self._buffer[single.end() :]
            return parse(int(single[1]), (single[2] or b"").decode("utf-8", "replace"), stage)
        code, lines = self.read_lines(seconds)
        return parse(code, " ".join(lines), stage)

    def read_lines(self, seconds: float) -> tuple[int, list[str]]:
        """The code and the lines of the next reply."""
        texts: list[str] = []
        for _ in range(MAX_LINES):
            match = _REPLY.match(self._line(seconds))
            if match is None:
                raise ChannelLost("the server's reply is not SMTP")
            texts.append((match[3] or b"").decode("utf-8", "replace").strip())
            if match[2] != b"-":
                return int(match[1]), texts
        raise ChannelLost("the server's reply does not end")

    def _line(self, seconds: float) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > MAX_LINE:
                raise ChannelLost("the server's reply is too long")
            self._receive(seconds)
        line, self._buffer = self._buffer[: end + 1], self._buffer[end + 1 :]
        return line

    def _receive(self, seconds: float) -> None:
        """Wait for more."""
        if self._over:
            raise ChannelLost(self._over)
        self._wait(socket.SO_RCVTIMEO, seconds)
        try:
            data = self._socket.recv(MAX_LINE)
        except _TOO_LATE as error:
            raise ChannelLost("the server did not answer in time") from error
        except OSError as error:
            raise ChannelLost(f"the connection broke: {error}") from error
        self._take(data)
        if self._over:
            raise ChannelLost(self._over)

    def _wait(self, option: int, seconds: float) -> None:
        """Set a timeout where it differs: each setting is a call into the kernel."""
        if self._patience[option] != seconds:
            self._patience[option] = seconds
            whole, rest = divmod(seconds, 1)
            self._socket.setsockopt(
                socket.SOL_SOCKET, option, struct.pack("@ll", int(whole), int(rest * 1e6))
            )

    def close(self) -> None:
        """Hang up; never raises."""
        self._socket.close()
