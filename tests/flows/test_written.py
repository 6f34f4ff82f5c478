"""Summaries by a language model: off unless wanted, within a budget, and never in the way."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from curator.app import App
from curator.flows.written import FAILURES, Writer
from curator.model import Resource
from curator.resources.endpoint import Endpoint
from tests.web.house import NOW

SAID = "It shows how strides and kernels shape what a convolution sees, with runnable code."
QUOTED = Resource(
    "k",
    "https://site.example/",
    "Strides",
    summary="We show it.",
    summary_quoted=True,
    text="Text.",
)


class Server:
    """A real HTTP server that answers as told and keeps what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.body: bytes | Callable[[], bytes] = completion(SAID)
        self.location = ""
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                server.asked.append(json.loads(self.rfile.read(length)) | {"path": self.path})
                server.keys.append(self.headers["Authorization"])
                body = server.body() if callable(server.body) else server.body
                self.send_response(server.status)
                if server.location:
                    self.send_header("Location", server.location)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"


def completion(said: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": said}}]}).encode()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.http.serve_forever, daemon=True)
    thread.start()
    yield made
    made.http.shutdown()
    made.http.server_close()
    thread.join()


def writer(app: App, server: Server, *, seconds: float = 20, per_day: int = 10) -> Writer:
    return Writer(Endpoint(server.url, "small", "sesame", seconds), app.database, per_day)


def test_it_is_off_by_default(app: App) -> None:
    assert app.writer is None


def test_a_quotation_gives_way_to_what_the_model_says(app: App, server: Server) -> None:
    told = writer(app, server).written(QUOTED, NOW)
    assert (told.summary, told.summary_quoted) == (SAID, False)
    assert told.provenance["summary"].origin == "model:small"
    (asked,) = server.asked
    assert (asked["path"], asked["model"]) == ("/v1/chat/completions", "small")
    assert asked["messages"][1]["content"] == "Strides\n\nText."
    assert server.keys == ["Bearer sesame"]


def test_a_summary_of_the_page_itself_stays(app: App, server: Server) -> None:
    own = Resource("k", "https://site.example/", "Strides", summary="Its own.", text="Text.")
    assert writer(app, server).written(own, NOW) is own
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"oops"),
        (200, b"no json"),
        (200, b'{"choices": []}'),
        (200, completion(None)),
        (200, completion("Sure!")),
        (200, b"x" * 200_000),
    ],
)
def test_whatever_goes_wrong_the_quotation_stays(
    app: App, server: Server, status: int, body: bytes
) -> None:
    server.status, server.body = status, body
    assert writer(app, server).written(QUOTED, NOW) is QUOTED


def test_what_the_model_says_is_plain_text_of_limited_length(app: App, server: Server) -> None:
    server.body = completion(f"“<b>{SAID}</b>\x00” " + "And more of the same words. " * 40)
    told = writer(app, server).written(QUOTED, NOW)
    assert len(told.summary) <= 300
    assert "\x00" not in told.summary


def test_a_server_that_takes_too_long_is_not_waited_for(app: App, server: Server) -> None:
    release = threading.Event()

    def late() -> bytes:
        release.wait(30)
        return completion(SAID)

    server.body = late
    assert writer(app, server, seconds=0.2).written(QUOTED, NOW) is QUOTED
    release.set()


def test_after_failures_in_a_row_it_rests(app: App, server: Server) -> None:
    server.status = 503
    tired = writer(app, server)
    for _ in range(FAILURES + 5):
        tired.written(QUOTED, NOW)
    assert len(server.asked) == FAILURES


def test_the_budget_of_a_day_is_kept_across_processes(app: App, server: Server) -> None:
    for _ in range(3):
        writer(app, server, per_day=2).written(QUOTED, NOW)
    assert len(server.asked) == 2
    assert writer(app, server, per_day=2).written(QUOTED, NOW + timedelta(days=1)) != QUOTED


def test_the_key_follows_no_redirect(app: App, server: Server) -> None:
    server.status, server.location = 302, f"{server.url}/elsewhere"
    assert writer(app, server).written(QUOTED, NOW) is QUOTED
    assert len(server.asked) == 1
