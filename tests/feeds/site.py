"""A site on the loopback address that answers as a test tells it to, and remembers what it saw."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

RSS = "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site says for one path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    """Sent instead of everything else, status line and all; then the connection is closed."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the site was asked."""

    path: str
    headers: Mapping[str, str]
    """Names in lower case."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who goes away is no fault to tell of."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


Respond = Callable[[Request], Answer]


class Site:
    """Serves ``routes``; a missing path is a 404. Use as a context manager."""

    def __init__(self, routes: Mapping[str, Answer | Respond] | None = None) -> None:
        self.routes: dict[str, Answer | Respond] = dict(routes or {})
        self.requests: list[Request] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def respond(self, request: Request) -> Answer:
        with self._lock:
            self.requests.append(request)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            found = self.routes.get(request.path, Answer(b"nothing here", 404))
            return found if isinstance(found, Answer) else found(request)
        finally:
            with self._lock:
                self._at_once -= 1

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                fields = {name.lower(): value for name, value in self.headers.items()}
                answer = site.respond(Request(self.path, fields))
                if answer.raw is not None:
                    self.wfile.write(answer.raw)
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.status != 304:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if answer.status != 304:
                    self.wfile.write(answer.body)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        return Handler

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def rss(*titles: str, extra: str = "", host: str = "https://blog.example") -> bytes:
    """An RSS feed with an item for each title."""
    items = "".join(
        f"<item><title>{title}</title><link>{host}/{number}</link><guid>{host}/{number}</guid>"
        f"<pubDate>Mon, {number:02} Feb 2026 10:00:00 GMT</pubDate>"
        f"<description>About {title}.</description></item>"
        for number, title in enumerate(titles, 1)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title><link>{host}/</link>'
        f"<description>A blog</description>{extra}{items}</channel></rss>"
    ).encode()
