"""Looks at pages over real sockets: walls are tried again, dead links noticed, one way in for all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar

import pytest

from curator.app import App
from curator.errors import Forbidden
from curator.feeds.fetching.fetch import Fetcher, Limits
from curator.flows.feeds.refresh import refresh
from curator.flows.resources import enrich, reading, saved
from curator.flows.resources.enrich import enrich_new, enrich_one
from curator.flows.topics.tag import tag
from curator.model import Candidate, PageState, Resource, StoredResource
from curator.resources import adapters, canonical
from curator.resources.adapters import Adapter, Wanted
from curator.resources.saved.write import as_csv
from curator.storage import listing, merging, resources
from tests.feeds.site import Answer, Site
from tests.web import house
from tests.web.house import NOW

T = TypeVar("T")
QUICK = Limits(
    connect_seconds=2, read_seconds=2, total_seconds=5, pause_seconds=0, page_pause_seconds=0
)
WALL = b"""<html><head><title>Just a moment...</title></head><body><div id="cf-chl-widget"></div>
<p>Checking your browser before you go on.</p></body></html>"""
LOGIN = b'<html><head><title>Log in</title></head><body><form><input type="password"></form></body></html>'
SHELL = b'<html><head><title></title></head><body><div id="root"></div></body></html>'
SOFT = b"<html><head><title>Page not found</title></head><body><p>It was moved.</p></body></html>"
ROUTES = ("good", "wall", "forbidden", "login", "shell", "soft", "gone", "broken")


class Here:
    """Reads documents in this process, where a test's adapters are known."""

    def run(self, job: Callable[..., T], *arguments: object) -> T:
        return job(*arguments)

    def close(self) -> None:
        """There is nothing to close."""


def article(
    title: str, *, words: str = "Lenses bend light towards the middle of the glass. "
) -> bytes:
    return f"""<!doctype html><html lang="en"><head><title>{title} | A Blog</title>
    <meta property="og:site_name" content="A Blog"><meta property="og:title" content="{title}">
    <meta name="author" content="Ana Cruz">
    <meta property="article:published_time" content="2026-02-17T10:00:00Z"></head>
    <body><article><h1>{title}</h1><p>{words * 20}</p></article></body></html>""".encode()


def html(body: bytes, status: int = 200) -> Answer:
    return Answer(body, status, {"content-type": "text/html; charset=utf-8"})


def feed(site: Site) -> Answer:
    items = "".join(
        f"<item><title>About {name}</title><link>{site.url('/' + name)}</link><guid>{name}</guid>"
        f"<author>ana@x.example (Ana Cruz)</author><description>What the feed says of {name}.</description>"
        "<pubDate>Tue, 17 Feb 2026 10:00:00 GMT</pubDate></item>"
        for name in ROUTES
    )
    body = f'<rss version="2.0"><channel><title>Blog</title><link>{site.url()}</link>{items}</channel></rss>'
    return Answer(body.encode(), 200, {"content-type": "application/rss+xml"})


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with Site() as running:
        running.routes = {
            "/good": html(article("Lenses by hand")),
            "/wall": html(WALL),
            "/forbidden": html(b"no", 403),
            "/login": html(LOGIN),
            "/shell": html(SHELL),
            "/soft": html(SOFT),
            "/broken": html(b"oops", 500),
        }
        running.routes["/feed"] = lambda _: feed(running)
        yield running


def newsletter(folder: Path, template: Path, site: Site, *, mine: bool = False) -> App:
    """A newsletter that reads the site's feed, and documents in this process."""
    listed = f'\n  - {{url: "{site.url("/feed")}", name: Blog, mine: {str(mine).lower()}}}'
    app = App(house.settings(folder, sources=listed))
    (folder / "curator.db").write_bytes(template.read_bytes())
    app.__dict__["fetcher"] = Fetcher(allow=(ip_network("127.0.0.0/8"),), limits=QUICK)
    app.__dict__["workers"] = Here()
    return app


@pytest.fixture
def app(tmp_path: Path, sqlite_template: Path, site: Site) -> Iterator[App]:
    app = newsletter(tmp_path / "home", sqlite_template, site)
    yield app
    app.close()


def stored(app: App, url: str) -> StoredResource:
    with app.database.read() as connection:
        return resources.get(connection, canonical.identity(url).key)


def offered(app: App) -> set[str]:
    with app.database.read() as connection:
        found = listing.candidates(connection, since=NOW - timedelta(days=60), until=NOW)
    return {one.resource.title for one in found}


def read_everything(app: App, now: datetime = NOW) -> Mapping[str, int]:
    refresh(app, now)
    return enrich_new(app, now).pages or {}


def test_each_failure_has_its_state_and_keeps_what_the_feed_said(app: App, site: Site) -> None:
    read_everything(app)
    states = {name: stored(app, site.url("/" + name)) for name in ROUTES}
    assert {name: one.state for name, one in states.items()} == {
        "good": PageState.OK,
        "wall": PageState.BLOCKED,
        "forbidden": PageState.BLOCKED,
        "login": PageState.BLOCKED,
        "shell": PageState.EMPTY,
        "soft": PageState.GONE,
        "gone": PageState.GONE,
        "broken": PageState.FAILED,
    }
    for name in ROUTES[1:]:
        resource = states[name].resource
        assert (resource.title, resource.authors) == (f"About {name}", ("Ana Cruz",))
        assert resource.summary == f"What the feed says of {name}."
        assert states[name].error
        assert states[name].retry_at == NOW + timedelta(hours=1)
    assert states["good"].resource.title == "Lenses by hand"
    assert states["good"].retry_at is None


def test_a_wall_is_tried_again_later_and_then_read(app: App, site: Site) -> None:
    read_everything(app)
    asked = site.paths().count("/wall")
    enrich_new(app, NOW + timedelta(minutes=59))
    assert site.paths().count("/wall") == asked
    later = enrich_new(app, NOW + timedelta(minutes=61))
    assert site.paths().count("/wall") == asked + 1
    assert {one.url: one.again for one in later.unread}[site.url("/wall")]
    site.routes["/wall"] = html(article("What stood behind the wall"))
    enrich_new(app, NOW + timedelta(hours=8))
    found = stored(app, site.url("/wall"))
    assert (found.state, found.error, found.retry_at) == (PageState.OK, None, None)
    assert found.resource.title == "What stood behind the wall"
    assert found.resource.authors == ("Ana Cruz",)


def test_what_all_pages_of_a_new_blog_say_is_told_of_none(app: App, site: Site) -> None:
    """The first of them are read before it shows."""
    slogan = "A Blog is where we write of glass, of light and of what both do to each other."
    head = f'<meta property="og:description" content="{slogan}"><meta property="og:image" content="{site.url("/sea.jpg")}"></head>'
    for name in ("good", "wall", "forbidden", "login"):
        body = article(f"On {name}").replace(b"</head>", head.encode())
        site.routes[f"/{name}"] = html(body)
    read_everything(app)
    for name in ("good", "wall", "forbidden", "login"):
        made = stored(app, site.url(f"/{name}")).resource
        assert made.summary == "Lenses bend light towards the middle of the glass."
        assert (made.summary_quoted, made.image) == (True, None)


def test_it_rests_after_five_tries(app: App, site: Site) -> None:
    read_everything(app)
    for day in range(1, 40):
        enrich_new(app, NOW + timedelta(days=day))
    assert site.paths().count("/wall") == 5


def test_a_dead_link_is_noticed_when_it_is_looked_at_again(app: App, site: Site) -> None:
    read_everything(app)
    assert "Lenses by hand" in offered(app)
    found = stored(app, site.url("/good"))
    del site.routes["/good"]
    look = enrich_one(app, found.id, NOW + timedelta(days=1))
    assert look.state is PageState.GONE
    again = stored(app, site.url("/good"))
    assert (again.state, again.resource.text) == (PageState.GONE, found.resource.text)
    assert "Lenses by hand" not in offered(app)


def test_a_page_that_was_read_once_is_not_lost_to_a_wall(app: App, site: Site) -> None:
    read_everything(app)
    before = stored(app, site.url("/good")).resource
    site.routes["/good"] = html(WALL)
    added = reading.add(app, site.url("/good"), NOW + timedelta(days=1))
    assert added.state is PageState.BLOCKED
    assert stored(app, site.url("/good")).resource == before


def facts(resource: Resource) -> tuple[object, ...]:
    return (resource.key, resource.title, resource.authors, str(resource.published), resource.site,
            resource.summary, resource.markdown, resource.kind, resource.minutes)  # fmt: skip


def declaring(title: str, canonical_url: str) -> Answer:
    link = f'<link rel="canonical" href="{canonical_url}"><title>'
    return html(article(title).replace(b"<title>", link.encode(), 1))


def test_the_address_a_page_declares_is_kept_where_it_leads_somewhere(app: App, site: Site) -> None:
    there = site.url("/lenses")
    site.routes["/good"] = site.routes["/lenses"] = declaring("Lenses by hand", there)
    found = reading.add(app, site.url("/good"), NOW).stored
    assert found.resource.url == there


def test_where_it_leads_nowhere_the_one_that_answered_is_kept(app: App, site: Site) -> None:
    site.routes["/good"] = declaring("Lenses by hand", site.url("/nowhere"))
    found = reading.add(app, site.url("/good"), NOW).stored
    assert (found.resource.url, found.state) == (site.url("/good"), PageState.OK)
    assert found.resource.title == "Lenses by hand"


def test_feed_hand_and_import_lead_through_one_way(app: App, site: Site) -> None:
    """What stands on a page is the same, whoever sent us there."""
    site.routes["/by-hand"] = site.routes["/imported"] = html(article("Lenses by hand"))
    read_everything(app)
    by_feed = stored(app, site.url("/good")).resource
    by_hand = reading.add(app, site.url("/by-hand?utm_source=x"), NOW).stored.resource
    links = f"url,title\n{site.url('/imported')},Some other title\n".encode()
    saved.import_links(app, links, NOW, apply_it=True)
    enrich_new(app, NOW)
    imported = stored(app, site.url("/imported")).resource
    assert facts(by_hand)[1:] == facts(imported)[1:]
    assert facts(by_feed)[1:5] == facts(by_hand)[1:5]
    assert by_hand.key.endswith("/by-hand")
    exported = as_csv(reading.items(app))
    assert "Lenses by hand" in exported


def topics(found: StoredResource) -> list[str]:
    return [one.slug for one in found.tags.topics]


def test_a_link_has_the_topics_that_it_was_queued_with(app: App, site: Site) -> None:
    """Whatever the page speaks of; and no more once the link is off the list."""
    site.routes["/by-hand"] = html(article("Lenses by hand"))
    url = site.url("/by-hand")
    assert topics(reading.add(app, url, NOW).stored) == []
    added = reading.add(app, url, NOW, topics=("ethics", "training"))
    assert sorted(topics(added.stored)) == ["ethics", "training"]
    assert str(added.stored.tags.topics[0].evidence[0]).startswith("you queued it with ")
    enrich_one(app, added.stored.id, NOW + timedelta(days=1))
    tag(app)
    assert sorted(topics(stored(app, url))) == ["ethics", "training"]
    reading.remove(app, added.item.id)
    tag(app)
    assert topics(stored(app, url)) == []


def of(address: str) -> Answer:
    """A page that says which address is its own."""
    link = f'<link rel="canonical" href="{address}"></head>'
    return html(article("Lenses").replace(b"</head>", link.encode()))


@pytest.mark.parametrize("listed", [True, False], ids=["on the list", "in the library"])
def test_another_address_of_what_is_known_is_told_and_listed_as_that(
    app: App, site: Site, listed: bool
) -> None:
    known, other = site.url("/lenses"), site.url("/lenses-for-friends")
    site.routes |= {"/lenses": of(known), "/lenses-for-friends": of(known)}
    first = reading.add(app, known, NOW)
    if not listed:
        reading.remove(app, first.item.id)
    again = reading.add(app, other, NOW, note="Read this")
    assert (again.stored.id, again.again) == (first.stored.id, listed)
    ((item, found),) = reading.items(app)
    assert item == again.item
    assert (item.note, item.resource_id) == ("Read this", found.id)


def test_a_link_is_tagged_at_once_and_nothing_else_with_it(app: App, site: Site) -> None:
    site.routes["/by-hand"] = html(article("Lenses by hand"))
    with app.database.begin() as connection:
        waiting = resources.upsert(connection, Resource("k", "https://k.example/", "K"), now=NOW)
    assert reading.add(app, site.url("/by-hand"), NOW).stored.tags.model_version
    with app.database.read() as connection:
        assert not resources.get(connection, waiting).tags.model_version


def test_what_is_joined_while_its_page_is_read_does_not_end_the_run(
    app: App, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.routes |= {"/one": html(article("One")), "/two": html(article("Two"))}
    with app.database.begin() as connection:
        one, two = (
            resources.upsert(
                connection, canonical.unread(canonical.identity(site.url(path))), now=NOW
            )
            for path in ("/one", "/two")
        )
    looked = enrich.look

    def joining(app: App, what: StoredResource, *rest: Any) -> enrich.Look:
        found = looked(app, what, *rest)
        if what.id == two:
            with app.database.begin() as connection:
                merging.merge(connection, keep=one, gone=two)
        return found

    monkeypatch.setattr(enrich, "look", joining)
    report = enrich_new(app, NOW)
    assert report.pages == {PageState.OK: 2}
    with app.database.read() as connection:
        assert resources.get(connection, site.url("/two")).id == one


@pytest.mark.parametrize(
    "url", ["http://10.1.2.3/notes", "http://[::1]:8000/x", "http://192.168.0.7:8080/", "http://0x0a.1/"]
)  # fmt: skip
def test_a_private_address_never_comes_on_the_list(app: App, url: str) -> None:
    with pytest.raises(Forbidden, match=r"is a private address; CURATOR_ALLOW_NETWORKS"):
        reading.add(app, url, NOW)
    with app.database.read() as connection:
        assert listing.list_(connection) == []


def test_what_is_added_twice_stands_once_and_is_told(app: App, site: Site) -> None:
    site.routes["/by-hand"] = html(article("Lenses by hand"))
    first, second = (reading.add(app, site.url("/by-hand"), NOW) for _ in range(2))
    assert (first.again, second.again) == (False, True)
    assert first.item.id == second.item.id


def test_a_page_that_is_gone_is_told_from_one_that_is_tried_again(app: App, site: Site) -> None:
    site.routes |= {"/soft": html(SOFT), "/wall": html(WALL), "/good": html(article("Lenses"))}
    soft, missing, wall, good = (
        reading.add(app, site.url(path), NOW).trouble
        for path in ("/soft", "/missing", "/wall", "/good")
    )
    assert soft is not None
    assert missing is not None
    assert wall is not None
    assert soft.startswith("its page is not there (the page says that it does not exist)")
    assert missing.startswith("its page is not there (")
    assert wall.endswith("it is tried again later")
    assert good is None


# --------------------------------------------------------------------------- what stands in


def _said(_: object, told: Mapping[str, object]) -> Iterator[Candidate]:
    for page in told.values():
        answer = json.loads(getattr(page, "body", b"{}"))
        yield Candidate("title", answer["title"], "")
        yield Candidate("authors", answer["by"], "")


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, site: Site) -> str:
    """An adapter for the wall's page: the site has an interface for programs."""
    address = site.url("/api")
    site.routes["/api"] = Answer(b'{"title": "By the interface", "by": "Cy Lang"}')
    one = Adapter(
        "walled",
        lambda *_: False,
        wanted=lambda identity: (
            Wanted(identity.url, instead=(address,))
            if identity.url.endswith(("/wall", "/forbidden", "/good", "/gone"))
            else None
        ),
        alone=_said,
    )
    monkeypatch.setattr(adapters, "installed", lambda: (one,))
    return address


def test_what_a_site_tells_programs_stands_in_for_its_wall(app: App, site: Site, api: str) -> None:
    read_everything(app)
    for name in ("wall", "forbidden"):
        found = stored(app, site.url("/" + name))
        assert found.resource.title == "By the interface"
        assert found.resource.authors == ("Cy Lang",)
        assert str(found.resource.published)[:10] == "2026-02-17"
        assert (found.state, found.retry_at) == (PageState.BLOCKED, NOW + timedelta(hours=1))


def test_it_is_asked_only_where_the_page_is_no_use(app: App, site: Site, api: str) -> None:
    read_everything(app)
    assert site.paths().count("/api") == 2
    assert stored(app, site.url("/good")).resource.title == "Lenses by hand"
    assert stored(app, site.url("/gone")).resource.title == "About gone"


def test_an_interface_that_breaks_leaves_the_feed(app: App, site: Site, api: str) -> None:
    site.routes["/api"] = Answer(b"\x00 not JSON")
    read_everything(app)
    assert stored(app, site.url("/wall")).resource.title == "About wall"
