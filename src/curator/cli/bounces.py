"""``curator bounces``: what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from curator.cli.group import Group
from curator.cli.session import Session, pass_session, print_json, print_table

if TYPE_CHECKING:
    from curator.flows.mail.bounces import Intake
    from curator.mail.bounces.sources import Mailbox


@click.group(cls=Group)
def bounces() -> None:
    """Mails that come back, complaints, and wishes to leave by mail."""


@bounces.command()
@click.argument("file", type=click.Path(exists=True, allow_dash=True), required=False)
@click.option("--mbox", is_flag=True, help="FILE is an mbox with many mails.")
@click.option(
    "--maildir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read the new mails of this Maildir and mark them seen.",
)
@click.option("--imap", is_flag=True, help="Read the mailbox of CURATOR_BOUNCE_MAILBOX_URL.")
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    help="Who the envelope was for, where a pipe knows it; may be given again.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def ingest(
    session: Session,
    file: str | None,
    mbox: bool,
    maildir: Path | None,
    imap: bool,
    recipients: tuple[str, ...],
    as_json: bool,
) -> None:
    """Book the mail in FILE (`-`: standard input), or a whole mailbox.

    Without FILE or options it reads the Maildir and the mailbox that the settings name. A mail
    without our token in the address it came to changes nothing.
    """
    from curator.flows.mail import bounces as flow
    from curator.mail.bounces import sources

    app, now = session.app, session.now
    if sum(map(bool, (file, maildir, imap))) > 1:
        raise click.UsageError("give one of FILE, --maildir and --imap")
    if file and mbox:
        done = flow.ingest(app, flow.in_mbox(Path(file)), now, recipients=recipients)
    elif file:
        with click.open_file(file, "rb") as stream:
            mails = flow.in_file(stream.read())
        done = flow.ingest(app, mails, now, recipients=recipients)
    elif maildir:
        done = flow.ingest(app, sources.maildir(maildir), now)
    elif imap:
        done = flow.ingest(app, sources.imap(_mailbox(session)), now)
    else:
        done = flow.collect(app, now)
    if as_json:
        print_json(done)
    else:
        _tell(done)


def _mailbox(session: Session) -> Mailbox:
    from curator.errors import ConfigError
    from curator.mail.bounces.sources import Mailbox

    url = session.app.settings.bounce_mailbox
    if url is None:
        raise ConfigError(message="CURATOR_BOUNCE_MAILBOX_URL is not set")
    return Mailbox.of(url.reveal())


def _tell(done: Intake) -> None:
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(done.outcomes.items()))
    click.echo(f"mails read: {done.mails}" + (f" ({counts})" if counts else ""))
    for line in done.lines:
        click.echo(f"  {line.outcome:<13} {line.why}")


@bounces.command("list")
@click.argument("number", required=False)
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="At most.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def list_(session: Session, number: str | None, limit: int, as_json: bool) -> None:
    """List what came back, the newest first; of issue NUMBER if given."""
    from curator.flows.mail import bounces as flow

    found = flow.recent(session.app, number=number, limit=limit)
    if as_json:
        print_json(found)
        return
    print_table(
        ("at", "issue", "address", "verdict", "status", "told by", "detail"),
        (
            (
                f"{one.at:%Y-%m-%d %H:%M}",
                one.issue,
                one.address,
                one.verdict,
                one.status,
                one.source,
                one.detail,
            )
            for one in found
        ),
        empty="nothing came back",
    )


@bounces.command("serve-lmtp")
@click.option("--host", default="127.0.0.1", show_default=True, help="Interface to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8024, show_default=True, help="Port."
)
@click.option(
    "--socket",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Listen on this Unix socket instead.",
)
@pass_session
def serve_lmtp(session: Session, host: str, port: int, socket: Path | None) -> None:
    """Take what a mail server such as Postfix hands over by LMTP, until Ctrl-C or SIGTERM.

    A mail is taken once it is booked. Let it listen where only the mail server reaches it.
    """
    import signal
    import threading
    from datetime import UTC, datetime

    from curator.flows.mail import bounces as flow
    from curator.mail.bounces.lmtp import LmtpServer, LmtpSocket

    app = session.app
    app.database.check()

    def book(mail: bytes, recipient: str) -> None:
        flow.take(app, mail, datetime.now(UTC), recipients=(recipient,))

    server: LmtpServer | LmtpSocket
    if socket:
        server, place = LmtpSocket(socket, book), str(socket)
    else:
        server = LmtpServer(host, port, book)
        place = f"{host}:{server.port}"
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    click.echo(f"taking bounces by LMTP at {place}", err=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        server.server_close()
