"""A refresh of a newsletter's sources: stored together, and each accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from curator.app import App
from curator.errors import NotFound, StorageError
from curator.feeds.fetching.fetch import Fetcher
from curator.flows.feeds import sources as flow
from curator.flows.feeds.refresh import RefreshReport, refresh
from curator.model import Validators
from curator.storage import sources
from tests.feeds.conftest import LOOPBACK, QUICK
from tests.feeds.site import RSS, Answer, Site, rss
from tests.web import house

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        feed = {"Content-Type": RSS, "ETag": '"1"'}
        running.routes = {
            "/a": Answer(rss("One", "Two"), headers=feed),
            "/b": Answer(rss("Three"), headers=feed),
            "/broken": Answer(b"<nonsense/>"),
        }
        yield running


@pytest.fixture
def app(home: Path, site: Site) -> Iterator[App]:
    lines = "".join(f"\n  - {site.url(path)}" for path in site.routes)
    app = App(house.settings(home, sources=lines))
    app.__dict__["fetcher"] = Fetcher(allow=LOOPBACK, limits=QUICK)
    yield app
    app.close()


def results(report: RefreshReport) -> list[str]:
    return [line.result for line in report.sources]


def stored_validators(app: App) -> list[Validators]:
    with app.database.read() as connection:
        return [one.state.validators for one in sources.statuses(connection)]


def test_every_source_is_a_line_in_the_order_of_the_file(app: App) -> None:
    report = refresh(app, NOW)
    assert results(report) == ["ok", "ok", "failed"]
    assert report.new_entries == 3
    assert report.counts == {"ok": 2, "unchanged": 0, "failed": 1, "skipped": 0}
    assert results(refresh(app, NOW, force=True)) == ["unchanged", "unchanged", "failed"]
    assert refresh(app, NOW).sources == (), "nothing is due"


def test_what_cannot_be_stored_is_one_failed_line_and_keeps_no_validators(
    app: App, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = sources.save_outcome

    def refusing(connection: Any, url: str, *rest: Any) -> Any:
        if url == site.url("/b"):
            raise StorageError("the disk says no")
        return save(connection, url, *rest)

    monkeypatch.setattr(sources, "save_outcome", refusing)
    report = refresh(app, NOW)
    assert results(report) == ["ok", "failed", "failed"]
    assert report.sources[1].reason == "it cannot be stored: the disk says no"
    assert stored_validators(app) == [Validators('"1"'), Validators(), Validators()]
    monkeypatch.undo()
    assert results(refresh(app, NOW)) == ["ok"], "it is due again, and read afresh"


def test_what_could_not_be_read_is_kept_until_the_source_is_read_again(
    app: App, site: Site
) -> None:
    refresh(app, NOW)
    kept = flow.bad_document(app, site.url("/broken"))
    assert (kept.body, kept.size, kept.content_type) == (b"<nonsense/>", 11, "")
    assert kept.error == "the document is not a feed that Curator knows"
    with pytest.raises(NotFound, match="nothing is kept"):
        flow.bad_document(app, site.url("/a"))
    site.routes["/broken"] = Answer(rss("Mended"), headers={"Content-Type": RSS})
    flow.retry(app, [site.url("/broken")], NOW)
    assert results(refresh(app, NOW)) == ["ok"]
    with pytest.raises(NotFound, match="nothing is kept"):
        flow.bad_document(app, site.url("/broken"))


def test_what_was_not_looked_at_before_a_stop_is_due_at_once(app: App, site: Site) -> None:
    stop = Event()
    first = refresh(app, NOW, stop=stop, progress=lambda _step: stop.set())
    assert 0 < len(first.sources) <= len(site.routes)
    second = refresh(app, NOW)
    assert len(first.sources) + len(second.sources) == len(site.routes)
    assert not {line.url for line in first.sources} & {line.url for line in second.sources}


def test_a_stop_before_it_begins_leaves_everything_due(app: App, site: Site) -> None:
    stop = Event()
    stop.set()
    assert refresh(app, NOW, stop=stop).sources == ()
    assert len(refresh(app, NOW).sources) == len(site.routes)
