"""What the service did."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.flows.desk.log import events
from curator.web.context import web
from curator.web.desk.render import page
from curator.web.desk.session import author

AT_A_TIME = 100


def log(request: Request) -> Response:
    """A page of events, newest first."""
    to = web(request)
    given = request.query_params.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 12 else None  # noqa: PLR2004
    found = events(to.app, before_id=before, limit=AT_A_TIME + 1)
    more = len(found) > AT_A_TIME
    return page(
        request,
        "log",
        "Log",
        nav="log",
        events=found[:AT_A_TIME],
        older=f"/desk/log?before={found[AT_A_TIME - 1].id}" if more else "",
    )


ROUTES = [Route("/desk/log", author(log))]
