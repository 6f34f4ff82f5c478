"""What lists tell programs: facts, one object each, and nothing large."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curator.app import App
from curator.cli.root import run
from tests.web import house


@pytest.fixture(autouse=True)
def _lived_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house with issues out."""
    app = App(house.settings(tmp_path))
    house.furnish(app)
    app.close()
    monkeypatch.setenv("CURATOR_DATA", str(tmp_path))
    monkeypatch.setenv("CURATOR_FEEDS", str(tmp_path / "feeds.yaml"))


def _told(command: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run([*command.split(), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_issues_tell_state_and_counts_and_not_what_they_say(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = _told("issues list", capsys)[-1]
    assert (first["name"], first["series"], first["state"]) == ("1", "weekly", "sent")
    assert first["picks"] > 0
    assert "content" not in first
    whole = _told("issues show 1", capsys)
    assert whole["content"]["sections"]
    assert first["period"] == whole["period"]["key"]


def test_sources_tell_how_they_are_and_not_what_is_kept_for_their_servers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = _told("sources list", capsys)[0]
    assert (first["name"], first["kind"], first["topics"]) == ("Practical Nets", "feed", ["vision"])
    assert (first["failures"], first["error"]) == (0, None)
    assert not any(isinstance(value, dict) for value in first.values())
