"""The page of all commands says what the commands say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from curator.cli import reference
from curator.cli.root import COMMANDS, cli

PAGE = Path("docs/reference/commands.md")


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == reference.page(), (
        "run: curator config reference commands > docs/reference/commands.md"
    )


def options(command: click.Command, path: str) -> Iterator[tuple[str, click.Option]]:
    """Every option of a command and of those under it."""
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield path, parameter
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            under = command.get_command(context, name)
            assert under is not None
            yield from options(under, f"{path} {name}")


def test_every_option_says_what_it_does() -> None:
    silent = [(path, one.opts[0]) for path, one in options(cli, "curator") if not one.help]
    assert silent == []


def test_every_command_is_on_it() -> None:
    page = PAGE.read_text("utf-8")
    assert [name for name in COMMANDS if f"## curator {name}\n" not in page] == []
