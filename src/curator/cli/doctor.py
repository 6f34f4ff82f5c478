"""``curator doctor``: whether mail would arrive."""

from __future__ import annotations

import click

from curator.cli.session import Session, pass_session, print_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def doctor(session: Session, as_json: bool) -> int:
    """Check all that makes mail arrive, and say how to mend what is wrong.

    Looked at are feeds.yaml, the database, the mail server, SPF, DKIM, DMARC, the return path, TLS,
    the one-click unsubscribe and the clock. Nothing is sent. Ends with 1 when something is bad.
    """
    from curator.cli.root import FAILED
    from curator.flows.mail import mailhealth

    checkup = mailhealth.check_up(session.app, session.now)
    if as_json:
        print_json({"ok": checkup.healthy, "findings": checkup.findings})
    else:
        for one in checkup.findings:
            click.echo(f"{one.grade.value:<8} {one.what}: {one.says}")
            if one.cure:
                click.echo(f"{'':<8} → {one.cure}")
    return 0 if checkup.healthy else FAILED
