"""``curator send``: issues on their way to readers."""

from __future__ import annotations

import click

from curator.cli.session import Session, pass_session, print_json, print_table


@click.group()
def send() -> None:
    """Watch, approve, pause and resume the sending of issues."""


number_argument = click.argument("number", type=int, required=False)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@send.command()
@number_argument
@json_option
@pass_session
def status(session: Session, number: int | None, as_json: bool) -> None:
    """Show where the mails of an issue are [default: all issues not finished]."""
    from curator.flows import send as flow

    found = flow.statuses(session.app, number)
    if as_json:
        print_json(found)
        return
    print_table(
        ("no.", "state", "readers", "sent", "waiting", "failed", "unknown", "why"),
        (
            (
                one.number,
                one.state.value,
                one.total,
                one.sent,
                one.waiting,
                one.failed,
                one.unknown,
                one.reason,
            )
            for one in found
        ),
    )


@send.command()
@click.argument("number", type=int)
@pass_session
def approve(session: Session, number: int) -> int:
    """Send the draft NUMBER as it stands."""
    from curator.cli.root import PARTLY
    from curator.flows import send as flow

    report = flow.approve(session.app, number, session.now, progress=session.progress)
    click.echo(str(report))
    return PARTLY if report.incomplete else 0


@send.command()
@click.argument("number", type=int)
@pass_session
def pause(session: Session, number: int) -> None:
    """Stop sending NUMBER; what is in flight is finished."""
    from curator.flows import send as flow

    flow.pause(session.app, number, session.now)
    click.echo(f"issue {number} is paused; `curator send resume {number}` goes on")


@send.command()
@number_argument
@click.option(
    "--unknown",
    type=click.Choice(["resend", "hold"]),
    default="hold",
    show_default=True,
    help="What to do with mails that may have left before a crash.",
)
@pass_session
def resume(session: Session, number: int | None, unknown: str) -> int:
    """Go on sending NUMBER, or every issue that is not finished."""
    from curator.cli.root import PARTLY
    from curator.flows import send as flow

    reports = flow.resume(
        session.app, number, session.now, resend=unknown == "resend", progress=session.progress
    )
    for report in reports:
        click.echo(str(report))
    if not reports:
        click.echo("nothing waits to be sent")
    return PARTLY if any(report.incomplete for report in reports) else 0
