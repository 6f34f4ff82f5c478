"""For whoever watches the service: is it alive, is it ready."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from curator.errors import CuratorError
from curator.web.context import web


async def alive(_request: Request) -> Response:
    """200 while the process answers."""
    return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})


def ready(request: Request) -> Response:
    """200 while the database is reachable and up to date, and the configuration is sound."""
    to = web(request)
    try:
        to.app.database.check()
        to.app.config  # noqa: B018 - reading it checks it
    except CuratorError:
        # What is wrong is in the log; strangers need not know.
        return PlainTextResponse("not ready\n", 503, headers={"cache-control": "no-store"})
    return PlainTextResponse("ready\n", headers={"cache-control": "no-store"})


ROUTES = [Route("/healthz", alive), Route("/readyz", ready)]
