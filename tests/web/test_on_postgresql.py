"""The site and the desk after a move to PostgreSQL: the same pages, the same answers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from curator.app import App
from curator.storage import archive, outbox
from curator.storage.engine.database import Database
from curator.topics.document import document
from tests.web import busy, house
from tests.web.desk_visit import HASH, Desk, said, sign_in
from tests.web.pages import read
from tests.web.serving import Serving, free_port, serve

PUBLIC = ("/", "/archive", "/archive/3", "/topics", "/topics/vision", "/reading", "/sources")
FILES = ("/feed.xml", "/feed.json", "/picks.xml", "/sitemap.xml", "/sources.opml")
DESK = ("", "/issues", "/issues/4", "/issues/3/deliveries", "/resources", "/sources", "/reading",
        "/challenge", "/readers", "/log", "/import", "/keys")  # fmt: skip


@pytest.fixture
def moved(tmp_path: Path, sqlite_template: Path, postgres_url: str) -> Iterator[Serving]:
    """A house of half a year, furnished on SQLite and restored from its backup."""
    folder, port = tmp_path / "house", free_port()
    settings = house.settings(
        folder, base_url=f"http://127.0.0.1:{port}", sources=busy.SOURCES, desk_password_hash=HASH
    )
    shutil.copy(sqlite_template, folder / "curator.db")
    app = App(settings)
    busy.furnish(app)
    archive.backup(app.database, tmp_path / "backup")
    app.close()
    with Database(postgres_url) as database:
        archive.restore(tmp_path / "backup", database, words_of=lambda one: document(one).forms)
    there = house.environment_of(folder, database_url=postgres_url, desk_password_hash=HASH)
    site = serve(App(there), port)
    site.clock.at = house.NOW
    yield site
    site.stop()


@pytest.fixture
def visitor(moved: Serving) -> Iterator[httpx2.Client]:
    with moved.client() as browser:
        yield browser


@pytest.fixture
def author(moved: Serving) -> Iterator[Desk]:
    desk = sign_in(moved)
    yield desk
    desk.browser.close()


def test_every_page_is_there_and_search_finds_words_phrases_and_what_was_picked(
    moved: Serving, visitor: httpx2.Client, author: Desk
) -> None:
    assert moved.app.database.dialect == "postgresql"
    for path in (*PUBLIC, *FILES):
        assert visitor.get(path).status_code == 200, path
    for path in DESK:
        assert author.browser.get(f"/desk{path}").status_code == 200, path

    def search(**asked: str) -> str:
        return visitor.get("/search", params=asked).text

    assert "seen through a bread recipe" in search(q="recipes")
    assert "seen through a bread recipe" in search(q='"bread recipe"', picked="1", topic="vision")
    assert "Nothing found" in search(q='"recipe bread"')
    assert "Nothing found" in search(q="bread -recipe")


def test_the_author_works_on_the_draft_and_a_reader_signs_up(
    moved: Serving, visitor: httpx2.Client, author: Desk
) -> None:
    picks = author.page("/desk/issues/4").actions()
    first = next(int(place.rpartition("/")[2]) for place in picks if "/picks/" in place)
    for do, word in (("down", "Moved down"), ("pin", "Pinned"), ("drop", "Dropped")):
        assert word in said(author.pick(4, first, do))
    assert "Taken back" in said(author.press("/desk/issues/4/step", do="undo"))

    form = read(visitor.get("/subscribe").text).field("form")
    moved.clock.at = house.NOW + timedelta(minutes=1)
    given = {"address": "new@mail.example.org", "form": form, "website": ""}
    assert "mailbox" in visitor.post("/subscribe", data=given).text
    with moved.app.database.read() as connection:
        [mail] = outbox.list_(connection)
    assert (mail.purpose, mail.address) == ("confirm", "new@mail.example.org")
