"""``curator desk``: the key to the author's pages."""

from __future__ import annotations

import sys

import click

from curator.cli.group import Group
from curator.cli.session import Session, pass_session

SHORTEST = 10
"""Characters of a password that a stranger will not guess in the attempts the desk allows."""


@click.group(cls=Group)
def desk() -> None:
    """The author's own pages."""


@desk.command()
def password() -> None:
    """Ask for a password and print its hash, for CURATOR_DESK_PASSWORD_HASH.

    The password is read from standard input where that is no terminal.
    """
    from argon2 import PasswordHasher

    from curator.errors import BadValue

    given = (
        click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        if sys.stdin.isatty()
        else sys.stdin.readline().rstrip("\n")
    )
    if len(given) < SHORTEST:
        raise BadValue(f"a password needs at least {SHORTEST} characters")
    click.echo(PasswordHasher().hash(given))


@desk.command("webhook-secret")
@pass_session
def webhook_secret(session: Session) -> None:
    """Print what signs webhooks, as the receiver's library takes it."""
    from curator.flows import events

    click.echo(events.secret(session.app))


@desk.command("sign-out")
@pass_session
def sign_out(session: Session) -> None:
    """End every session of the desk."""
    from curator.flows.desk import sessions

    sessions.end_all(session.app, session.now)
    click.echo("every session is ended")
