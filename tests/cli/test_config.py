"""``curator config`` and ``curator init``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curator.cli.root import run

GOOD = """
newsletter: {title: T, author: {name: A}, from: a@ada.name}
sources: [https://ada.name/rss]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("CURATOR_FEEDS", raising=False)
    (tmp_path / "feeds.yaml").write_text(GOOD)
    return tmp_path


def test_check_says_what_is_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "check"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("feeds.yaml: 1 source, 0 topics, no mistakes\n")
    assert "note: newsletter.postal_address is empty" in said
    assert not (folder / "data").exists()


def test_check_notices_a_misspelt_variable(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURATOR_OUTBOXX", "x")
    assert run(["config", "check"]) == 0
    assert (
        "CURATOR_OUTBOXX is not a setting; did you mean CURATOR_OUTBOX?" in capsys.readouterr().out
    )


def test_check_tells_all_mistakes_with_exit_code_4(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "feeds.yaml").write_text("newsletter: {titel: T, from: x}\nsources: [words]\n")
    assert run(["config", "check"]) == 4
    given = capsys.readouterr()
    assert given.out == ""
    assert [line.split(" ")[0] for line in given.err.splitlines()] == [
        "feeds.yaml:1:13:", "feeds.yaml:1:13:", "feeds.yaml:1:14:", "feeds.yaml:1:30:",
        "feeds.yaml:2:11:",
    ]  # fmt: skip


def test_check_in_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "check", "--json"]) == 0
    good = json.loads(capsys.readouterr().out)
    assert (good["ok"], good["sources"]) == (True, 1)
    (folder / "feeds.yaml").write_text("x: ]")
    assert run(["config", "check", "--json"]) == 4
    [problem] = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["file"], problem["line"]) == ("feeds.yaml", 1)


def test_a_missing_file_says_how_to_make_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--feeds", "none.yaml", "config", "check"]) == 4
    assert "curator init" in capsys.readouterr().err


def test_bad_settings_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURATOR_SMTP_URL", "mail.example")
    monkeypatch.setenv("CURATOR_PORT", "many")
    assert run(["config", "check"]) == 4
    told = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in told] == ["CURATOR_SMTP_URL", "CURATOR_PORT"]


def test_mistakes_of_the_environment_and_of_the_file_are_told_together(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURATOR_PORT", "many")
    (folder / "other.yaml").write_text("newsletter: {title: T, author: {name: A}, from: x}\n")
    for given in (["--feeds", "other.yaml"], []):
        monkeypatch.setenv("CURATOR_FEEDS", "other.yaml")
        assert run([*given, "config", "check"]) == 4
        told = capsys.readouterr().err.splitlines()
        assert [line.split(" ")[0] for line in told] == ["CURATOR_PORT:", "other.yaml:1:49:"]
    assert run(["config", "check", "--json"]) == 4
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 2


def test_schema_is_printed_or_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert run(["config", "schema", "--output", "feeds.schema.json"]) == 0
    assert json.loads((folder / "feeds.schema.json").read_text()) == printed


def test_init_then_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "new"]) == 0
    assert run(["--feeds", "new/feeds.yaml", "config", "check"]) == 0
    assert run(["init", "new"]) == 1
    assert "exists" in capsys.readouterr().err
