"""What is looked at before an issue leaves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from curator.app import App
from curator.errors import LintError
from curator.flows.issues import series
from curator.flows.issues.series import Edition
from curator.flows.mail import gate, send
from curator.issues.lint import Finding, Level
from curator.model import (
    Cadence,
    Choices,
    Content,
    Issue,
    MailFormat,
    PageState,
    Pick,
    Rendered,
    Section,
)
from curator.storage import issues, log, subscribers
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW


class Handler(BaseHTTPRequestHandler):
    """Answers with the status that the path names; ``/slow`` not in time."""

    def do_GET(self) -> None:
        name = self.path.strip("/").split("/")[0]
        if name == "slow":
            threading.Event().wait(3)
        self.send_response(int(name) if name.isdecimal() else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def web() -> Iterator[str]:
    """A server whose paths are statuses; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def leading_to(urls: list[str], *, draft: Issue) -> Content:
    """Picks with these addresses."""
    one = draft.content.sections[0].picks[0]

    def pick(number: int, url: str) -> Pick:
        resource = replace(one.resource.resource, url=url, title=f"Title {number}")
        return replace(
            one, resource=replace(one.resource, id=number, resource=resource, enriched_at=None)
        )

    picks = tuple(pick(number, url) for number, url in enumerate(urls, start=1))
    return Content(sections=(Section("more", "More", picks),))


def test_a_pick_that_is_gone_is_named(app: App) -> None:
    draft = house.draft(app)
    with web() as base:
        paths = ["404/a", "200/b", "410/c", "503/d", "403/e"]
        content = leading_to([f"{base}/{path}" for path in paths], draft=draft)
        found = gate.dead_links(app, content, NOW)
    assert [one.level for one in found] == [Level.WARNING] * 2
    assert "“Title 1” is gone" in found[0].message
    assert "(HTTP 404)" in found[0].message
    assert "“Title 3”" in found[1].message


def test_without_a_network_no_pick_is_called_gone(app: App) -> None:
    urls = [f"https://nowhere-{number}.invalid/" for number in range(3)]
    content = leading_to(urls, draft=house.draft(app))
    assert gate.dead_links(app, content, NOW) == []


def test_a_server_that_does_not_answer_does_not_hold_the_issue(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "LINK_SECONDS", 0.5)
    draft = house.draft(app)
    with web() as base:
        content = leading_to([f"{base}/slow", f"{base}/404"], draft=draft)
        found = gate.dead_links(app, content, NOW)
    assert "Title 1" not in " ".join(one.message for one in found)


def test_a_page_that_was_just_read_is_not_visited(app: App) -> None:
    content = house.draft(app).content
    fresh = [
        replace(
            pick,
            resource=replace(
                pick.resource, enriched_at=NOW - timedelta(minutes=5), state=PageState.OK
            ),
        )
        for pick in content.sections[0].picks
    ]
    some = Content(sections=(Section("more", "More", tuple(fresh)),))
    assert gate.dead_links(app, some, NOW) == []
    assert "fetcher" not in app.__dict__


def test_readers_who_chose_what_is_not_mailed_are_told_of(app: App) -> None:
    issue = house.draft(app)
    mail = series.mail(app, Edition.of(issue))
    rooms.reader(app, "ada@reader.example", Cadence.POSTS)
    found = gate.look(app, Edition.of(issue), mail, NOW, live=False)
    told = "1 reader chose your posts alone and gets nothing: `instant_posts` is off in feeds.yaml"
    assert [one.message for one in found if one.rule == "posts-off"] == [told]
    app.__dict__["config"] = replace(
        app.config, newsletter=replace(app.config.newsletter, instant_posts=True)
    )
    found = gate.look(app, Edition.of(issue), mail, NOW, live=False)
    assert [one for one in found if one.rule == "posts-off"] == []


def test_every_form_that_some_reader_gets_is_looked_at(app: App) -> None:
    with app.database.begin() as connection:
        for name, form, topics in (
            ("a", MailFormat.HTML, ()),
            ("b", MailFormat.TEXT, ()),
            ("c", MailFormat.HTML, ("vision",)),
        ):
            address = f"{name}@reader.example"
            subscribers.add(
                connection,
                address,
                address_hash=app.keyring.address_hash(address),
                now=NOW,
                choices=Choices(topics, format=form),
            )
    edition = Edition.of(house.draft(app))
    rules = {one.rule for one in look(app, edition)}
    assert rules == {"list-unsubscribe"}, "base_url is not https in this house"


def look(app: App, edition: Edition, mail: Rendered | None = None) -> tuple[Finding, ...]:
    return gate.look(app, edition, mail or series.mail(app, edition), NOW, live=False)


def test_an_error_stops_the_issue_and_force_says_what_it_overrides(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms.reader(app, "ada@reader.example")
    draft = house.draft(app)
    wrong = Finding(Level.ERROR, "html-size", "the mail is too large")
    monkeypatch.setattr(gate, "look", lambda *args, **more: (wrong,))
    with pytest.raises(LintError, match=r"html-size: the mail is too large[\s\S]*--force"):
        send.approve(app, draft.number, NOW)
    report = send.approve(app, draft.number, NOW, force=True)
    assert (report.state, report.overridden) == ("sent", (wrong,))
    with app.database.read() as connection:
        details = [one.detail.get("overridden") for one in log.list_(connection)]
        assert issues.get(connection, draft.number).sent_at is not None
    assert ["html-size: the mail is too large"] in details
