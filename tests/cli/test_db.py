"""``curator db``: one file takes everything along, from either database to the other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from curator.app import App
from curator.cli.root import run
from curator.storage import issues
from curator.storage.engine.database import Database
from tests.web import house


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A furnished house, which the commands speak of."""
    folder = tmp_path / "house"
    settings = house.settings(folder)
    shutil.copy(sqlite_template, folder / "curator.db")
    app = App(settings)
    house.furnish(app, out=1)
    app.close()
    monkeypatch.setenv("CURATOR_DATA", str(folder))
    monkeypatch.setenv("CURATOR_FEEDS", str(folder / "feeds.yaml"))
    return folder


def numbers(url: str) -> list[int]:
    """The issues that a database has."""
    with Database(url) as database, database.read() as connection:
        return [one.number for one in issues.list_(connection)]


def test_a_backup_moves_to_postgresql_and_back(
    folder: Path,
    empty_postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = folder / "first.gz", folder / "second.gz"
    assert run(["db", "backup", str(first)]) == 0
    assert f"{first} has " in capsys.readouterr().out
    monkeypatch.setenv("CURATOR_DATABASE_URL", empty_postgres_url)
    assert run(["db", "restore", str(first)]) == 0
    assert "issues (1)" in capsys.readouterr().out
    assert numbers(empty_postgres_url) == [1]
    assert run(["db", "backup", str(second)]) == 0
    back = f"sqlite:///{folder / 'back.db'}"
    monkeypatch.setenv("CURATOR_DATABASE_URL", back)
    assert run(["db", "restore", str(second)]) == 0
    assert numbers(back) == [1]


def test_a_database_in_use_is_not_overwritten_unasked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "backup.gz"
    run(["db", "backup", str(file)])
    assert run(["db", "restore", str(file)]) == 1
    assert "add --replace" in capsys.readouterr().err
    assert run(["db", "restore", "--replace", str(file)]) == 0


def test_a_file_that_is_no_backup_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "letter.txt"
    file.write_text("Dear reader")
    assert run(["db", "restore", "--replace", str(file)]) == 1
    assert "letter.txt" in capsys.readouterr().err


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["db", "upgrade"]) == 0
    assert "up to date" in capsys.readouterr().out
