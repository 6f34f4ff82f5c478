"""``curator config`` and ``curator init``: the configuration file itself."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import click

from curator.cli.group import Group
from curator.cli.session import Session, pass_session, print_json
from curator.errors import ConfigError


@click.group(cls=Group)
def config() -> None:
    """Check feeds.yaml, and help your editor with it."""


@config.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@pass_session
def check(session: Session, as_json: bool) -> int:
    """Say whether feeds.yaml and the environment are right; every mistake is told at once."""
    from curator import config as file
    from curator.config.remarks import remarks
    from curator.issues.wording import count

    wrong: list[ConfigError] = []
    try:
        path = session.settings.feeds
    except ConfigError as error:
        wrong.append(error)
        path = session.feeds or Path(os.environ.get("CURATOR_FEEDS") or "feeds.yaml")
    try:
        given, mild = file.checked(file.read_file(path), path.name)
    except ConfigError as error:
        wrong.append(error)
    if wrong:
        return _told(wrong, as_json=as_json)
    noted = (*map(str, mild), *remarks(given), *_slips())
    if as_json:
        counts = {"sources": len(given.sources), "topics": len(given.topics)}
        print_json({"ok": True, "file": path, **counts, "remarks": noted})
        return 0
    sources, topics = count(len(given.sources), "source"), count(len(given.topics), "topic")
    click.echo(f"{path}: {sources}, {topics}, no mistakes")
    for remark in noted:
        click.echo(f"  note: {remark}")
    return 0


def _told(wrong: Sequence[ConfigError], *, as_json: bool) -> int:
    """Say all that is wrong; the exit code of a wrong configuration."""
    problems = tuple(problem for error in wrong for problem in error.problems)
    message = "\n".join(error.message for error in wrong)
    if not as_json:
        raise ConfigError(problems, message)
    print_json({"ok": False, "message": message, "problems": problems})
    return 4


def _slips() -> list[str]:
    """A sentence for each variable of the environment that is probably misspelt."""
    from curator import settings

    pairs = settings.slips(os.environ)
    return [f"{name} is not a setting; did you mean {near}?" for name, near in pairs]


@config.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it to this file, for example feeds.schema.json beside feeds.yaml.",
)
def schema(output: Path | None) -> None:
    """Print the JSON Schema of feeds.yaml, with which editors complete and check it."""
    from curator import config as file

    text = json.dumps(file.schema(), indent=2, ensure_ascii=False)
    if output is None:
        click.echo(text)
        return
    output.write_text(text + "\n", "utf-8")
    click.echo(f"wrote {output}", err=True)


@config.command()
@click.argument("page", type=click.Choice(["feeds-yaml", "settings", "commands", "api"]))
def reference(page: str) -> None:
    """Print a page of the reference: the keys of feeds.yaml, the settings, the commands, the API."""
    from curator.cli.reference import page as commands
    from curator.config import reference as pages

    if page == "api":
        from curator.web.api import reference as described

        click.echo(described.page(), nl=False)
        return
    click.echo({**pages.PAGES, "commands": commands}[page](), nl=False)


@click.command()
@click.argument(
    "folder", default=".", type=click.Path(file_okay=False, path_type=Path), metavar="[FOLDER]"
)
def init(folder: Path) -> None:
    """Write a feeds.yaml to start from, and its schema for editors, into FOLDER."""
    from curator import feedsfile

    for path in feedsfile.init(folder):
        click.echo(f"wrote {path}")
    click.echo("Now edit feeds.yaml, then run `curator config check`.")
