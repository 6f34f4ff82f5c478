"""The page of all commands says what the commands say of themselves."""

from __future__ import annotations

from pathlib import Path

from curator.cli import reference
from curator.cli.root import COMMANDS

PAGE = Path("docs/reference/commands.md")


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == reference.page(), (
        "run: curator config reference commands > docs/reference/commands.md"
    )


def test_every_command_is_on_it() -> None:
    page = PAGE.read_text("utf-8")
    assert [name for name in COMMANDS if f"## curator {name}\n" not in page] == []
