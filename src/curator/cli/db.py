"""``curator db``: the database."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from curator.cli.group import Group
from curator.cli.session import Session, pass_session


@click.group(cls=Group)
def db() -> None:
    """The database: upgrade, back up, restore."""


@db.command()
@pass_session
def upgrade(session: Session) -> None:
    """Bring the database to this version's layout."""
    session.app.database.upgrade()
    click.echo("the database is up to date")


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@pass_session
def backup(session: Session, file: Path) -> None:
    """Write everything to one portable FILE."""
    from curator.storage import archive

    counts = archive.backup(session.app.database, file)
    click.echo(f"{file} has {_told(counts)}")


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Empty a database that is in use first.")
@pass_session
def restore(session: Session, file: Path, replace: bool) -> None:
    """Fill the database from FILE; also moves SQLite to PostgreSQL and back.

    It sends nothing by itself until `curator send resume`. Whoever left or was erased in a database
    that is replaced stays away.
    """
    from curator.flows.restore import restore as bring_back

    done = bring_back(session.app, file, session.now, replace=replace)
    click.echo(f"{file} is restored: {_told(done.counts)}")
    if done.kept_away:
        click.echo(f"{done.kept_away} who left or were erased since the backup stay away")
    if done.waiting:
        click.echo(f"waiting for you, since it may have left meanwhile: {', '.join(done.waiting)}")
    click.echo("nothing is sent by itself until you run `curator send resume`")


def _told(counts: Mapping[str, int]) -> str:
    """The rows of each table that has any."""
    rows = (f"{table.replace('_', ' ')} ({number:,})" for table, number in counts.items() if number)
    return ", ".join(rows) or "no rows"
