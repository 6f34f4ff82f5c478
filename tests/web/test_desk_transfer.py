"""Import and export at the desk: a file is looked over, then taken over; everything can be taken out."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest

from curator.flows.audience import readers
from curator.flows.resources import reading
from curator.web import tasks
from tests.web.conftest import Build
from tests.web.desk_visit import HASH, Desk, said
from tests.web.house import NOW
from tests.web.pages import Page, read
from tests.web.serving import Serving

LINKS = b"url,title,note\nhttps://one.example.org/a,One & <b>only</b>,Mine\nnowhere,Two,\n"
READERS = b"email,name\nada@reader.example,Ada\nno address,Bob\n"
OPML = b"""<opml version="2.0"><body>
<outline type="rss" text="Nets" xmlUrl="https://nets.example.net/feed"/>
<outline type="rss" text="Bad" xmlUrl="file:///etc/passwd"/></body></opml>"""


@pytest.fixture
def site(build: Build) -> Serving:
    serving = build(furnished=True, desk_password_hash=HASH)
    serving.clock.at = NOW
    return serving


def send(desk: Desk, kind: str, data: bytes, name: str = "file.csv", **fields: str) -> Page:
    """Choose a file and press the button."""
    answer = desk.browser.post(
        "/desk/import",
        data={"kind": kind, "do": "look", **fields},
        files={"file": (name, data)},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    return read(answer.text)


def agree(desk: Desk, page: Page) -> Page:
    """Press Import on the page that looks a file over."""
    hidden = {name: page.field(name) for name in ("kind", "into", "token")}
    return desk.press("/desk/import", do="apply", **hidden)


def count(site: Serving) -> int:
    return len(reading.items(site.app))


def test_links_are_looked_over_and_then_taken_over(site: Serving, desk: Desk) -> None:
    before = count(site)
    look = send(desk, "links", LINKS, name="links.csv")
    text = look.words
    assert "to the reading list" in text
    assert "links.csv:3" in text
    assert count(site) == before
    assert "1 link added from links.csv" in said(agree(desk, look))
    assert count(site) == before + 1
    assert "One & <b>only</b>" in desk.page("/desk/reading").words


def test_readers_are_looked_over_and_then_taken_over(site: Serving, desk: Desk) -> None:
    look = send(desk, "readers", READERS)
    assert "file.csv:3" in look.words
    assert readers.list_(site.app) == []
    assert "1 reader added" in said(agree(desk, look))
    assert [one.address for one in readers.list_(site.app)] == ["ada@reader.example"]
    assert "nothing in it to take over" in send(desk, "readers", b"email,name\n").words
    guessed = send(desk, "readers", "email,name\nzoe@reader.example,Zoë\n".encode("cp1252"))
    assert "is 'Zoë' right?" in guessed.words


def test_feeds_of_an_opml_file_join_the_sources(site: Serving, desk: Desk) -> None:
    look = send(desk, "sources", OPML, name="feeds.opml")
    assert "to feeds.yaml" in look.words
    assert "file:///etc/passwd: " in look.words
    assert "nets.example" not in site.app.settings.feeds.read_text()
    page = agree(desk, look)
    assert "1 source added from feeds.opml" in said(page)
    assert "https://nets.example.net/feed" in site.app.settings.feeds.read_text()
    assert [one.name for one in site.app.config.sources][-1] == "Nets"
    assert "file:///etc/passwd" not in site.app.settings.feeds.read_text()


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("links", b"", "file.csv: "),
        ("links", b"\x00\xff\x00", "file.csv: "),
        ("readers", b"a,b\n1,2\n", "no column is called"),
        ("sources", b"<opml", "file.csv: the OPML document is not well-formed"),
        ("spoons", LINKS, "that button is not known"),
    ],
)
def test_what_cannot_be_read_is_told(
    site: Serving, desk: Desk, kind: str, data: bytes, words: str
) -> None:
    before = count(site)
    page = send(desk, kind, data)
    assert words in said(page)
    assert page.root.find_class("notice bad") or page.root.find_class("bad")
    assert count(site) == before


def test_without_a_file_nothing_happens(desk: Desk) -> None:
    assert "choose a file" in said(desk.press("/desk/import", kind="links", do="look"))


def test_a_file_is_agreed_to_once_and_soon(site: Serving, desk: Desk) -> None:
    look = send(desk, "links", LINKS)
    agree(desk, look)
    assert "choose it again" in said(agree(desk, look))
    late = send(desk, "links", LINKS)
    site.clock.at = NOW + timedelta(hours=2)
    assert "choose it again" in said(agree(desk, late))
    assert "choose it again" in said(
        desk.press("/desk/import", kind="links", do="apply", token="forged")
    )


@pytest.fixture
def _nothing_is_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "SOON", 0.0)


def many(number: int) -> bytes:
    return b"url,title\n" + b"".join(b"https://n%d.example/,N\n" % one for one in range(number))


def watch(desk: Desk, page: Page) -> tuple[list[str], Page]:
    """Look again, as the browser does, until it has ended; gives the titles seen before that."""
    seen: list[str] = []
    while page.root.cssselect("progress"):
        seen.append(page.root.cssselect("h1")[0].text)
        (link,) = page.root.cssselect(".box a")
        page = read(desk.browser.get(link.get("href"), follow_redirects=True).text)
    return seen, page


@pytest.mark.usefixtures("_nothing_is_soon")
def test_a_large_file_is_watched_on_a_page_of_its_own(site: Serving, desk: Desk) -> None:
    before = count(site)
    seen, look = watch(desk, send(desk, "links", many(600), name="links.csv"))
    assert set(seen) == {"Looking over links.csv"}
    assert count(site) == before
    seen, done = watch(desk, agree(desk, look))
    assert set(seen) == {"Importing links.csv"}
    assert "600 links added from links.csv" in said(done)
    assert count(site) == before + 600


@pytest.mark.usefixtures("_nothing_is_soon")
def test_what_is_wrong_with_it_is_told_at_its_end(desk: Desk) -> None:
    _, page = watch(desk, send(desk, "readers", b"a,b\n1,2\n"))
    assert "no column is called" in said(page)


def test_the_browser_is_asked_to_look_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "SOON", 0.0)
    answer = desk.browser.post(
        "/desk/import",
        data={"kind": "links", "do": "look"},
        files={"file": ("links.csv", many(2000))},
        follow_redirects=True,
    )
    assert answer.headers["refresh"] == "2"


def test_a_task_that_nobody_knows_is_told(desk: Desk) -> None:
    page = read(desk.browser.get("/desk/import/forged", follow_redirects=True).text)
    assert "not known here any more" in said(page)


def test_a_file_beyond_the_limit_is_refused(desk: Desk) -> None:
    answer = desk.browser.post("/desk/import", files={"file": ("x", b" " * (33 << 20))})
    assert answer.status_code == 413


@pytest.mark.parametrize("form", ["md", "csv", "json", "bibtex"])
@pytest.mark.parametrize("what", ["reading", "picked", "all"])
def test_links_are_taken_out(desk: Desk, what: str, form: str) -> None:
    answer = desk.browser.get(f"/desk/export/links/{what}.{form}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    assert "https://" in answer.text


def test_tables_and_json_can_be_read_by_others(desk: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(desk.browser.get("/desk/export/links/all.csv").text)))
    found = json.loads(desk.browser.get("/desk/export/links/all.json").text)
    assert len(rows) == len(found) > 10
    assert {"url", "title", "topics"} <= rows[0].keys()


@pytest.mark.parametrize(
    ("name", "words"),
    [("readers.csv", "email"), ("consent.csv", "at"), ("sources.opml", "Practical Nets")],
)
def test_everything_else_is_taken_out(desk: Desk, name: str, words: str) -> None:
    answer = desk.browser.get(f"/desk/export/{name}")
    assert answer.status_code == 200
    assert words in answer.text


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    for path in ("links/spoons.csv", "links/all.exe", "secrets.csv"):
        assert desk.browser.get(f"/desk/export/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/desk/import", "/desk/export/readers.csv", "/desk/export/links/all.csv"]
)
def test_strangers_get_nothing(site: Serving, path: str) -> None:
    with site.client() as stranger:
        answer = stranger.get(path)
        assert answer.headers["location"].startswith("/desk/sign-in")
        forged = stranger.post("/desk/import", data={"kind": "links"}, files={"file": ("x", LINKS)})
        assert forged.headers["location"] == "/desk/sign-in"
