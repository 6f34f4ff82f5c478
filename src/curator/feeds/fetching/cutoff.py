"""The program stops: whatever waits for the network is cut off and fails at once."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from weakref import WeakSet

import httpcore

STOPPING = "Curator is stopping"


class Cutoff:
    """Knows every open connection of one fetcher; safe to use from many threads."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._guard = threading.Lock()

    def watch(self, stream: httpcore.NetworkStream) -> None:
        """Remember a connection that was just made, or became encrypted."""
        found = stream.get_extra_info("socket")
        with self._guard:
            self._sockets.add(found)
        if self._stopping.is_set():
            _shut(found)

    def wait(self, seconds: float) -> None:
        """Wait so long, or until :meth:`now`."""
        self._stopping.wait(seconds)

    def check(self) -> None:
        """Raise ``httpcore.ReadTimeout`` once it has come."""
        if self._stopping.is_set():
            raise httpcore.ReadTimeout(STOPPING)

    def now(self) -> None:
        """Cut everything off, and let nothing begin from now on."""
        self._stopping.set()
        with self._guard:
            for one in list(self._sockets):
                _shut(one)


def _shut(connection: socket.socket) -> None:
    """End it below TLS, whose own shutdown would wait for the thread that reads."""
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
