"""Webhooks: told to a real server, signed, in order, again until heard, and to nobody private."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from curator.app import App
from curator.flows import events
from curator.storage import issues, subscribers
from tests.jobs import weeks
from tests.jobs.weeks import START, Service, tick
from tests.web import house

SECRET = "a secret between the two of us"
MINUTE = timedelta(minutes=1)


@dataclass
class Listener:
    """A server that keeps what it is told."""

    url: str = ""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answer: int = 204


@pytest.fixture
def listener() -> Iterator[Listener]:
    kept = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kept.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(kept.answer)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def service(tmp_path: Path, sqlite_template: Path) -> Service:
    return weeks.make(tmp_path / "service", sqlite_template, weeks=3)


def app_of(service: Service, url: str, **more: str) -> App:
    return App(house.environment_of(service.folder, webhooks=url, webhook_secret=SECRET, **more))


def confirm(app: App, address: str, now: object = START) -> None:
    """A reader who has just confirmed, as the log tells it."""
    with app.database.begin() as connection:
        mark = app.keyring.address_hash(address)
        reader = subscribers.add(connection, address, address_hash=mark, now=START)
        events.reader_confirmed(connection, reader, START)


def test_an_issue_and_a_reader_are_told_signed_and_in_order(
    service: Service, listener: Listener
) -> None:
    app = app_of(service, listener.url)
    tick(app, START)
    events.tell(app, START)
    due = app.schedule.next_after(START)
    tick(app, due)
    confirm(app, "cy@mail.example.org")
    assert events.tell(app, due + MINUTE) == 2
    assert events.tell(app, due + 2 * MINUTE) == 0
    app.close()
    told = [json.loads(body) for _, body in listener.heard]
    assert [one["type"] for one in told] == ["issue.sent", "reader.confirmed"]
    assert told[0]["data"]["number"] == 1
    assert told[0]["data"]["readers"] == 2
    assert told[0]["data"]["url"].endswith("/archive/1")
    assert "cy@mail" not in listener.heard[1][1].decode()
    for headers, body in listener.heard:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        code = base64.b64encode(hmac.digest(SECRET.encode(), signed, hashlib.sha256)).decode()
        assert headers["webhook-signature"] == f"v1,{code}"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz", b"012345678901234567890123"),
        ("a plain secret of 27 letters", b"a plain secret of 27 letters"),
        ("whsec_no-base64-at-all, is it?", b"whsec_no-base64-at-all, is it?"),
    ],
)
def test_the_secret_is_told_as_libraries_take_it(
    service: Service, listener: Listener, given: str, key: bytes
) -> None:
    app = App(house.environment_of(service.folder, webhooks=listener.url, webhook_secret=given))
    events.tell(app, START)
    confirm(app, "cy@mail.example.org")
    assert events.tell(app, START + MINUTE) == 1
    told = events.secret(app)
    app.close()
    assert base64.b64decode(told.removeprefix("whsec_")) == key
    ((headers, body),) = listener.heard
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    code = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{code}"


def test_a_secret_that_nobody_gave_can_be_asked_for(service: Service) -> None:
    app = App(house.environment_of(service.folder))
    assert events.secret(app) == events.secret(app)
    assert events.secret(app).startswith("whsec_")
    app.close()


def test_what_was_not_heard_is_told_again_later_with_the_same_id(
    service: Service, listener: Listener
) -> None:
    app = app_of(service, listener.url)
    events.tell(app, START)
    confirm(app, "cy@mail.example.org")
    confirm(app, "di@mail.example.org")
    listener.answer = 500
    assert events.tell(app, START) == 0
    assert events.tell(app, START + timedelta(seconds=5)) == 0
    assert len(listener.heard) == 1
    listener.answer = 200
    assert events.tell(app, START + MINUTE) == 2
    app.close()
    ids = [headers["webhook-id"] for headers, _ in listener.heard]
    assert ids[0] == ids[1] != ids[2]


def test_events_of_long_ago_are_given_up(service: Service, listener: Listener) -> None:
    app = app_of(service, listener.url)
    events.tell(app, START)
    confirm(app, "cy@mail.example.org")
    events.tell(app, START + timedelta(days=5))
    app.close()
    assert listener.heard == []


def test_a_new_webhook_hears_only_what_happens_from_then_on(
    service: Service, listener: Listener
) -> None:
    app = app_of(service, listener.url)
    confirm(app, "cy@mail.example.org")
    assert events.tell(app, START) == 0
    app.close()


def test_private_networks_are_not_told_unless_allowed(service: Service, listener: Listener) -> None:
    settings = house.environment_of(service.folder, webhooks=listener.url)
    app = App(settings)
    app.__dict__["settings"] = settings.__class__.from_environment(
        {
            "CURATOR_DATA": str(service.folder),
            "CURATOR_FEEDS": str(service.folder / "feeds.yaml"),
            "CURATOR_WEBHOOKS": listener.url,
        }
    )
    events.tell(app, START)
    confirm(app, "cy@mail.example.org")
    assert events.tell(app, START) == 0
    app.close()
    assert listener.heard == []


def test_a_finished_issue_is_an_event_whoever_finishes_it(service: Service) -> None:
    app = service.app()
    tick(app, START)
    tick(app, app.schedule.next_after(START))
    with app.database.read() as connection:
        [issue] = issues.list_(connection)
        names = [event.detail["event"] for event in events._after(app, 0)]
    app.close()
    assert issue.rendered
    assert names == ["issue.sent"]
