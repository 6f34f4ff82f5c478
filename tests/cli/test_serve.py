"""``curator serve`` where it cannot listen: one line, before anything runs."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from curator.cli.root import run
from tests.web import house


def test_a_port_that_is_taken_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house.settings(tmp_path)
    monkeypatch.setenv("CURATOR_DATA", str(tmp_path))
    monkeypatch.setenv("CURATOR_FEEDS", str(tmp_path / "feeds.yaml"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert run(["serve", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert f"127.0.0.1, port {port}: cannot listen there (Address already in use)" in said
    assert "serving" not in said
