"""A preview opens by itself where somebody can see it."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from curator.cli import digest


@pytest.mark.parametrize(
    ("screen", "opened"), [("DISPLAY", 1), ("WAYLAND_DISPLAY", 1), ("TERM", 0)]
)
def test_a_preview_opens_where_there_is_a_screen(
    monkeypatch: pytest.MonkeyPatch, screen: str, opened: int
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(click, "launch", seen.append)
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(screen, ":0")
    digest._show(Path("issue.html"))
    assert seen == ["issue.html"] * opened
