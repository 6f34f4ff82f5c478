"""The web application on a real socket, in a thread of the test."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from starlette.applications import Starlette

from curator.app import App
from curator.web.app import create_app
from curator.web.heads import BoundedHeads
from tests.web import house


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def __call__(self) -> datetime:
        return self.at or datetime.now(UTC)


@dataclass
class Serving:
    """A running site."""

    app: App
    web: Starlette
    url: str
    clock: Clock
    server: uvicorn.Server
    thread: threading.Thread

    def client(self, **more: object) -> httpx2.Client:
        """A browser without JavaScript, patient with a busy machine."""
        return httpx2.Client(base_url=self.url, timeout=60, **more)  # type: ignore[arg-type]

    def stop(self) -> None:
        """End it and close what the application opened."""
        self.server.should_exit = True
        self.thread.join(10)
        self.app.close()


def free_port() -> int:
    """A port that was free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(app: App, port: int, create: Callable[..., Starlette] = create_app) -> Serving:
    """Serve ``app`` until it is stopped."""
    clock = Clock()
    web = create(app, now=clock)
    config = uvicorn.Config(
        web, port=port, http=BoundedHeads, log_config=None, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(500):
        if server.started:
            return Serving(app, web, f"http://127.0.0.1:{port}", clock, server, thread)
        time.sleep(0.02)
    raise RuntimeError("the server did not start")


@contextmanager
def opened(
    folder: Path, template: Path, *, at: datetime | None = house.NOW, **more: Any
) -> Iterator[Serving]:
    """A house in ``folder`` with a copy of the database ``template``, served while the block lasts.

    Its clock stands still at ``at``; ``more`` is for :func:`tests.web.house.settings`.
    """
    port = free_port()
    settings = house.settings(folder, **{"base_url": f"http://127.0.0.1:{port}", **more})
    if "database_url" not in more:
        shutil.copy(template, folder / "curator.db")
    serving = serve(App(settings), port)
    serving.clock.at = at
    try:
        yield serving
    finally:
        serving.stop()
