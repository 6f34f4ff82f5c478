"""Editing ``feeds.yaml``: only what was asked changes, and never to something wrong."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from curator import config, feedsfile
from curator.errors import BadValue, ConfigError, Conflict, CuratorError, NotFound

HEAD = """\
# My file
newsletter: {title: T, author: {name: A}, from: a@example.org}   # keep me
topics:
    -   {slug: cnns, name: CNNs}
"""
BLOCK = (
    HEAD
    + """\
sources:
    # the first
    - https://one.example/feed   # trailing
    # the second
    -
      url: https://two.example/feed
      name: >-
        Two
        words

    # the third
    - {url: https://three.example/feed, name: "Three"}

# the end
"""
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "feeds.yaml"
    file.write_text(BLOCK)
    return file


def test_an_address_is_added_as_the_last_line_of_the_sources(path: Path) -> None:
    source = feedsfile.add_source(path, "https://four.example/feed")
    assert source.url == "https://four.example/feed"
    third = '    - {url: https://three.example/feed, name: "Three"}\n'
    assert path.read_text() == BLOCK.replace(third, third + "    - https://four.example/feed\n")


def test_lines_end_as_those_of_the_file_do(path: Path) -> None:
    path.write_bytes(BLOCK.replace("\n", "\r\n").encode())
    feedsfile.add_source(path, {"url": "https://four.example/feed", "name": "Four"})
    feedsfile.remove_source(path, "https://one.example/feed")
    raw = path.read_bytes()
    assert b"name: Four\r\n" in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_mapping_is_added_with_its_options(path: Path) -> None:
    line = {"github": "o/n", "name": "yes: no", "topics": ["cnns"], "weight": 2}
    source = feedsfile.add_source(path, line)
    assert (source.name, source.topics, source.weight) == ("yes: no", ("cnns",), 2)
    assert config.load(path).sources[-1] == source


@pytest.mark.parametrize("name", ["08:00", "no", "1e5", "0o17", "null", "- x", "# x", "12", "é"])
def test_a_name_stays_the_text_it_is(path: Path, name: str) -> None:
    source = feedsfile.add_source(path, {"url": "https://four.example/", "name": name})
    assert source.name == name


def test_a_source_is_removed_with_nothing_else(path: Path) -> None:
    feedsfile.remove_source(path, "https://two.example/feed")
    middle = BLOCK[BLOCK.index("    -\n") : BLOCK.index("\n    # the third")]
    assert path.read_text() == BLOCK.replace(middle, "")


def test_a_source_that_stands_there_twice_goes_altogether(path: Path) -> None:
    path.write_text(
        HEAD + "sources:\n- {github: o/n}\n- https://one.example/\n- https://github.com/o/n\n"
    )
    feedsfile.remove_source(path, "https://github.com/o/n")
    assert path.read_text() == HEAD + "sources:\n- https://one.example/\n"


def test_all_sources_can_go_and_come_back(path: Path) -> None:
    for name in ("one", "two", "three"):
        feedsfile.remove_source(path, f"https://{name}.example/feed")
    assert config.load(path).sources == ()
    feedsfile.add_source(path, "https://new.example/")
    assert [source.url for source in config.load(path).sources] == ["https://new.example/"]
    assert "# the end" in path.read_text()


def test_a_shorthand_is_removed_by_its_page(path: Path) -> None:
    feedsfile.add_source(path, {"github": "o/n"})
    assert feedsfile.remove_source(path, "https://github.com/o/n").url.endswith("/releases.atom")
    assert path.read_text() == BLOCK


@pytest.mark.parametrize(
    "sources",
    [
        "",
        "sources:\n",
        "sources: []\n",
        "sources: [https://one.example/]\n",
        "sources:\n- https://one.example/\n",
        "sources:\n- https://one.example/",
        "sources: ~\n",
    ],
)
def test_every_way_to_write_the_list_can_grow_and_shrink(tmp_path: Path, sources: str) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(HEAD + sources)
    before = config.load(path)
    feedsfile.add_source(path, {"url": "https://two.example/", "mine": True})
    assert config.load(path).sources[-1].mine
    assert "# keep me" in path.read_text()
    feedsfile.remove_source(path, "https://two.example/")
    assert config.load(path) == before


def test_many_lines_are_added_in_one_edit_and_each_is_accounted_for(path: Path) -> None:
    lines: list[feedsfile.Line] = [
        "https://four.example/",
        "nonsense",
        "https://one.example/feed#x",
        {"kind": "feed"},
        "https://FOUR.example",
    ]
    outcome = feedsfile.add_sources(path, lines)
    assert [source.url for source in outcome.added] == ["https://four.example/"]
    assert [source.url for source in outcome.known] == [
        "https://one.example/feed",
        "https://four.example/",
    ]
    assert [line for line, _ in outcome.refused] == ["nonsense", {"kind": "feed"}]


def test_wrong_lines_change_nothing(path: Path) -> None:
    with pytest.raises(BadValue, match="no topic 'cars'"):
        feedsfile.add_source(path, {"url": "https://four.example/", "topics": ["cars"]})
    with pytest.raises(Conflict, match="has it already"):
        feedsfile.add_source(path, "https://one.example/feed")
    with pytest.raises(NotFound):
        feedsfile.remove_source(path, "https://nine.example/")
    with pytest.raises(NotFound):
        feedsfile.remove_source(path, "nonsense")
    assert path.read_text() == BLOCK
    assert [file.name for file in path.parent.iterdir()] == ["feeds.yaml"]


def test_a_wrong_file_is_not_edited(path: Path) -> None:
    path.write_text("newsletter: 5\n")
    with pytest.raises(ConfigError):
        feedsfile.add_source(path, "https://four.example/")
    assert path.read_text() == "newsletter: 5\n"


def test_permissions_and_links_stay(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    feedsfile.add_source(link, "https://four.example/")
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert "four.example" in path.read_text()


def test_init_writes_a_sound_file_and_its_schema_once(tmp_path: Path) -> None:
    file, schema = feedsfile.init(tmp_path / "new")
    assert config.load(file).sources
    assert json.loads(schema.read_text()) == config.schema()
    assert file.read_text().startswith(f"# yaml-language-server: $schema=./{schema.name}\n")
    file.write_text("mine")
    with pytest.raises(Conflict):
        feedsfile.init(tmp_path / "new")
    assert file.read_text() == "mine"


def test_a_file_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(feedsfile.starter())
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        CuratorError, match=r"feeds\.yaml cannot be written: No space left on device"
    ):
        feedsfile.add_source(path, "https://new.example.org/feed.xml")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
