"""``curator serve``: the service — web pages, and the clock."""

from __future__ import annotations

import click

from curator.cli.session import Session, pass_session

DRAIN_SECONDS = 30
"""How long open requests and running work may take after SIGTERM."""


@click.command()
@click.option("--host", help="Interface to listen on [default: CURATOR_HOST, else 127.0.0.1].")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port [default: CURATOR_PORT, else 8000]."
)
@click.option(
    "--no-scheduler", is_flag=True, help="Only the web pages; another process has the clock."
)
@pass_session
def serve(session: Session, host: str | None, port: int | None, no_scheduler: bool) -> None:
    """Serve the newsletter's site and desk, and do by itself what is due.

    SIGTERM or Ctrl-C finishes what is under way and ends.
    """
    import functools
    import signal

    import uvicorn

    from curator.cli import logs
    from curator.jobs.scheduler import running
    from curator.jobs.ticks import ALL_THAT_PAGES_NEED, TICKS
    from curator.web.app import create_app
    from curator.web.heads import BoundedHeads

    settings = session.settings
    logs.set_up("debug" if session.verbose else settings.log_level, settings.log_format)
    app = session.app
    # A wrong configuration or database is told before anything listens.
    app.database.check()
    ticks = ALL_THAT_PAGES_NEED if no_scheduler else TICKS
    service = functools.partial(running, app, ticks=ticks)
    web = create_app(app, service=service)
    place = host or settings.host, settings.port if port is None else port
    _insist_on_free(*place)
    click.echo(f"serving {app.config.newsletter.title} on http://{place[0]}:{place[1]}", err=True)
    # uvicorn raises again what ended it; by SIGTERM we would die before the workers are tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    uvicorn.run(
        web,
        host=place[0],
        port=place[1],
        http=BoundedHeads,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


def _insist_on_free(host: str, port: int) -> None:
    """Raise :class:`~curator.errors.CuratorError` where nothing can listen, before anything runs."""
    import socket

    from curator.errors import CuratorError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        # The library repeats the place.
        reason = (error.strerror or str(error)).partition(" (while")[0]
        raise CuratorError(
            f"{host}, port {port}: cannot listen there ({reason}); name another by --port or --host,"
            " or stop what has it"
        ) from error
