"""Leaving: a POST does it at once, from the page or from a mail program (RFC 8058)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.flows.audience import subscribe as flow
from curator.web.answers import html
from curator.web.context import network, web
from curator.web.forms import Fields, posted
from curator.web.headers import PRIVATE
from curator.web.site import Head

ONE_CLICK = "List-Unsubscribe"


def show(request: Request) -> Response:
    """The button; nothing is changed by looking."""
    to = web(request)
    token = request.path_params["token"]
    flow.check_leaving(to.app, token, to.now())
    head = Head("Unsubscribe", "/unsubscribe", index=False)
    return html(request, "unsubscribe", head, headers=PRIVATE, token=token, left=None)


def submit(request: Request, fields: Fields) -> Response:
    """Let the reader go; as often as it is asked."""
    to = web(request)
    token = request.path_params["token"]
    method = "one-click" if ONE_CLICK in fields else "page"
    left = flow.leave(to.app, token, method, network(request), to.now())
    if method == "one-click":
        # A mail program wants to know that it is done, not a page (RFC 8058 §3.2).
        return Response("unsubscribed\n", media_type="text/plain", headers=PRIVATE)
    return html(
        request,
        "unsubscribe",
        Head("You have left", "/unsubscribe", index=False),
        headers=PRIVATE,
        token=token,
        left=left,
    )


ROUTES = [
    Route("/unsubscribe/{token}", show),
    Route("/unsubscribe/{token}", posted(submit), methods=["POST"]),
]
