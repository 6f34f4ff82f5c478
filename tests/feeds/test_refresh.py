"""Many sources at once: every one is accounted for, and none stops another."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from curator.feeds import gather
from curator.feeds.fetching.fetch import Fetcher
from curator.feeds.refresh import Due, Outcome, in_batches, refresh
from curator.model import FetchState, Source, SourceKind, Validators
from curator.workers import Workers
from tests.feeds.conftest import LOOPBACK, QUICK
from tests.feeds.site import RSS, Answer, Request, Site, rss

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)
FEED = {"Content-Type": RSS, "ETag": '"1"'}


class Look:
    """Refreshes with the shared fetcher and workers."""

    def __init__(self, fetcher: Fetcher, workers: Workers) -> None:
        self._fetcher = fetcher
        self._workers = workers

    def __call__(
        self, *due: Due, now: datetime = NOW, waits: Mapping[str, datetime] | None = None
    ) -> list[Outcome]:
        found = refresh(due, fetcher=self._fetcher, workers=self._workers, now=now, waits=waits)
        order = [one.source.url for one in due]
        return sorted(found, key=lambda outcome: order.index(outcome.source.url))

    def one(self, url: str, state: FetchState | None = None, **known: str) -> Outcome:
        (outcome,) = self(Due(Source(url), state or FetchState(), known))
        return outcome

    def again(self, before: Outcome, now: datetime = NOW) -> Outcome:
        known = {entry.id: entry.hash for entry in before.entries}
        (outcome,) = self(Due(before.source, before.state, known), now=now)
        return outcome


@pytest.fixture
def looks(fetcher: Fetcher, workers: Workers) -> Look:
    return Look(fetcher, workers)


def test_a_feed_is_fetched_read_and_told(site: Site, looks: Look) -> None:
    site.routes["/feed"] = Answer(rss("One", "Two"), headers=FEED)
    outcome = looks.one(site.url("/feed"))
    assert (outcome.result, outcome.new, outcome.changed, outcome.format) == ("ok", 2, 0, "rss20")
    assert [entry.title for entry in outcome.entries] == ["Two", "One"]
    assert outcome.state.validators == Validators('"1"')
    assert outcome.state.title == "Blog"
    assert len(outcome.state.fingerprints) == 2


def test_not_modified_and_the_same_bytes_are_unchanged(site: Site, looks: Look) -> None:
    def conditional(request: Request) -> Answer:
        if request.headers.get("if-none-match") == '"1"':
            return Answer(status=304, headers=FEED)
        return Answer(rss("One"), headers=FEED)

    site.routes = {"/a": conditional, "/b": Answer(rss("One"))}
    for path in ("/a", "/b"):
        first = looks.one(site.url(path))
        second = looks.again(first)
        assert (first.result, second.result, second.entries) == ("ok", "unchanged", ())


def test_only_what_is_new_or_changed_is_given(site: Site, looks: Look) -> None:
    site.routes["/feed"] = Answer(rss("One", "Two", "Three"))
    first = looks.one(site.url("/feed"))
    site.routes["/feed"] = Answer(rss("One", "Two, corrected", "Three", "Four"))
    second = looks.again(first)
    assert (second.new, second.changed) == (1, 1)
    assert {entry.title for entry in second.entries} == {"Four", "Two, corrected"}


def test_one_sources_failure_stops_no_other(site: Site, looks: Look) -> None:
    site.routes = {
        "/good": Answer(rss("One")),
        "/html": Answer(b"<html><title>404</title></html>", headers={"Content-Type": "text/html"}),
        "/empty": Answer(b""),
        "/broken": Answer(b"\x00\xff\xfe<<<"),
        "/error": Answer(status=500),
        "/cut": Answer(raw=b"HTTP/1.1 200 x\r\nContent-Length: 9999\r\n\r\n<rss>"),
    }
    urls = [site.url(path) for path in site.routes] + [
        "http://nowhere.invalid/",
        "ftp://x/",
        "http://10.0.0.1/",
    ]
    found = looks(*(Due(Source(url)) for url in urls))
    assert [one.result for one in found] == ["ok"] + ["failed"] * 8
    assert all(one.error and one.state.error == one.error for one in found[1:])
    assert all(one.state.next_fetch_at and one.state.next_fetch_at > NOW for one in found)


def test_a_failed_read_keeps_no_validators(site: Site, looks: Look) -> None:
    site.routes["/feed"] = Answer(b"<nonsense/>", headers={"ETag": '"bad"'})
    outcome = looks.one(site.url("/feed"))
    assert outcome.result == "failed"
    assert outcome.state.validators == Validators()
    assert outcome.state.body_hash is None


def test_twenty_five_feeds_on_one_host_are_asked_one_at_a_time(site: Site, looks: Look) -> None:
    site.routes = {f"/{n}": Answer(rss(f"Post {n}")) for n in range(25)}
    found = looks(*(Due(Source(site.url(path))) for path in site.routes))
    assert [one.result for one in found] == ["ok"] * 25
    assert site.most_at_once == 1


def test_a_waiting_domain_is_left_alone(site: Site, looks: Look) -> None:
    until = NOW + timedelta(hours=1)
    (outcome,) = looks(Due(Source(site.url("/feed"))), waits={"127.0.0.1": until})
    assert outcome.result == "skipped"
    assert outcome.error is not None
    assert "left alone until 2026-02-18 13:00" in outcome.error
    assert outcome.state.next_fetch_at == until
    assert site.requests == []


def test_a_busy_domain_is_not_asked_for_its_other_feeds(
    site: Site, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Answer(status=429, headers={"Retry-After": "600"})
    site.routes = {f"http://{name}.blog.example/": busy for name in ("a", "b")}
    monkeypatch.setenv("http_proxy", site.url())
    with Fetcher(limits=QUICK) as fetcher:
        due = [Due(Source(f"http://{name}.blog.example/")) for name in ("a", "b")]
        found = list(refresh(due, fetcher=fetcher, workers=workers, now=NOW))
    assert [one.result for one in found] == ["failed", "skipped"]
    assert found[0].wait is not None
    assert found[0].wait.until == found[1].state.next_fetch_at == NOW + timedelta(seconds=600)
    assert len(site.requests) == 1


def test_a_page_is_discovered_once_and_the_choice_is_told(site: Site, looks: Look) -> None:
    link = b'<link rel="alternate" type="application/rss+xml" href="/feed">'
    site.routes = {
        "/": Answer(b"<html><head>" + link, headers={"Content-Type": "text/html"}),
        "/feed": Answer(rss("One"), headers=FEED),
    }
    first = looks.one(site.url("/"))
    assert first.result == "ok"
    assert first.state.feed_url == site.url("/feed")
    assert any(site.url("/feed") in warning for warning in first.warnings)
    site.requests.clear()
    assert looks.again(first).result == "unchanged"
    assert site.paths() == ["/feed"]


def test_a_known_site_is_asked_for_its_feed_at_once(
    site: Site, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "http://ada.substack.com/p/a-post"
    site.routes["https://ada.substack.com/feed"] = Answer(rss("One"))
    site.routes[page] = Answer(b"<html></html>")
    monkeypatch.setenv("http_proxy", site.url())
    with Fetcher(limits=QUICK) as fetcher:
        (outcome,) = refresh([Due(Source(page))], fetcher=fetcher, workers=workers, now=NOW)
    assert page in site.paths()
    assert outcome.result == "failed", "https needs a tunnel that this proxy has not"


def test_a_permanent_redirect_is_followed_and_later_trusted(site: Site, looks: Look) -> None:
    site.routes = {
        "/old": Answer(status=301, headers={"Location": "/new"}),
        "/new": Answer(rss("One")),
    }
    first = looks.one(site.url("/old"))
    assert (first.result, first.state.moved_to) == ("ok", site.url("/new"))
    site.requests.clear()
    looks.again(first, NOW + timedelta(days=8))
    assert site.paths() == ["/new"]


def test_a_permanent_redirect_to_a_page_is_not_kept(site: Site, looks: Look) -> None:
    site.routes = {
        "/old": Answer(status=301, headers={"Location": "/page"}),
        "/page": Answer(
            b"<html><title>Moved</title></html>", headers={"Content-Type": "text/html"}
        ),
    }
    outcome = looks.one(site.url("/old"))
    assert outcome.result == "failed"
    assert outcome.state.moved_to is None


def test_arxiv_is_paged_up_to_the_limit(
    site: Site, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = "http://export.arxiv.org/api/query?search_query=cat:cs.CV&start={}&max_results=2"

    def papers(*numbers: int) -> Answer:
        entries = "".join(
            f"<entry><id>http://arxiv.org/abs/{n}</id><title>{n}</title></entry>" for n in numbers
        )
        return Answer(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode())

    site.routes = {
        base.format(0): papers(1, 2),
        base.format(2): papers(3, 4),
        base.format(4): papers(5),
    }
    monkeypatch.setenv("http_proxy", site.url())
    limits = replace(QUICK, pauses={})
    with Fetcher(limits=limits) as fetcher:
        for limit, expected in ((None, 2), (3, 3), (10, 5)):
            due = Due(Source(base.format(0), SourceKind.ARXIV, limit=limit))
            (outcome,) = refresh([due], fetcher=fetcher, workers=workers, now=NOW)
            assert len(outcome.entries) == expected


def test_a_sitemap_index_is_followed(site: Site, looks: Look) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    index = "".join(f"<sitemap><loc>{site.url(f'/{n}.xml')}</loc></sitemap>" for n in (1, 2))
    site.routes = {
        "/sitemap.xml": Answer(f"<sitemapindex {space}>{index}</sitemapindex>".encode()),
        "/1.xml": Answer(
            f"<urlset {space}><url><loc>{site.url('/a-post')}</loc></url></urlset>".encode()
        ),
    }
    (outcome,) = looks(Due(Source(site.url("/sitemap.xml"), SourceKind.SITEMAP)))
    assert [entry.title for entry in outcome.entries] == ["a post"]
    assert any("could not be read" in warning for warning in outcome.warnings)


def test_a_listing_is_read_with_its_selector(site: Site, looks: Look) -> None:
    site.routes["/"] = Answer(
        b"<html><body><p><a href='/1'>Lesson one</a></p><a href='/x'>No</a></body>"
    )
    (outcome,) = looks(Due(Source(site.url("/"), SourceKind.LISTING, selector="p a")))
    assert [entry.url for entry in outcome.entries] == [site.url("/1")]


def never(*_: object) -> None:
    """Stands for a parser that does not come to an end."""
    time.sleep(600)


def test_a_document_that_takes_too_long_is_a_failure(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.routes["/feed"] = Answer(rss("One"))
    monkeypatch.setattr(gather, "read_new", never)
    with Workers(1, deadline_seconds=0.05) as hasty:
        (outcome,) = refresh(
            [Due(Source(site.url("/feed")))], fetcher=fetcher, workers=hasty, now=NOW
        )
    assert outcome.result == "failed"
    assert "too long" in (outcome.error or "")


def test_closing_early_starts_nothing_more(site: Site, workers: Workers) -> None:
    site.routes = {f"/{n}": Answer(rss("One")) for n in range(50)}
    with Fetcher(allow=LOOPBACK, limits=QUICK) as fetcher:
        outcomes = refresh(
            [Due(Source(site.url(path))) for path in site.routes], fetcher=fetcher, workers=workers
        )
        next(outcomes)
        outcomes.close()  # type: ignore[attr-defined]
    assert len(site.requests) < 50


def test_batches_hold_every_outcome_once(site: Site, fetcher: Fetcher, workers: Workers) -> None:
    site.routes = {f"/{n}": Answer(rss(f"{n}")) for n in range(10)}
    due = [Due(Source(site.url(path))) for path in site.routes]
    batches = list(in_batches(due, fetcher=fetcher, workers=workers, now=NOW))
    assert sorted(one.source.url for batch in batches for one in batch) == sorted(
        one.source.url for one in due
    )
    assert list(in_batches([], fetcher=fetcher, workers=workers)) == []


def test_once_it_is_to_stop_what_is_done_is_given_and_the_rest_is_not_blamed(
    site: Site, workers: Workers
) -> None:
    stop, never = threading.Event(), threading.Event()

    def silent(_request: Request) -> Answer:
        never.wait(60)
        return Answer()

    site.routes = {"/good": Answer(rss("One")), "/silent": silent, "/later": Answer(rss("Two"))}
    due = [Due(Source(site.url(path))) for path in site.routes]
    patient = replace(QUICK, read_seconds=3600, total_seconds=3600)
    with Fetcher(allow=LOOPBACK, limits=patient) as fetcher:
        found: list[Outcome] = []
        for batch in in_batches(due, fetcher=fetcher, workers=workers, now=NOW, stop=stop):
            found += batch
            stop.set()
            fetcher.interrupt()
    never.set()
    assert [(one.source.url, one.result) for one in found] == [(site.url("/good"), "ok")]
    assert site.url("/later") not in site.paths()
