"""A mail server of our own for tests: fast, keeps what it gets, and misbehaves on order.

A plain :mod:`asyncio` protocol on a thread. A :class:`Script` decides the reply to each recipient
and each mail, so that storms, refusals and lost connections can be played.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

DROP = b"drop"
"""Instead of a reply: close the connection."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it came."""

    sender: str
    recipient: str
    data: bytes
    """Dots unstuffed."""
    raw: bytes
    """As on the wire."""


def accept(recipient: str, attempt: int) -> bytes:
    """The reply of a well-behaved server."""
    return b"250 2.0.0 ok\r\n"


Answer = Callable[[str, int], bytes]
"""Recipient and how often it was seen before → the reply, or :data:`DROP`."""


@dataclass(slots=True)
class Script:
    """How the server behaves."""

    rcpt: Answer = accept
    body: Answer = accept
    mail: Answer = accept
    greeting: bytes = b"220 sink ESMTP\r\n"
    features: tuple[str, ...] = ("PIPELINING", "8BITMIME", "SIZE 10000000", "DSN")
    delay_seconds: float = 0.0
    keep: bool = True
    users: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    """From the first octet."""
    starttls: ssl.SSLContext | None = None
    most_mails_per_connection: int | None = None
    most_connections: int | None = None
    """More are told to come back later."""
    most_mails: int | None = None
    """After so many the server is gone for good."""


class Sink:
    """The server and what it has received."""

    def __init__(self, script: Script | None = None) -> None:
        self.script = script or Script()
        self.mails: list[Mail] = []
        self.count = 0
        self.connections = 0
        self.open_connections = 0
        self.most_connections = 0
        self.tried: dict[str, int] = {}
        self.tried_body: dict[str, int] = {}
        self.commands: list[str] = []
        self.port = 0
        self.loop = asyncio.new_event_loop()

    @property
    def recipients(self) -> list[str]:
        """Everybody who got a mail, once per mail."""
        return [mail.recipient for mail in self.mails]


class _Session(asyncio.Protocol):
    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.script = sink.script
        self.buffer = bytearray()
        self.in_data = False
        self.sender = self.recipient = ""
        self.taken = 0
        self.transport: asyncio.Transport
        self.login: list[str] | None = None
        self.upgrading = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.sink.connections += 1
        self.sink.open_connections += 1
        self.sink.most_connections = max(self.sink.most_connections, self.sink.open_connections)
        most = self.script.most_connections
        if self.gone():
            self.transport.abort()
        elif most is not None and self.sink.open_connections > most:
            self.reply(b"421 4.7.0 too many connections\r\n")
        else:
            self.reply(self.script.greeting)

    def gone(self) -> bool:
        most = self.script.most_mails
        return most is not None and self.sink.count >= most

    def connection_lost(self, error: Exception | None) -> None:
        self.sink.open_connections -= 1

    def reply(self, line: bytes) -> None:
        if line == DROP:
            self.transport.abort()
        elif self.script.delay_seconds:
            self.sink.loop.call_later(self.script.delay_seconds, self.transport.write, line)
        else:
            self.transport.write(line)
        if line.startswith(b"421"):
            self.sink.loop.call_later(self.script.delay_seconds, self.transport.close)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        self.work()

    def work(self) -> None:
        # While TLS is set up, an answer would still go out in the clear.
        while not self.upgrading and self.step():
            pass

    def step(self) -> bool:
        if self.in_data:
            return self.take_body()
        end = self.buffer.find(b"\n")
        if end < 0:
            return False
        line = bytes(self.buffer[:end]).rstrip(b"\r").decode()
        del self.buffer[: end + 1]
        self.command(line)
        return not self.transport.is_closing()

    def command(self, line: str) -> None:
        if self.gone():
            self.transport.abort()
            return
        verb = line.upper().partition(" ")[0]
        self.sink.commands.append(line)
        if self.login is not None:
            self.auth_step(line)
        elif verb == "EHLO":
            lines = ["sink", *self.script.features]
            marks = ["-"] * (len(lines) - 1) + [" "]
            self.reply(
                "".join(f"250{m}{x}\r\n" for m, x in zip(marks, lines, strict=True)).encode()
            )
        elif verb == "MAIL":
            self.sender = line.partition("<")[2].partition(">")[0]
            self.recipient = ""
            self.reply(self.script.mail(self.sender, self.taken))
        elif verb == "RCPT":
            self.rcpt(line.partition("<")[2].partition(">")[0])
        elif verb == "DATA":
            self.in_data = bool(self.recipient)
            self.reply(b"354 go\r\n" if self.in_data else b"503 5.5.1 no recipients\r\n")
        elif verb == "AUTH":
            self.auth(line)
        elif verb == "STARTTLS" and self.script.starttls:
            self.upgrading = True
            self.sink.loop.create_task(self.start_tls(self.script.starttls))
        elif verb == "QUIT":
            self.reply(b"221 bye\r\n")
            self.transport.close()
        else:
            self.reply(b"250 ok\r\n")

    async def start_tls(self, context: ssl.SSLContext) -> None:
        # What comes after "go" belongs to TLS, however quick the client is.
        self.transport.pause_reading()
        self.transport.write(b"220 go\r\n")
        upgraded = await self.sink.loop.start_tls(self.transport, self, context, server_side=True)
        assert isinstance(upgraded, asyncio.Transport)
        self.transport = upgraded
        self.upgrading = False
        self.work()

    def rcpt(self, recipient: str) -> None:
        answer = self.script.rcpt(recipient, self.sink.tried.get(recipient, 0))
        self.sink.tried[recipient] = self.sink.tried.get(recipient, 0) + 1
        if answer.startswith(b"2"):
            self.recipient = recipient
        self.reply(answer)

    def auth(self, line: str) -> None:
        import base64

        words = line.split(" ")
        if words[1].upper() == "LOGIN":
            self.login = []
            self.reply(b"334 VXNlcm5hbWU6\r\n")
            return
        _, user, password = base64.b64decode(words[2]).decode().split("\0")
        self.check(user, password)

    def auth_step(self, line: str) -> None:
        import base64

        assert self.login is not None
        self.login.append(base64.b64decode(line).decode())
        if len(self.login) == 1:
            self.reply(b"334 UGFzc3dvcmQ6\r\n")
            return
        user, password = self.login
        self.login = None
        self.check(user, password)

    def check(self, user: str, password: str) -> None:
        good = self.script.users.get(user) == password
        self.reply(b"235 2.7.0 welcome\r\n" if good else b"535 5.7.8 bad credentials\r\n")

    def take_body(self) -> bool:
        end = self.buffer.find(b"\r\n.\r\n")
        if end < 0 and not self.buffer.startswith(b".\r\n"):
            return False
        raw = bytes(self.buffer[: end + 2]) if end >= 0 else b""
        del self.buffer[: end + 5 if end >= 0 else 3]
        self.in_data = False
        self.finish(raw)
        return not self.transport.is_closing()

    def finish(self, raw: bytes) -> None:
        seen = self.sink.tried_body.get(self.recipient, 0)
        self.sink.tried_body[self.recipient] = seen + 1
        answer = self.script.body(self.recipient, seen)
        if answer.startswith(b"2"):
            self.keep(raw)
        self.taken += 1
        most = self.script.most_mails_per_connection
        self.reply(answer)
        if most is not None and self.taken >= most:
            self.reply(b"421 4.7.0 enough for one session\r\n")
        self.recipient = ""

    def keep(self, raw: bytes) -> None:
        self.sink.count += 1
        if self.script.keep:
            data = raw.replace(b"\r\n..", b"\r\n.")
            data = data[1:] if data.startswith(b"..") else data
            self.sink.mails.append(Mail(self.sender, self.recipient, data, raw))


@contextmanager
def running(script: Script | None = None, port: int = 0) -> Iterator[Sink]:
    """A sink on a free port of loopback while the block lasts."""
    sink = Sink(script)
    ready = threading.Event()
    servers: list[asyncio.Server] = []

    async def start() -> None:
        server = await sink.loop.create_server(
            lambda: _Session(sink), "127.0.0.1", port, ssl=sink.script.tls
        )
        servers.append(server)
        sink.port = server.sockets[0].getsockname()[1]
        ready.set()

    def serve() -> None:
        asyncio.set_event_loop(sink.loop)
        sink.loop.run_until_complete(start())
        sink.loop.run_forever()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    ready.wait(5)
    try:
        yield sink
    finally:
        sink.loop.call_soon_threadsafe(_stop, sink, servers)
        thread.join(5)
        sink.loop.close()


def _stop(sink: Sink, servers: list[asyncio.Server]) -> None:
    for server in servers:
        server.close()
    for task in asyncio.all_tasks(sink.loop):
        task.cancel()
    sink.loop.call_soon(sink.loop.stop)
