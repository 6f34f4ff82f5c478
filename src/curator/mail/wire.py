"""Octets to and from a mail server: whole replies in, whole commands out, nothing else let through."""

from __future__ import annotations

import socket
import ssl
import struct

from curator.errors import DeliveryError
from curator.mail.incoming import Incoming, Lines
from curator.mail.replies import Reply, Stage, parse
from curator.mail.transport import ChannelLost

AT_ONCE = 4096
"""Octets that are received at a time."""
SEND_BUFFER = 256 * 1024
MOST_PIECES = 1000
"""Pieces that the kernel puts together; Linux takes 1,024 (``IOV_MAX``)."""
_TOO_LATE = (BlockingIOError, TimeoutError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
"""What a blocking call raises when the kernel's timeout has passed."""


class Wire:
    """A connected socket that speaks in lines. Every failure is a :class:`ChannelLost`."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self._incoming = Incoming()
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
        self._incoming = Incoming()
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
        while more and not self._incoming.full:
            try:
                data = self._receive_now()
            except _TOO_LATE:
                return
            except OSError as error:
                self._incoming.end(f"the connection broke: {error}")
                return
            self._incoming.take(data)
            more = len(data) == AT_ONCE or self._pending()

    def has(self, replies: int) -> bool:
        """Whether so many whole replies have come, or what ends the wait for them."""
        return self._incoming.has(replies)

    def _receive_now(self) -> bytes:
        if not isinstance(self._socket, ssl.SSLSocket):
            return self._socket.recv(AT_ONCE, socket.MSG_DONTWAIT)
        self._socket.setblocking(False)
        try:
            return self._socket.recv(AT_ONCE)
        finally:
            self._socket.setblocking(True)

    def _pending(self) -> bool:
        return isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0

    def read(self, seconds: float, stage: Stage = Stage.BODY) -> Reply:
        """The next reply, its lines joined."""
        code, lines = self.read_lines(seconds)
        return parse(code, " ".join(lines), stage)

    def read_lines(self, seconds: float) -> Lines:
        """The code and the lines of the next reply."""
        while (reply := self._incoming.next()) is None:
            if self._incoming.over:
                raise ChannelLost(self._incoming.over)
            self._incoming.take(self._receive(seconds))
        return reply

    def _receive(self, seconds: float) -> bytes:
        """Wait for more."""
        self._wait(socket.SO_RCVTIMEO, seconds)
        try:
            return self._socket.recv(AT_ONCE)
        except _TOO_LATE as error:
            raise ChannelLost("the server did not answer in time") from error
        except OSError as error:
            raise ChannelLost(f"the connection broke: {error}") from error

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
