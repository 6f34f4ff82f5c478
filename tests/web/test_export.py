"""The archive as files: the same pages, every link leading to a file or to the running service."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from curator.errors import BadValue, CuratorError
from curator.web import export
from curator.web.pages import archive
from tests.web.pages import read
from tests.web.serving import Serving

BASE = "https://mira.github.example/letters"


@pytest.fixture(scope="module")
def built(open_house: Serving, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The open house as files."""
    folder = tmp_path_factory.mktemp("files") / "site"
    export.build(open_house.app, folder, base_url=BASE)
    return folder


def test_every_public_page_and_feed_is_there(built: Path) -> None:
    names = {str(path.relative_to(built)) for path in built.rglob("*") if path.is_file()}
    wanted = {"index.html", "archive/index.html", "archive/3/index.html", "feed.xml", "404.html"}
    assert wanted | {"topics/vision/feed.json", "static/style.css", ".nojekyll"} <= names


def test_links_to_what_a_topic_was_called_before_lead_somewhere_too(built: Path) -> None:
    assert read((built / "topics/words/index.html").read_text()).heading == "Language"
    assert (built / "topics/words/feed.xml").is_file()


def test_every_link_leads_to_a_file_or_to_the_service(built: Path, open_house: Serving) -> None:
    for path in built.rglob("*.html"):
        root = read(path.read_text()).root
        here = f"{BASE}/{path.relative_to(built)}"
        for address in root.xpath("//a/@href | //link[@rel!='canonical']/@href | //form/@action"):
            parts = urlsplit(urljoin(here, str(address)))
            if parts.netloc != urlsplit(BASE).netloc:
                continue
            assert "//" not in parts.path, address
            assert parts.path.startswith("/letters/"), address
            inside = built / parts.path.removeprefix("/letters/")
            assert (inside / "index.html").exists() or inside.is_file(), (path, address)
        assert f"{open_house.url}/subscribe" in root.xpath("//a/@href")


def test_pages_find_their_style_and_each_other_wherever_the_folder_stands(built: Path) -> None:
    page = built / "archive/3/index.html"
    links = list(map(str, read(page.read_text()).root.xpath("//link[@rel='stylesheet']/@href")))
    assert [urlsplit(link).path for link in links] == ["../../static/style.css"]
    anywhere = read((built / "404.html").read_text()).root
    assert str(anywhere.xpath("//link[@rel='stylesheet']/@href")[0]).startswith("/letters/static/")


def test_the_sitemap_names_files_that_are_there(built: Path) -> None:
    root = ET.fromstring((built / "sitemap.xml").read_text())
    places = [str(place.text) for place in root.findall(".//{*}loc")]
    assert f"{BASE}/archive/3/" in places
    for place in places:
        assert (built / place.removeprefix(f"{BASE}/") / "index.html").is_file(), place


def test_pages_name_the_place_where_they_are_served(built: Path) -> None:
    root = read((built / "archive/3/index.html").read_text()).root
    assert root.xpath("//link[@rel='canonical']/@href") == [f"{BASE}/archive/3/"]


def test_a_second_build_replaces_the_first_and_nothing_else(
    built: Path, open_house: Serving, tmp_path: Path
) -> None:
    (built / "old.html").write_text("old")
    export.build(open_house.app, built, base_url=BASE)
    assert not (built / "old.html").exists()
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CuratorError, match="holds other files"):
        export.build(open_house.app, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_site_that_cannot_be_made_leaves_the_one_that_is_there(
    open_house: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    export.build(open_house.app, folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    monkeypatch.setattr(export, "paths", lambda _app: ["/", "/archive/999"])
    with pytest.raises(CuratorError, match=r"/archive/999 could not be made: it answers 404"):
        export.build(open_house.app, folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_later_pages_of_a_list_are_files_that_link_to_each_other(
    open_house: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "AT_A_TIME", 1)
    export.build(open_house.app, tmp_path / "site", base_url=BASE)
    pages = [tmp_path / "site/archive/index.html"]
    pages += [tmp_path / f"site/archive/page/{number}/index.html" for number in (2, 3)]
    links = [set(map(str, read(page.read_text()).root.xpath("//a/@href"))) for page in pages]
    assert "page/2/" in links[0]
    assert {"../../", "../3/"} <= links[1]
    assert "../../1/" in links[2]
    assert not (tmp_path / "site/archive/page/4").exists()


def test_a_fresh_clone_of_an_empty_branch_is_taken_and_keeps_its_history(
    open_house: Serving, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/gh-pages")
    export.build(open_house.app, tmp_path, base_url=BASE)
    export.build(open_house.app, tmp_path, base_url=BASE)
    assert (tmp_path / ".git" / "HEAD").exists()
    assert (tmp_path / "index.html").exists()


@pytest.mark.parametrize("wrong", ["mira.github.io/letters", "ftp://a.example", "https://", ""])
def test_where_the_files_will_be_is_an_address_or_nothing_is_written(
    open_house: Serving, tmp_path: Path, wrong: str
) -> None:
    with pytest.raises(BadValue, match="is not an address"):
        export.build(open_house.app, tmp_path / "site", base_url=wrong)
    assert not (tmp_path / "site").exists()


def test_two_builds_of_the_same_are_the_same(open_house: Serving, tmp_path: Path) -> None:
    first, second = (
        {file.name: file.read_bytes() for file in export.build(open_house.app, tmp_path / name)}
        for name in ("one", "two")
    )
    assert first == second
