"""Connections are made on threads of their own, so that a slow greeting holds up no other mail."""

from __future__ import annotations

import socket
from collections.abc import Callable
from threading import Event, Lock, Thread

from curator.errors import CuratorError, SmtpClosed, SmtpUnreachable
from curator.mail.transport import Channel, Transport

TRIES = 3
"""Failures to connect in a row that are borne."""
GOODBYE_SECONDS = 2.0
"""A server that does not answer our goodbye is left without it."""

Found = Channel | CuratorError


class Connector:
    """Opens channels in the background, and wakes whoever waits on :meth:`fileno` for them."""

    def __init__(self, transport: Transport, *, pause_seconds: float) -> None:
        self._transport = transport
        self._pause_seconds = pause_seconds
        self._closed = Event()
        self._lock = Lock()
        """Held while something is put in or the connector is closed."""
        self._found: list[Found] = []
        self._bell, self._ringer = socket.socketpair()
        self._threads: list[Thread] = []
        self._locked_out: SmtpClosed | None = None
        """What the server said that does not let us in, such as to our password."""
        self.busy = 0
        """Connections that are being made."""

    def fileno(self) -> int:
        """Readable when there is something to :meth:`collect`."""
        return self._bell.fileno()

    def start(self) -> None:
        """Begin to make one connection."""
        self.busy += 1
        self._spawn(self._open)

    def hang_up(self, channel: Channel) -> None:
        """Say goodbye in the background; the answer to it may take a second."""
        self._spawn(channel.close)

    def collect(self) -> list[Found]:
        """Channels made since the last call, and why others could not be made."""
        with self._lock:
            found, self._found = self._found, []
            if found:
                self._bell.recv(len(found))
        self.busy -= len(found)
        return found

    def close(self) -> None:
        """Wait for the goodbyes; a connection that is still being made is closed when it comes."""
        with self._lock:
            self._closed.set()
            left, self._found = self._found, []
        for one in left:
            _close(one)
        for thread in self._threads:
            thread.join(GOODBYE_SECONDS)
        self._bell.close()
        self._ringer.close()

    def _spawn(self, work: Callable[[], object]) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = Thread(target=work, name="connector", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _open(self) -> None:
        found = self._try()
        with self._lock:
            if not self._closed.is_set():
                self._found.append(found)
                self._ringer.send(b"!")
                return
        _close(found)

    def _try(self) -> Found:
        """A channel, or the last failure; a server that does not let us in is asked once."""
        failure: CuratorError = SmtpUnreachable("the run is over")
        for attempt in range(TRIES):
            if self._closed.is_set():
                break
            if self._locked_out is not None:
                return self._locked_out
            try:
                return self._transport.connect()
            except SmtpClosed as error:
                self._locked_out = error
                return error
            except SmtpUnreachable as error:
                failure = error
                self._closed.wait(self._pause_seconds * (attempt + 1))
            except CuratorError as error:
                return error
        return failure


def _close(found: Found) -> None:
    if not isinstance(found, CuratorError):
        found.close()
