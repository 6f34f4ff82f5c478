"""Held bests of a month and own posts: read them, then send or give them up."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.errors import BadValue
from curator.flows.desk import drafts
from curator.flows.issues import edition
from curator.web.context import web
from curator.web.desk import changes
from curator.web.desk.preview import framed
from curator.web.desk.render import action, back
from curator.web.desk.session import author
from curator.web.forms import Fields


def label(request: Request) -> str:
    """The issue in the address, such as ``monthly-3``."""
    return str(request.path_params["label"])


def mail(request: Request) -> Response:
    """The HTML part of its mail."""
    to = web(request)
    return framed(edition.mail(to.app, edition.get(to.app, label(request))))


def decide(request: Request, fields: Fields) -> Response:
    """Let it go, or give it up."""
    to, name = web(request), label(request)
    if changes.button(fields, "send", "cancel") == "send":
        drafts.resume(to.app, name, to.now())
        to.wake("issues")
        return back(request, "/desk", f"{name} is on its way.")
    if fields.get("sure") != "yes":
        raise BadValue("tick the box to give the issue up; nothing was changed")
    drafts.cancel(to.app, name, to.now())
    return back(request, "/desk", f"{name} is given up; nobody gets it.")


_HERE = "/desk/held/{label}"
ROUTES = [
    Route(f"{_HERE}/mail", author(mail)),
    Route(_HERE, action(lambda _: "/desk", decide), methods=["POST"]),
]
