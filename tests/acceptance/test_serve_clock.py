"""``curator serve`` by the real clock: two at once, ended while it sends, waiting for the author."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from curator import schedule
from curator.app import App
from curator.feeds.fetching.fetch import Limits
from curator.flows.desk import drafts
from curator.flows.service.opening import HANDLED
from curator.model import DeliveryState, IssueState, PageState, Resource, Tag, Tags, Track, When
from curator.storage import deliveries, issues, kv, resources, sources, subscribers
from curator.storage.engine.database import Connection
from tests.acceptance.command import CURATOR
from tests.feeds.site import Answer, Request, Site, rss
from tests.mail import sink
from tests.mail.sink import Script, Sink
from tests.web import house
from tests.web.serving import free_port

AUTHOR = "mira@mail.example.org"
PATIENCE = 120.0
"""Seconds until something that must happen counts as missing; a busy machine needs a while."""

SOON = Limits().read_seconds - 3
"""A silent server is given up after the reading time; ending must not take so long."""

pytestmark = pytest.mark.acceptance


@dataclass(frozen=True, slots=True)
class Newsletter:
    """A newsletter whose issue has been due for a minute, with readers and a mail server."""

    folder: Path
    server: Sink

    def app(self) -> App:
        return App(house.environment_of(self.folder))

    @contextmanager
    def serve(self) -> Iterator[subprocess.Popen[bytes]]:
        """The service, as it is installed; the block ends it."""
        variables = os.environ | {
            "CURATOR_SEMANTIC": "no",
            "CURATOR_DATA": str(self.folder),
            "CURATOR_FEEDS": str(self.folder / "feeds.yaml"),
            "CURATOR_SECRET_KEY": house.SECRET,
            "CURATOR_SMTP_URL": f"smtp://127.0.0.1:{self.server.port}?starttls=never",
            "CURATOR_SMTP_CONNECTIONS": "1",
            "CURATOR_ALLOW_NETWORKS": "127.0.0.0/8",
        }
        command = [*CURATOR, "serve", "--port", str(free_port())]
        process = subprocess.Popen(command, env=variables, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def received(self) -> Counter[str]:
        return Counter(self.server.recipients)

    def only_issue(self) -> tuple[IssueState, Counter[DeliveryState]]:
        """The state of the one issue there is, and its deliveries."""
        app = self.app()
        with app.database.read() as connection:
            [issue] = issues.list_(connection)
            counts = deliveries.counts(connection, issue.id)
        app.close()
        return issue.state, Counter(counts)


def addresses(number: int) -> list[str]:
    return [f"reader{one}@mail.example.org" for one in range(number)]


@contextmanager
def newsletter(
    folder: Path, readers: int, script: Script | None = None, *, approval: bool = False
) -> Iterator[Newsletter]:
    now = datetime.now(UTC)
    house.settings(folder, approval=approval, sources=" []")
    feeds = folder / "feeds.yaml"
    due = f"daily {now - timedelta(minutes=1):%H:%M} UTC"
    feeds.write_text(feeds.read_text().replace("sunday 08:00 Europe/Berlin", due))
    with sink.running(script) as server:
        place = Newsletter(folder, server)
        app = place.app()
        with app.database.begin() as connection:
            kv.put(connection, HANDLED, (now - timedelta(days=1)).isoformat(), now)
            for address in addresses(readers):
                mark = app.keyring.address_hash(address)
                subscribers.add(connection, address, address_hash=mark, now=now)
            _collect(connection, schedule.period(None, app.schedule, now).end - timedelta(hours=1))
        app.close()
        yield place


def _collect(connection: Connection, at: datetime) -> None:
    for number in range(4):
        url = f"https://blog{number}.example.net/post"
        one = Resource(
            key=url,
            url=url,
            title=f"Computer vision, part {number}",
            published=When(at),
            summary="What came of it.",
        )
        row = resources.upsert(connection, one, now=at, state=PageState.OK)
        tags = Tags((Tag("vision", 0.9),), track=Track.PRACTICE, model_version="test")
        resources.save_tags(connection, row, tags)


def until(what: Callable[[], bool]) -> None:
    """Wait for it; that it comes is the test, when is not."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)


def end(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(60)


def sent(place: Newsletter) -> bool:
    return place.only_issue()[0] is IssueState.SENT


def test_two_services_at_once_send_the_due_issue_once_to_everybody(tmp_path: Path) -> None:
    readers = addresses(6)
    with newsletter(tmp_path / "house", len(readers)) as place:
        with place.serve() as one, place.serve() as other:
            until(lambda: set(readers) <= place.received().keys())
            until(lambda: sent(place))
            codes = {end(one), end(other)}
        assert place.received() == Counter(readers)
        assert codes <= {0, -signal.SIGTERM}


def test_ended_while_it_sends_it_finishes_what_is_under_way_and_goes_on_after_the_start(
    tmp_path: Path,
) -> None:
    readers = addresses(40)
    with newsletter(tmp_path / "house", len(readers), Script(delay_seconds=0.05)) as place:
        with place.serve() as first:
            until(lambda: len(place.received()) >= 5)
            end(first)
        so_far = place.received()
        state, counts = place.only_issue()
        assert state is IssueState.SENDING
        assert counts[DeliveryState.SENT] == so_far.total()
        assert counts[DeliveryState.QUEUED] == len(readers) - so_far.total() > 0
        with place.serve() as second:
            until(lambda: sent(place))
            end(second)
        assert place.received() == Counter(readers)


def test_where_the_author_approves_it_mails_the_draft_and_waits(tmp_path: Path) -> None:
    readers = addresses(3)
    with newsletter(tmp_path / "house", len(readers), approval=True) as place:
        with place.serve() as running:
            until(lambda: place.received().total() > 0)
            assert place.received() == Counter([AUTHOR])
            assert b"/desk/issues/1" in place.server.mails[0].data.replace(b"=\r\n", b"")
            assert place.only_issue() == (IssueState.DRAFT, Counter())
            approve(place)
            until(lambda: sent(place))
            end(running)
        assert place.received() == Counter([AUTHOR, *readers])


def approve(place: Newsletter) -> None:
    """What the author does at the desk, in another process than the service."""
    app = place.app()
    now = datetime.now(UTC)
    drafts.approve(app, 1, drafts.read(app, 1).version, now, at=None)
    app.close()


def fetched(place: Newsletter) -> set[str]:
    """The sources of which it is stored that they were looked at, in vain or not."""
    app = place.app()
    with app.database.read() as connection:
        found = {url for url, state in sources.states(connection).items() if state.last_try_at}
    app.close()
    return found


def test_told_to_end_it_leaves_a_server_that_does_not_answer(tmp_path: Path) -> None:
    asked, never = Event(), Event()

    def silent(_request: Request) -> Answer:
        asked.set()
        never.wait(PATIENCE)
        return Answer()

    with sink.running() as server, Site({"/good": Answer(rss("One")), "/silent": silent}) as site:
        place = Newsletter(tmp_path / "house", server)
        lines = "".join(f"\n  - {site.url(path)}" for path in site.routes)
        house.settings(place.folder, sources=lines)
        with place.serve() as running:
            assert asked.wait(PATIENCE)
            until(lambda: fetched(place) == {site.url("/good")})
            running.send_signal(signal.SIGTERM)
            running.wait(SOON)
        never.set()
        assert fetched(place) == {site.url("/good")}
