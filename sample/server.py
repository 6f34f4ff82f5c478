"""Serves the sample week's web on the loopback interface.

``site/HOST/PATH`` is what ``http://HOST/PATH`` answers. There are two ways to reach it:

- as a **proxy**: with ``HTTP_PROXY`` set to the server's address, any HTTP client sees every page
  under its own name, ``http://slowgrad.example/feed.xml``;
- **directly**: ``http://127.0.0.1:PORT/slowgrad.example/feed.xml``, with all links in the pages
  rewritten to that form, so that a browser can follow them.

Answers carry an ETag and honour conditional requests (RFC 9110 §13).
"""

from __future__ import annotations

import hashlib
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

FOLDER = Path(__file__).parent / "site"
FEEDS = Path(__file__).parent / "feeds.yaml"
NOW = "2026-02-23T08:00:00Z"
"""The Monday morning after the sample week, when its issue is due."""
WEEK = "2026-W08"
_MODIFIED = "Sun, 22 Feb 2026 20:00:00 GMT"
_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/feed+json; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".rss": "application/rss+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_XML_ROOTS = {
    b"<rss": "application/rss+xml; charset=utf-8",
    b"<feed": "application/atom+xml; charset=utf-8",
    b"<urlset": "application/xml; charset=utf-8",
    b"<!DOCTYPE html": "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Site:
    """The hosts in a folder, and what each address answers."""

    folder: Path = FOLDER

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names of all hosts."""
        return tuple(sorted(path.name for path in self.folder.iterdir() if path.is_dir()))

    def find(self, url: str) -> Path | None:
        """The file that an address such as ``http://HOST/PATH?QUERY`` answers with.

        Unknown query parameters are ignored, as most servers do.
        """
        parts = urlsplit(url)
        if parts.hostname not in self.hosts:
            return None
        root = (self.folder / parts.hostname).resolve()
        path = unquote(parts.path).strip("/")
        tails = ("", ".html", ".atom", ".pdf", "/index.html", "/index.xml")
        asked = [f"{path}@{parts.query}.html", *(path + tail for tail in tails)]
        for name in asked:
            file = (root / name.lstrip("/")).resolve()
            if file.is_file() and file.is_relative_to(root):
                return file
        return None

    def rewritten(self, text: str, base: str, host: str = "") -> str:
        """``text`` with every address of the site under ``base``; ``host`` is where it stands."""
        names = "|".join(map(re.escape, self.hosts))
        text = re.sub(rf"https?://({names})(?=[/\"'<?#&\s]|$)", rf"{base}/\1", text)
        return re.sub(r'(href|src)="/(?!/)', rf'\1="/{host}/', text) if host else text


@dataclass(slots=True)
class Running:
    """A server that runs: where it is, and what it was asked."""

    base: str
    """``http://127.0.0.1:PORT``."""
    site: Site
    log: list[tuple[str, int]] = field(default_factory=list)
    """Address and status of each request, in order."""

    def address(self, url: str) -> str:
        """The direct form of one of the site's addresses."""
        return self.site.rewritten(url, self.base)

    def feeds(self) -> str:
        """The sample's ``feeds.yaml`` with direct addresses."""
        return self.address(FEEDS.read_text("utf-8"))


@contextmanager
def serve(site: Site | None = None, port: int = 0) -> Iterator[Running]:
    """Serve ``site`` on a loopback port, by default a free one, until the block ends."""
    server = _Server(("127.0.0.1", port), _Handler)
    running = Running(f"http://127.0.0.1:{server.server_address[1]}", site or Site())
    server.running = running  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    """A server that is not surprised when a client leaves in the middle."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a broken connection; tell anything else."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file, or with 304 where the client has it."""
        running: Running = self.server.running  # type: ignore[attr-defined]
        proxied = self.path.startswith("http://")
        url = self.path if proxied else f"http:/{self.path}"
        file = running.site.find(url)
        if file is None:
            self._answer(running, url, HTTPStatus.NOT_FOUND, b"there is no such page\n")
            return
        body = file.read_bytes()
        kind = content_type(file, body)
        if not proxied and not kind.startswith(("image/", "audio/", "application/pdf")):
            host = urlsplit(url).hostname or ""
            body = running.site.rewritten(body.decode(), running.base, host).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        known = self._has(etag)
        status = HTTPStatus.NOT_MODIFIED if known else HTTPStatus.OK
        headers = {"ETag": etag, "Last-Modified": _MODIFIED, "Cache-Control": "max-age=60"}
        self._answer(running, url, status, b"" if known else body, headers, kind)

    do_HEAD = do_GET  # noqa: N815 - the base class's name

    def _has(self, etag: str) -> bool:
        """Whether the client's validators say that it has this version."""
        given = self.headers.get("If-None-Match")
        if given is not None:
            return etag in [each.strip().removeprefix("W/") for each in given.split(",")]
        return self.headers.get("If-Modified-Since") == _MODIFIED

    def _answer(
        self,
        running: Running,
        url: str,
        status: HTTPStatus,
        body: bytes,
        headers: dict[str, str] | None = None,
        kind: str = "text/plain; charset=utf-8",
    ) -> None:
        """Send the answer and note it."""
        running.log.append((url, status))
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing; :attr:`Running.log` has it."""


def content_type(file: Path, body: bytes) -> str:
    """The media type of a file; that of XML is told by its first element."""
    if file.suffix == ".xml":
        found = {body.find(root): kind for root, kind in _XML_ROOTS.items() if root in body[:600]}
        return found[min(found)] if found else "application/xml"
    return _TYPES.get(file.suffix, "application/octet-stream")


def main() -> None:
    """Serve until interrupted: ``python -m sample.server [PORT]``."""
    with serve(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0) as running:
        sys.stderr.write(f"{running.base}/  (also as a proxy)\n")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stderr.write("stopped\n")


if __name__ == "__main__":
    main()
