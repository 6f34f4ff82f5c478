"""``curator site``: the public pages as files."""

from __future__ import annotations

from pathlib import Path

import click

from curator.cli.group import Group
from curator.cli.session import Session, pass_session, print_json


@click.group(cls=Group)
def site() -> None:
    """The newsletter's public pages."""


@site.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--base-url", help="Where the files will be served [default: newsletter.base_url].")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def build(session: Session, folder: Path, base_url: str | None, as_json: bool) -> None:
    """Write the archive as static files into FOLDER, for GitHub Pages or any other host.

    Sign-up leads to the running service at newsletter.base_url.
    """
    from curator.web import export

    files = export.build(session.app, folder, base_url=base_url)
    if as_json:
        print_json({"ok": True, "folder": folder, "files": len(files)})
    else:
        click.echo(f"{len(files)} files in {folder}")
