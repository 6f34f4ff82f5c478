"""Looking without storing: every address has its answer, in the order asked, whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.app import App
from curator.errors import CuratorError, NotFound
from curator.feeds import inspect as feeds_inspect
from curator.feeds.fetching.fetch import Fetcher
from curator.flows.resources import inspect, reading
from curator.storage import resources
from tests.feeds.conftest import LOOPBACK, QUICK
from tests.feeds.site import RSS, Answer, Site, rss
from tests.flows.resources.test_looks import WALL, Here, article, html
from tests.web import house
from tests.web.house import NOW

PATIENCE = 60


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.routes = {
            "/feed": Answer(rss("One", "Two"), headers={"Content-Type": RSS}),
            "/good": html(article("Convolutions by hand", words="A kernel slides over pixels. ")),
            "/wall": html(WALL),
            "/gone": html(b"gone", 410),
            "/asked?ref_src=feed": html(article("Pooling by hand")),
        }
        yield running


@pytest.fixture
def app(tmp_path: Path, site: Site) -> Iterator[App]:
    """An application that reads documents in this process, and has no database yet."""
    app = App(house.settings(tmp_path / "home"))
    app.__dict__["fetcher"] = Fetcher(allow=LOOPBACK, limits=QUICK)
    app.__dict__["workers"] = Here()
    yield app
    app.close()


# --------------------------------------------------------------------------- sources


def test_sources_are_told_in_the_order_asked_the_unreadable_among_them(
    app: App, site: Site
) -> None:
    asked = [site.url("/gone"), site.url("/feed"), "words", site.url("/nowhere")]
    found = list(inspect.sources(app, asked))
    assert [row["url"] for row in found] == asked
    assert [row["error"] is None for row in found] == [False, True, False, False]
    assert [entry["title"] for entry in found[1]["entries"]] == ["Two", "One"]


def test_a_mistake_of_ours_is_told_as_that_addresss_error(
    app: App, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **_given: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(feeds_inspect, "inspect", broken)
    (row,) = inspect.sources(app, [site.url("/feed")])
    assert row["error"] == "could not be read: ZeroDivisionError: oops"


# --------------------------------------------------------------------------- resources


def test_a_page_is_told_with_its_topics_and_their_evidence(app: App, site: Site) -> None:
    (row,) = inspect.resources(app, [site.url("/good")], NOW)
    assert (row["title"], row["error"]) == ("Convolutions by hand", None)
    assert all(tag.keys() == {"slug", "score", "evidence"} for tag in row["topics"])
    assert all(tag["evidence"] for tag in row["topics"])


def test_a_page_that_cannot_be_had_has_every_key_and_says_why(app: App, site: Site) -> None:
    good, gone, wall = inspect.resources(
        app, [site.url(path) for path in ("/good", "/gone", "/wall")], NOW
    )
    assert list(gone) == list(good) == list(wall)
    assert (gone["title"], gone["topics"], gone["track"]) == (None, [], None)
    assert "gone" in gone["error"]
    assert wall["error"]


def test_an_address_that_works_only_as_it_is_linked_is_read(app: App, site: Site) -> None:
    (found,) = inspect.resources(app, [site.url("/asked?ref_src=feed")], NOW)
    assert (found["title"], found["error"]) == ("Pooling by hand", None)
    asked = [path for path in site.paths() if path.startswith("/asked")]
    assert asked == ["/asked", "/asked?ref_src=feed"]


def test_spaces_around_an_address_stay_in_its_answer(app: App, site: Site) -> None:
    (found,) = inspect.resources(app, [site.url("/good") + " "], NOW)
    assert found["url"] == site.url("/good") + " "
    assert (found["title"], found["canonical_url"]) == ("Convolutions by hand", site.url("/good"))


def test_nothing_is_stored(app: App, site: Site) -> None:
    list(inspect.resources(app, [site.url("/good")], NOW))
    list(inspect.sources(app, [site.url("/feed")]))
    with app.database.read() as connection:
        assert resources.list_(connection) == []


# --------------------------------------------------------------------------- why


def test_why_tells_every_candidate_and_which_was_chosen(app: App, site: Site) -> None:
    rows = [row for row in inspect.why(app, site.url("/good"), NOW).rows if row.field == "title"]
    assert {row.value for row in rows if row.chosen} == {"Convolutions by hand"}


def test_why_knows_stored_pages_by_their_number(app: App, site: Site) -> None:
    stored = reading.add(app, site.url("/good"), NOW).stored
    assert inspect.why(app, str(stored.id), NOW) == inspect.why(app, site.url("/good"), NOW)
    with pytest.raises(NotFound, match="there is no resource 99"):
        inspect.why(app, "99", NOW)


def test_a_feed_is_told_from_a_page(app: App, site: Site) -> None:
    with pytest.raises(CuratorError, match="it is a feed and no page; `curator sources add`"):
        inspect.why(app, site.url("/feed"), NOW)


def test_why_of_a_page_that_cannot_be_had_says_so(app: App, site: Site) -> None:
    with pytest.raises(CuratorError, match="gone"):
        inspect.why(app, site.url("/gone"), NOW)


def test_why_of_a_stored_page_that_cannot_be_had_now_tells_what_the_last_look_found(
    app: App, site: Site
) -> None:
    url = site.url("/good")
    then = inspect.why(app, url, NOW)
    reading.add(app, url, NOW)
    del site.routes["/good"]
    now = inspect.why(app, url, NOW)
    assert now.note.startswith("this is of an earlier look: ")
    assert chosen(now) == chosen(then)


def chosen(found: inspect.Reasons) -> dict[str, str]:
    return {row.field: row.value for row in found.rows if row.chosen}


# --------------------------------------------------------------------------- side by side


def test_answers_come_in_order_although_looks_end_in_any() -> None:
    second = threading.Event()

    def look(name: str) -> str:
        if name == "first":
            second.wait(PATIENCE)
        else:
            second.set()
        return name.upper()

    assert list(inspect.in_order(look, ["first", "second"], 2)) == ["FIRST", "SECOND"]


def test_a_long_list_is_not_read_far_ahead_of_what_is_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inspect, "AHEAD", 3)
    read = 0

    def addresses() -> Iterator[str]:
        nonlocal read
        for number in range(100):
            read += 1
            yield str(number)

    answers = inspect.in_order(str, addresses(), 32)
    assert next(answers) == "0"
    assert read == 3
    assert len(list(answers)) == 99
