"""``curator subscribers``: the readers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from curator.cli.group import Group
from curator.cli.session import Session, addresses, pass_session, plain, print_json, print_table

if TYPE_CHECKING:
    from curator.flows.audience.each import Done, Problem


@click.group(cls=Group)
def subscribers() -> None:
    """The people who get the newsletter."""


def _worded(problem: Problem) -> str:
    """What is wrong with an address, which is named once."""
    named = problem.address and problem.address in problem.what
    return clean(problem.what if named else f"{problem.address or '(nothing)'}: {problem.what}")


def clean(text: str) -> str:
    """Without control characters, so that what others wrote cannot drive a terminal."""
    from curator.sanitize import clean_text

    return clean_text(text)


@subscribers.command()
@click.argument("address", nargs=-1, required=True)
@click.option(
    "--topic", "topics", multiple=True, help="Only these topics, by slug; may be given again."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def add(session: Session, address: tuple[str, ...], topics: tuple[str, ...], as_json: bool) -> int:
    """Add readers who asked you in person; you vouch for them, so they are confirmed at once.

    `-` reads one address a line from standard input.
    """
    from curator.cli.root import PARTLY
    from curator.flows.audience import readers

    outcome = readers.vouch(session.app, addresses(address), session.now, topics=topics)
    if as_json:
        print_json(outcome)
    else:
        for line in outcome.added:
            click.echo(f"added {line}")
        for problem in outcome.problems:
            click.echo(_worded(problem), err=True)
    return PARTLY if outcome.problems else 0


@subscribers.command("list")
@click.option("--search", default="", help="Part of the address.")
@click.option(
    "--state",
    type=click.Choice(["confirmed", "unsubscribed", "erased"]),
    help="Only readers who are so.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def list_(session: Session, search: str, state: str | None, as_json: bool) -> None:
    """List readers by address."""
    from curator.flows.audience import readers

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
        empty="no readers; `curator subscribers add` adds those who asked you",
    )


@subscribers.command()
@click.argument("address", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def remove(session: Session, address: tuple[str, ...], as_json: bool) -> int:
    """Unsubscribe readers; what is already on its way to them is cancelled."""
    from curator.cli.root import PARTLY
    from curator.flows.audience import readers

    outcome = readers.remove(session.app, addresses(address), session.now)
    if as_json:
        print_json(outcome)
    else:
        for line in outcome.removed:
            click.echo(f"unsubscribed {line}")
        for problem in outcome.problems:
            click.echo(_worded(problem), err=True)
    return PARTLY if outcome.problems else 0


# --------------------------------------------------------------------------- one person


@subscribers.command()
@click.argument("address")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def why(session: Session, address: str, as_json: bool) -> None:
    """Show why ADDRESS gets mail or not, and all that happened to it."""
    from curator.flows.audience import people

    found = people.history(session.app, address, session.now)
    if as_json:
        print_json(found)
        return
    click.echo(f"{clean(found.address)} {found.answer}")
    for fact in found.facts:
        click.echo(f"  {fact.at:%Y-%m-%d %H:%M}  {clean(fact.what)}")


@subscribers.command()
@click.argument("address", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask; this cannot be taken back.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def erase(session: Session, address: tuple[str, ...], yes: bool, as_json: bool) -> int:
    """Forget readers for good; what stays is a keyed hash, so that no import brings them back."""
    from curator.flows.audience import people

    if not yes:
        click.confirm(f"erase {', '.join(address)} for good?", abort=True, err=True)
    done = people.forget(session.app, addresses(address), session.now)
    return _told(done, "erased", as_json=as_json)


# --------------------------------------------------------------------------- suppression


@subscribers.command()
@click.argument("address", nargs=-1, required=True)
@click.option("--note", default="", help="Why; it is kept.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def suppress(session: Session, address: tuple[str, ...], note: str, as_json: bool) -> int:
    """Send no mail to ADDRESS whatever else is known, readers or not."""
    from curator.flows.audience import people

    done = people.suppress(session.app, addresses(address), session.now, note=note)
    return _told(done, "suppressed", as_json=as_json)


@subscribers.command()
@click.argument("address", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def unsuppress(session: Session, address: tuple[str, ...], as_json: bool) -> int:
    """Allow mail to ADDRESS again, for example when its mailbox works again."""
    from curator.flows.audience import people

    done = people.unsuppress(session.app, addresses(address), session.now)
    return _told(done, "allowed again", as_json=as_json)


@subscribers.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def suppressed(session: Session, as_json: bool) -> None:
    """List the addresses that get no mail, and why."""
    from curator.flows.audience import people

    found = people.suppressed(session.app)
    if as_json:
        print_json(found)
        return
    print_table(
        ("since", "reason", "address", "detail"),
        ((f"{one.at:%Y-%m-%d}", one.reason, one.address or "(hash)", one.detail) for one in found),
        empty="no address is suppressed",
    )


def _told(done: Done, word: str, *, as_json: bool) -> int:
    """Say whom it was done to; 3 where it could not be for some."""
    from curator.cli.root import PARTLY

    if as_json:
        print_json(done)
    else:
        for line in done.done:
            click.echo(f"{word}: {line}")
        for problem in done.problems:
            click.echo(_worded(problem), err=True)
    return PARTLY if done.problems else 0


# --------------------------------------------------------------------------- whole lists

FORMATS = ("listmonk", "ghost", "substack", "mailchimp", "buttondown", "hashnode", "plain")


@subscribers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--from", "form", type=click.Choice(FORMATS), help="The program it is from [default: it tells]."
)
@click.option("--apply", "apply_it", is_flag=True, help="Do it; without this it is only told.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def import_(session: Session, file: Path, form: str | None, apply_it: bool, as_json: bool) -> int:
    """Take over the readers in a CSV FILE; without --apply it only says what would happen.

    Who was confirmed there is so here, without a mail; who had left or bounced stays away; and what
    is known here wins.
    """
    from curator.cli.root import PARTLY
    from curator.flows.audience import transfer

    report = transfer.import_list(
        session.app,
        file.read_bytes(),
        session.now,
        file=file.name,
        form=form,
        apply_it=apply_it,
        progress=session.progress,
    )
    if as_json:
        print_json({"added": report.added} | plain(report))
        return PARTLY if report.problems else 0
    click.echo(f"{file}: a {report.shape} list" + ("" if apply_it else ", nothing is stored yet"))
    for fate, number in report.fates.items():
        click.echo(f"  {number:>6}  {fate.value}")
    if not (report.fates or report.problems):
        click.echo("there is no reader in it", err=True)
    if report.doubt:
        click.echo(clean(report.doubt), err=True)
    for problem in report.problems:
        click.echo(clean(str(problem)), err=True)
    if report.fates and not apply_it:
        click.echo("run it again with --apply to do this")
    return PARTLY if report.problems else 0


@subscribers.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="plain",
    show_default=True,
    help="The program that will read it.",
)
@click.option(
    "--consent", is_flag=True, help="Write the ledger of consent instead: who agreed to what, when."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file."
)
@pass_session
def export(session: Session, form: str, consent: bool, output: Path | None) -> None:
    """Write the readers as CSV, those who left included."""
    from curator import wholefile
    from curator.flows.audience import transfer

    def write(stream: TextIO) -> int:
        if consent:
            return transfer.export_consent(session.app, stream)
        return transfer.export_list(session.app, stream, form=form)

    if output is None:
        write(sys.stdout)
        return
    with wholefile.writing(output, private=True) as stream:
        number = write(stream)
    click.echo(f"wrote {number} {'events' if consent else 'readers'} to {output}", err=True)
