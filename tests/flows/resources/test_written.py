"""Summaries by a language model: off unless wanted, within a budget, and never in the way."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from curator.app import App
from curator.flows.resources.written import written
from curator.model import Resource
from curator.resources.endpoint import FAILURES, Endpoint
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
                with contextlib.suppress(OSError):  # The caller may have gone.
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


@pytest.fixture
def asking(app: App, server: Server) -> App:
    """The application with that server."""
    app.endpoint = Endpoint(server.url, "small", "sesame", 20)
    return app


def test_it_is_off_by_default(app: App) -> None:
    assert app.endpoint is None
    assert written(app, QUOTED, NOW) is QUOTED


def test_a_quotation_gives_way_to_what_the_model_says(asking: App, server: Server) -> None:
    told = written(asking, QUOTED, NOW)
    assert (told.summary, told.summary_quoted) == (SAID, False)
    assert told.provenance["summary"].origin == "model:small"
    (asked,) = server.asked
    assert (asked["path"], asked["model"]) == ("/v1/chat/completions", "small")
    assert asked["messages"][1]["content"] == "Strides\n\nText."
    assert server.keys == ["Bearer sesame"]


def test_a_summary_of_the_page_itself_stays(asking: App, server: Server) -> None:
    own = Resource("k", "https://site.example/", "Strides", summary="Its own.", text="Text.")
    assert written(asking, own, NOW) is own
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
    asking: App,
    server: Server,
    status: int,
    body: bytes,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """And the log says so; standard output is for what was asked for."""
    server.status, server.body = status, body
    assert written(asking, QUOTED, NOW) is QUOTED
    assert caplog.messages[0].startswith("a summary was not written: ")
    assert capsys.readouterr().out == ""


def test_what_the_model_says_is_plain_text_of_limited_length(asking: App, server: Server) -> None:
    server.body = completion(f"“<b>{SAID}</b>\x00” " + "And more of the same words. " * 40)
    told = written(asking, QUOTED, NOW)
    assert len(told.summary) <= 300
    assert "\x00" not in told.summary


def test_a_server_that_takes_too_long_is_not_waited_for(asking: App, server: Server) -> None:
    release = threading.Event()

    def late() -> bytes:
        release.wait(30)
        return completion(SAID)

    server.body = late
    asking.endpoint = Endpoint(server.url, "small", None, 0.2)
    assert written(asking, QUOTED, NOW) is QUOTED
    release.set()


def test_after_failures_in_a_row_it_rests(asking: App, server: Server) -> None:
    server.status = 503
    for _ in range(FAILURES + 5):
        written(asking, QUOTED, NOW)
    assert len(server.asked) == FAILURES


def test_the_budget_of_a_day_is_kept(asking: App, server: Server) -> None:
    asking.settings = replace(asking.settings, summary_per_day=2)
    for _ in range(3):
        written(asking, QUOTED, NOW)
    assert len(server.asked) == 2
    assert written(asking, QUOTED, NOW + timedelta(days=1)) != QUOTED


def test_the_key_follows_no_redirect(asking: App, server: Server) -> None:
    server.status, server.location = 302, f"{server.url}/elsewhere"
    assert written(asking, QUOTED, NOW) is QUOTED
    assert len(server.asked) == 1
