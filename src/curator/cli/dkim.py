"""``curator dkim``: the keys that sign mail."""

from __future__ import annotations

from pathlib import Path

import click

from curator.cli.group import Group
from curator.cli.session import Session, pass_session, print_json


@click.group(cls=Group)
def dkim() -> None:
    """The keys that sign mail, and what DNS must say of them."""


@dkim.command()
@click.option(
    "--algorithm",
    type=click.Choice(["rsa", "ed25519"]),
    default="rsa",
    show_default=True,
    help="RSA is verified everywhere; an Ed25519 signature may stand beside it.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the key [default: dkim-SELECTOR.pem in CURATOR_DATA].",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def keygen(session: Session, algorithm: str, output: Path | None, as_json: bool) -> None:
    """Make a key, write it to a file that only you can read, and print its DNS record."""
    from curator.flows.mail import dkim as flow

    made = flow.keygen(session.app, algorithm, output)
    if as_json:
        print_json(made)
        return
    click.echo(f"wrote {made.file}")
    click.echo("\n1. publish this TXT record in DNS:\n")
    click.echo(f"name:  {made.record.name}\nvalue: {made.record.text}\n")
    click.echo(f"   or, as a line of a zone file:\n\n{made.record.zone_line}\n")
    click.echo(f"2. set {made.variable}={made.file}")
    click.echo("3. run `curator doctor`; it says whether DNS has the key")


@dkim.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def record(session: Session, as_json: bool) -> None:
    """Print the DNS records of the keys in use."""
    from curator.flows.mail import dkim as flow

    found = flow.records(session.app)
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo(one.zone_line)
