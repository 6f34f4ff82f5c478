"""What one run of the command line holds: its options, and the application while it is open."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curator.closing import Closing
from curator.model import When

if TYPE_CHECKING:
    from curator.app import App
    from curator.flows.work.progress import Progress
    from curator.settings import Settings


class Session(Closing):
    """The options given before the command, and one :class:`curator.app.App` opened on demand."""

    def __init__(self, *, feeds: Path | None, quiet: bool, verbose: bool) -> None:
        self.feeds = feeds
        self.quiet = quiet
        self.verbose = verbose

    @cached_property
    def settings(self) -> Settings:
        """The settings of the environment, and the ``--feeds`` given."""
        from curator.settings import Settings

        environment = dict(os.environ)
        if self.feeds:
            environment["CURATOR_FEEDS"] = str(self.feeds)
        return Settings.from_environment(environment)

    @cached_property
    def app(self) -> App:
        """The application."""
        from curator.app import App

        return App(self.settings)

    @cached_property
    def now(self) -> datetime:
        """The instant of this run, in UTC."""
        return datetime.now(UTC)

    @cached_property
    def progress(self) -> Progress:
        """Draws progress on standard error where that is a terminal; silent elsewhere."""
        from curator.cli.progress import silent, terminal

        return silent if self.quiet or not sys.stderr.isatty() else terminal

    def close(self) -> None:
        """Close the application, if it was opened."""
        if "app" in self.__dict__:
            self.app.close()


_SURROGATE = re.compile("[\ud800-\udfff]")

NUMBER = click.IntRange(0, 2**63 - 1)
"""What numbers things are counted by; a database has no larger ones."""

pass_session = click.make_pass_decorator(Session)
"""Gives a command its :class:`Session`."""


def plain(value: Any) -> Any:
    """``value`` as JSON knows it: dataclasses as objects, instants in RFC 3339, sets sorted."""
    if isinstance(value, When):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return str(value)


def print_json(value: Any) -> None:
    """One JSON object on one line of standard output.

    Lone surrogates, which some feeds have and UTF-8 does not, become U+FFFD.
    """
    text = json.dumps(plain(value), ensure_ascii=False)
    click.echo(_SURROGATE.sub("\ufffd", text))


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str = ""
) -> None:
    """A table for people on a terminal; tab-separated lines elsewhere.

    Where there are no rows, ``empty`` says so on standard error.
    """
    rows = list(rows)
    if not rows and empty:
        click.echo(empty, err=True)
        return
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(_cell(cell) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:  # an address is of use only whole: a narrow window folds it
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(cell) for cell in row))
    Console().print(table, markup=False)


def _cell(value: object) -> str:
    """One cell without control characters, so that a hostile title cannot drive a terminal."""
    from curator.sanitize import clean_text

    return "" if value is None else clean_text(str(value))


def addresses(given: Sequence[str], *, as_given: bool = False) -> Iterator[str]:
    """The addresses given as arguments; ``-`` stands for one a line on standard input.

    ``as_given`` keeps spaces around them, for answers that name what was asked letter by letter.
    """
    for word in given:
        if word == "-":
            if isinstance(sys.stdin, TextIOWrapper):
                # A line that is not UTF-8 is a bad address like others and gets its own answer.
                sys.stdin.reconfigure(errors="replace")
            lines = (line.rstrip("\r\n") for line in sys.stdin if line.strip())
            yield from lines if as_given else map(str.strip, lines)
        else:
            yield word
