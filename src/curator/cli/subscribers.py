"""``curator subscribers``: the readers."""

from __future__ import annotations

import click

from curator.cli.session import Session, addresses, pass_session, print_json, print_table


@click.group()
def subscribers() -> None:
    """The people who get the newsletter."""


@subscribers.command()
@click.argument("address", nargs=-1, required=True)
@click.option("--topic", "topics", multiple=True, help="Only these topics; may be given again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def add(session: Session, address: tuple[str, ...], topics: tuple[str, ...], as_json: bool) -> int:
    """Add readers who asked you in person; you vouch for them, so they are confirmed at once.

    `-` reads one address a line from standard input.
    """
    from curator.cli.root import PARTLY
    from curator.flows import readers

    outcome = readers.vouch(session.app, addresses(address), session.now, topics=topics)
    if as_json:
        print_json(outcome)
    else:
        for line in outcome.added:
            click.echo(f"added {line}")
        for problem in outcome.problems:
            click.echo(f"{problem.address}: {problem.what}", err=True)
    return PARTLY if outcome.problems else 0


@subscribers.command("list")
@click.option("--search", default="", help="Part of the address.")
@click.option("--state", type=click.Choice(["confirmed", "unsubscribed", "pending", "erased"]))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def list_(session: Session, search: str, state: str | None, as_json: bool) -> None:
    """List readers by address."""
    from curator.flows import readers

    found = readers.list_(session.app, search=search, state=state)
    if as_json:
        print_json(found)
        return
    print_table(
        ("address", "state", "cadence", "topics", "since"),
        (
            (
                one.address,
                one.state.value,
                one.cadence.value,
                " ".join(one.topics) or "all",
                f"{one.confirmed_at or one.created_at:%Y-%m-%d}",
            )
            for one in found
        ),
    )


@subscribers.command()
@click.argument("address", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def remove(session: Session, address: tuple[str, ...], as_json: bool) -> int:
    """Unsubscribe readers; what is already on its way to them is cancelled."""
    from curator.cli.root import PARTLY
    from curator.flows import readers

    outcome = readers.remove(session.app, addresses(address), session.now)
    if as_json:
        print_json(outcome)
    else:
        for line in outcome.removed:
            click.echo(f"unsubscribed {line}")
        for problem in outcome.problems:
            click.echo(f"{problem.address}: {problem.what}", err=True)
    return PARTLY if outcome.problems else 0
