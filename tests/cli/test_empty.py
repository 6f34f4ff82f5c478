"""Lists that have nothing to show say so, on standard error."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.cli.root import run
from tests.web import house


@pytest.fixture(autouse=True)
def _new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house in which nothing has happened yet."""
    house.settings(tmp_path, sources=" []")
    monkeypatch.setenv("CURATOR_DATA", str(tmp_path))
    monkeypatch.setenv("CURATOR_FEEDS", str(tmp_path / "feeds.yaml"))


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("bounces list", "nothing came back"),
        ("challenge list", "no goals yet"),
        ("issues list", "no issue yet"),
        ("resources list", "nothing found"),
        ("send status", "no issue is on its way"),
        ("sources health", "there are no sources"),
        ("sources list", "there are no sources"),
        ("subscribers list", "no readers"),
        ("subscribers suppressed", "no address is suppressed"),
        ("topics ask", "no tag is in doubt"),
        ("topics lint", "nothing to look at yet"),
    ],
)
def test_an_empty_list_says_so(command: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command.split()) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(told)
