"""The button that takes the last removal or correction back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.flows.desk import undo as flow
from curator.web.context import web
from curator.web.desk.render import action, back
from curator.web.forms import Fields

PLACES = {
    "reading": "/desk/reading",
    "goal": "/desk/challenge",
    "source": "/desk/sources",
    "correction": "/desk/resources",
}
"""Where what came back is seen."""


def take_back(request: Request, fields: Fields) -> Response:
    """Bring back what was removed."""
    to = web(request)
    kind, said = flow.take_back(to.app, fields.line("mark", 40), to.now())
    return back(request, PLACES[kind], said)


ROUTES = [Route("/desk/undo", action(lambda _: "/desk", take_back), methods=["POST"])]
