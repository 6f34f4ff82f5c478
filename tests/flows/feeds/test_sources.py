"""Sources as the author manages them: in and out as OPML, and how they are doing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from curator.app import App
from curator.errors import Conflict, CuratorError, NotFound
from curator.flows import site
from curator.flows.feeds import sources
from curator.flows.feeds.reload import reload
from curator.model import FetchState
from curator.storage import sources as storage
from tests.feeds.site import RSS, Answer, Site, rss
from tests.web.house import NOW

OPML = b"""<opml version="2.0"><body><outline text="vision">
<outline type="rss" text="Nets" xmlUrl="https://nets.example.net/feed"/></outline>
<outline type="rss" text="Known" xmlUrl="https://site1.example.net/feed"/>
<outline type="rss" text="Bad" xmlUrl="file:///etc/passwd"/>
<outline type="rss" text="Nowhere"/></body></opml>"""


def test_feeds_of_an_opml_file_join_and_each_line_is_accounted_for(app: App) -> None:
    before = app.settings.feeds.read_text()
    asked = sources.import_opml(app, OPML)
    assert app.settings.feeds.read_text() == before, "nothing is written until it is agreed to"
    done = sources.import_opml(app, OPML, apply_it=True)
    assert (asked.dry_run, asked) == (True, replace(done, dry_run=True))
    assert [(one.name, one.topics) for one in done.added] == [("Nets", ("vision",))]
    assert [one.url for one in done.known] == ["https://site1.example.net/feed"]
    assert [line["name"] for line, _ in done.refused] == ["Bad", "Nowhere"]  # type: ignore[index]
    reload(app, -1, NOW)
    assert "https://nets.example.net/feed" in [one.url for one in app.config.sources]


def test_folders_find_their_topic_by_name_and_others_are_told(app: App) -> None:
    outlines = b"".join(
        b'<outline text="%s"><outline text="%s" xmlUrl="https://f%d.example.net/feed"/></outline>'
        % (folder, folder, number)
        for number, folder in enumerate([b"Computer vision", b"My morning reads"])
    )
    done = sources.import_opml(app, b'<opml version="2.0"><body>' + outlines + b"</body></opml>")
    assert [one.topics for one in done.added] == [("vision",), ()]
    assert done.folders == ("my-morning-reads",)


def test_what_goes_out_has_the_titles_and_sites_that_sources_told(app: App) -> None:
    url = "https://untitled.example.net/feed"
    with app.settings.feeds.open("a") as file:
        file.write(f"\n  - {url}\n")
    reload(app, -1, NOW)
    state = FetchState(title="It has one", site_url="https://untitled.example.net/")
    with app.database.begin() as connection:
        storage.sync(connection, app.config.sources, NOW)
        storage.save_outcome(connection, url, state, (), NOW)
    document = sources.export_opml(app).decode()
    assert 'text="It has one"' in document
    assert 'htmlUrl="https://untitled.example.net/"' in document
    assert 'text="Practical Nets"' in document


def test_private_sources_are_the_author_s_alone(app: App) -> None:
    with app.settings.feeds.open("a") as file:
        file.write("\n  - {url: 'https://paid.example.net/feed?key=0f3a', private: true}\n")
    reload(app, -1, NOW)
    assert b"key=0f3a" in sources.export_opml(app)
    assert b"paid.example" not in sources.export_opml(app, private=False)
    assert "key=0f3a" not in str(site.read_sources(app))


def test_the_public_gets_feeds_and_no_pages_that_a_feed_reader_cannot_follow(app: App) -> None:
    with app.settings.feeds.open("a") as file:
        file.write("\n  - {url: 'https://course.example.net/', selector: main a}\n")
        file.write("  - https://blog.example.net/\n")
    reload(app, -1, NOW)
    found = FetchState(feed_url="https://blog.example.net/atom", title="A blog")
    with app.database.begin() as connection:
        storage.sync(connection, app.config.sources, NOW)
        storage.save_outcome(connection, "https://blog.example.net/", found, (), NOW)
    public = sources.export_opml(app, private=False).decode()
    assert 'xmlUrl="https://blog.example.net/atom"' in public
    assert "course.example.net" not in public
    whole = sources.export_opml(app).decode()
    assert 'xmlUrl="https://course.example.net/"' in whole
    assert 'xmlUrl="https://blog.example.net/"' in whole


def test_what_goes_out_comes_in_again_as_known(app: App) -> None:
    done = sources.import_opml(app, sources.export_opml(app))
    assert (done.added, len(done.known)) == ((), 3)


def test_a_file_that_is_no_opml_is_told_and_nothing_is_written(app: App) -> None:
    before = app.settings.feeds.read_text()
    with pytest.raises(CuratorError):
        sources.import_opml(app, b"<rss><channel></channel></rss>", apply_it=True)
    assert app.settings.feeds.read_text() == before


def test_one_is_taken_out_and_its_like_is_not_there(app: App) -> None:
    sources.remove(app, "https://site1.example.net/feed")
    assert "site1" not in app.settings.feeds.read_text()
    with pytest.raises(NotFound):
        sources.remove(app, "https://site1.example.net/feed")


def test_every_source_has_its_health(app: App) -> None:
    found = sources.check_health(app, NOW)
    assert [one.name for one in found] == ["Practical Nets", "Notes from the lab", "Mira Okafor"]


def test_those_in_trouble_stand_first(app: App) -> None:
    sources.statuses(app, NOW)
    with app.database.begin() as connection:
        gone = FetchState(status=410, error="the address is gone for good", disabled_at=NOW)
        storage.save_outcome(connection, "https://site2.example.net/feed", gone, [], NOW)
    [first, *rest] = sources.check_health(app, NOW)
    assert first.name == "Notes from the lab"
    assert first.told.startswith("the address is gone for good; remove it, correct its address")
    assert [one.error for one in rest] == [None, None]


PAGE = b"""<title>A blog</title><link rel="alternate" type="application/atom+xml" href="/atom">
<link rel="alternate" type="application/rss+xml" href="/rss">"""


@pytest.fixture
def blog() -> Iterator[Site]:
    """A blog whose page names two feeds."""
    feed = Answer(rss("One"), headers={"Content-Type": RSS})
    page = Answer(PAGE, headers={"Content-Type": "text/html"})
    with Site({"/": page, "/atom": feed, "/rss": feed}) as site:
        yield site


def listed(app: App, url: str) -> None:
    """Have ``feeds.yaml`` list ``url`` already."""
    with app.settings.feeds.open("a") as file:
        file.write(f"\n  - {url}\n")
    reload(app, -1, NOW)


@pytest.mark.parametrize("has", ["/atom", "/rss"])
def test_a_page_of_which_a_feed_is_read_already_is_not_added(
    app: App, blog: Site, has: str
) -> None:
    listed(app, blog.url(has))
    before = app.settings.feeds.read_text()
    with pytest.raises(Conflict, match=rf"has it already: http://127.*{has}; it reads what"):
        sources.add(app, blog.url("/"), {})
    assert app.settings.feeds.read_text() == before


def test_nor_is_the_feed_of_a_page_that_is_read(app: App, blog: Site) -> None:
    listed(app, blog.url("/"))
    state = FetchState(feed_url=blog.url("/atom"))
    with app.database.begin() as connection:
        storage.sync(connection, app.config.sources, NOW)
        storage.save_outcome(connection, blog.url("/"), state, (), NOW)
    with pytest.raises(Conflict, match="has it already"):
        sources.add(app, blog.url("/atom"), {})
    assert not blog.requests, "what is known need not be asked"


def test_another_feed_of_the_page_is_added_by_its_own_address(app: App, blog: Site) -> None:
    listed(app, blog.url("/atom"))
    address, _ = sources.add(app, blog.url("/rss"), {})
    assert address == blog.url("/rss")
    assert address in app.settings.feeds.read_text()


def test_a_source_may_be_written_as_people_write_it(app: App) -> None:
    address, _ = sources.add(app, "owner/name", {"kind": "github"})
    assert address == "https://github.com/owner/name/releases.atom"
    assert f"url: {address}" in app.settings.feeds.read_text()
