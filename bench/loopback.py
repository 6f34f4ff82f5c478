"""A site on the loopback network that serves feeds fast enough not to be what is measured.

Each source lives at an address of its own (127.0.x.y), as each real one lives on a host of its
own. Bodies carry an ETag; a conditional request gets a 304.
"""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
import re
from collections.abc import Mapping
from multiprocessing.connection import Connection

_CONDITION = re.compile(rb"\r\nif-none-match: *([^\r]+)", re.IGNORECASE)


def address(number: int, port: int) -> str:
    """The address of a source: a host of the loopback network per number."""
    high, low = divmod(number, 250)
    return f"http://127.{high // 250 + 1}.{high % 250}.{low + 1}:{port}/feed"


class _Answering(asyncio.Protocol):
    def __init__(self, bodies: Mapping[bytes, tuple[bytes, bytes]]) -> None:
        self._bodies = bodies
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
            host = re.search(rb"\r\nhost: *([^\r:]+)", head, re.IGNORECASE)
            self._answer(head, host[1] if host else b"")

    def _answer(self, head: bytes, host: bytes) -> None:
        etag, body = self._bodies.get(host, (b'"none"', b""))
        condition = _CONDITION.search(head)
        write = self._transport.write  # type: ignore[attr-defined]
        if condition and condition[1] == etag:
            write(b"HTTP/1.1 304 x\r\nETag: " + etag + b"\r\n\r\n")
            return
        fields = b"HTTP/1.1 200 x\r\nContent-Type: application/xml\r\nETag: %b\r\nContent-Length: %d\r\n\r\n"
        write(fields % (etag, len(body)) + body)


def _host(number: int) -> bytes:
    return address(number, 0).split("//")[1].split(":")[0].encode()


def _tagged(bodies: list[bytes]) -> dict[bytes, tuple[bytes, bytes]]:
    return {
        _host(number): (b'"%s"' % hashlib.sha256(body).hexdigest()[:16].encode(), body)
        for number, body in enumerate(bodies)
    }


def _serve(pipe: Connection) -> None:
    """Serve until told otherwise; a list of bodies that comes through ``pipe`` replaces them."""
    bodies: dict[bytes, tuple[bytes, bytes]] = {}

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Answering(bodies), "0.0.0.0", 0, backlog=1000)
        pipe.send(server.sockets[0].getsockname()[1])
        while (given := await loop.run_in_executor(None, pipe.recv)) is not None:
            bodies.clear()
            bodies.update(_tagged(given))
            pipe.send("ready")

    asyncio.run(run())


class Loopback:
    """The serving process."""

    def __init__(self) -> None:
        self._pipe, other = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=_serve, args=(other,), daemon=True)
        self._process.start()
        self.port: int = self._pipe.recv()
        self.process = self._process.pid or 0

    def serve(self, bodies: list[bytes]) -> list[str]:
        """Serve these bodies; their addresses."""
        self._pipe.send(bodies)
        self._pipe.recv()
        return [address(number, self.port) for number in range(len(bodies))]

    def close(self) -> None:
        """End the process."""
        self._pipe.send(None)
        self._process.join()
