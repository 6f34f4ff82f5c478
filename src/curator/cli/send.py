"""``curator send``: issues on their way to readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from curator.cli.group import Group
from curator.cli.session import Session, pass_session, print_json, print_table

if TYPE_CHECKING:
    from curator.flows.mail.report import SendReport


@click.group(cls=Group)
def send() -> None:
    """Watch, approve, pause and resume the sending of issues."""


number_argument = click.argument("number", required=False)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@send.command()
@number_argument
@json_option
@pass_session
def status(session: Session, number: str | None, as_json: bool) -> None:
    """Show where the mails of an issue are [default: all issues not finished]."""
    from curator.flows.mail.status import statuses

    found = statuses(session.app, number)
    if as_json:
        print_json(found)
        return
    print_table(
        ("no.", "state", "readers", "sent", "waiting", "failed", "unknown", "given up", "why"),
        (
            (
                one.name,
                one.state.value,
                one.total,
                one.sent,
                one.waiting,
                one.failed,
                one.unknown,
                one.expired,
                one.reason,
            )
            for one in found
        ),
        empty="no issue is on its way",
    )


@send.command()
@click.argument("number")
@click.option("--force", is_flag=True, help="Send in spite of what the checks found.")
@json_option
@pass_session
def approve(session: Session, number: str, force: bool, as_json: bool) -> int:
    """Check the draft NUMBER and send it as it stands."""
    from curator.flows.mail import send as flow

    report = flow.approve(session.app, number, session.now, force=force, progress=session.progress)
    return _tell([report], as_json=as_json)


@send.command()
@click.argument("number")
@json_option
@pass_session
def pause(session: Session, number: str, as_json: bool) -> None:
    """Stop sending NUMBER; what is in flight is finished."""
    from curator.flows.mail import pausing
    from curator.flows.mail.report import onward
    from curator.flows.mail.status import statuses

    issue = pausing.pause(session.app, number, session.now)
    if as_json:
        print_json(statuses(session.app, number)[0])
    else:
        click.echo(f"issue {number} is paused: {issue.paused_reason}; {onward(number)}")


@send.command()
@number_argument
@click.option(
    "--unknown",
    type=click.Choice(["resend", "hold"]),
    default="hold",
    show_default=True,
    help="Whether to send again those held as unknown, which may have left before a crash.",
)
@json_option
@pass_session
def resume(session: Session, number: str | None, unknown: str, as_json: bool) -> int:
    """Go on sending NUMBER, or every issue that is not finished.

    On a copy of the database, which sends nothing by itself, this says that it shall.
    """
    from curator.flows.mail import send as flow

    reports = flow.resume(
        session.app, number, session.now, resend=unknown == "resend", progress=session.progress
    )
    return _tell(reports, as_json=as_json)


@send.command("retry-unknown")
@click.argument("number")
@json_option
@pass_session
def retry_unknown(session: Session, number: str, as_json: bool) -> int:
    """Send the mails of NUMBER again that may or may not have left before a crash."""
    from curator.flows.mail import send as flow

    reports = flow.resume(session.app, number, session.now, resend=True, progress=session.progress)
    return _tell(reports, as_json=as_json)


@send.command()
@json_option
@pass_session
def posts(session: Session, as_json: bool) -> int:
    """Mail each new post of yours, in full, to the readers who chose that.

    The running service does so by itself while `instant_posts` is on in feeds.yaml.
    """
    from curator.flows.issues import posts as mine
    from curator.flows.mail import send as flow

    reports = flow.send_posts(session.app, session.now)
    for line in mine.without_text(session.app, session.now):
        click.echo(line, err=True)
    return _tell(reports, as_json=as_json)


@send.command()
@click.option("--month", help="Such as 2026-02 [default: the month that ended last].")
@click.option("--force", is_flag=True, help="Send in spite of what the checks found.")
@json_option
@pass_session
def monthly(session: Session, month: str | None, force: bool, as_json: bool) -> int:
    """Mail the best of a month to the readers who chose one mail a month; once for each month.

    The running service does so by itself at the first scheduled instant of a month. A month that
    still runs is refused: its later issues would be left out.
    """
    from curator.flows.mail import send as flow

    reports = flow.send_monthly(session.app, month, session.now, force=force)
    return _tell(reports, as_json=as_json)


def _tell(reports: list[SendReport], *, as_json: bool) -> int:
    """Say how the issues stand; 3 where somebody did not get one."""
    from curator.cli.root import PARTLY

    if as_json:
        print_json(reports)
    for report in () if as_json else reports:
        for finding in report.findings:
            forced = " (overridden)" if finding in report.overridden else ""
            click.echo(f"{finding.level:<9} {finding.rule}: {finding.message}{forced}", err=True)
        click.echo(str(report))
    if not reports and not as_json:
        click.echo("nothing waits to be sent")
    return PARTLY if any(report.incomplete for report in reports) else 0
