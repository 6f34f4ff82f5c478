"""``curator sources``: what a source sent that could not be read, and what an import did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curator.app import App
from curator.cli.root import run
from curator.model import BadDocument
from curator.storage import documents, sources
from tests.web import house
from tests.web.house import NOW

URL = "https://site1.example.net/feed"
BODY = b"<html>\x1b[2J \xff"


@pytest.fixture(autouse=True)
def _kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house whose first source sent a page in place of a feed, a longer one than is kept."""
    app = App(house.settings(tmp_path))
    with app.database.begin() as connection:
        sources.sync(connection, app.config.sources, NOW)
        page = BadDocument(f"{URL}/", NOW, "text/html", "it is a page", 700_000, BODY)
        documents.keep(connection, URL, page)
    app.close()
    monkeypatch.setenv("CURATOR_DATA", str(tmp_path))
    monkeypatch.setenv("CURATOR_FEEDS", str(tmp_path / "feeds.yaml"))


def test_the_bytes_go_out_as_they_came(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["sources", "document", URL]) == 0
    said = capsysbinary.readouterr()
    assert said.out == BODY
    assert b"https://site1.example.net/feed/ at 2026-02-23 09:00 UTC: text/html" in said.err
    assert b"700,000 bytes, the first 12 kept" in said.err
    assert b"not read: it is a page" in said.err


def test_or_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    assert run(["sources", "document", URL, "-o", str(file)]) == 0
    assert file.read_bytes() == BODY


def test_or_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sources", "document", URL, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["error"], found["size"], found["body"]) == (
        "it is a page",
        700_000,
        "<html>\x1b[2J \ufffd",
    )


def test_where_nothing_is_kept_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sources", "document", "https://site2.example.net/feed"]) == 1
    assert "nothing is kept" in capsys.readouterr().err
    assert run(["sources", "document", "https://nowhere.example/"]) == 1
    assert "there is no source" in capsys.readouterr().err


def test_a_list_that_is_cut_off_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cut.opml"
    file.write_text('<opml version="2.0"><body><outline text="Mor')
    assert run(["sources", "import", str(file)]) == 1
    said = capsys.readouterr().err
    assert f"{file}: the OPML document is not well-formed" in said
    assert said.endswith("; export the list again as OPML\n")


def test_an_import_accounts_for_every_line_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="Mornings">'
        f'<outline text="New" xmlUrl="https://new.example.net/feed"/><outline xmlUrl="{URL}"/>'
        '<outline text="Bad" xmlUrl="ftp://bad.example.net/"/></outline></body></opml>'
    )
    assert run(["sources", "import", str(file)]) == 3
    dry = capsys.readouterr().out
    assert dry == (
        f"{file}: 1 source to add; 1 known already; nothing is written yet\n"
        "  New  https://new.example.net/feed\nrun it again with --apply to do this\n"
    )
    assert run(["sources", "import", str(file), "--apply"]) == 3
    said = capsys.readouterr()
    assert said.out == "added 1 source; 1 known already\n"
    assert "left out: Bad: 'ftp://bad.example.net/' is not an address" in said.err
    assert "folders that are no topics of feeds.yaml, so not kept: mornings" in said.err
