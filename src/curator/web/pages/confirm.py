"""Confirming: GET shows a page and changes nothing, because mail scanners follow links."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.flows.audience import subscribe as flow
from curator.web import cookies
from curator.web.answers import html
from curator.web.context import network, web
from curator.web.forms import Fields, posted
from curator.web.headers import PRIVATE
from curator.web.site import Head


def show(request: Request) -> Response:
    """The button; in the browser that signed up, the page presses it by itself."""
    to = web(request)
    token = request.path_params["token"]
    pending = flow.pending(to.app, token, cookies.join(request), to.now())
    return html(
        request,
        "confirm",
        Head("Confirm", "/confirm", index=False),
        headers=PRIVATE,
        token=token,
        pending=pending,
    )


def submit(request: Request, _fields: Fields) -> Response:
    """Confirm; a second time says that it was done, since who it was is not known any more."""
    to = web(request)
    done = flow.confirmed(to.app, request.path_params["token"], network(request), to.now())
    to.wake("mail")
    answer = html(
        request,
        "confirmed",
        Head("You are in" if done.reader else "Used before", "/confirm", index=False),
        headers=PRIVATE,
        done=done,
        preferences=flow.preferences_link(to.app, done.reader) if done.reader else "",
    )
    answer.delete_cookie(cookies.JOIN, path=to.site.to("/confirm"))
    return answer


ROUTES = [
    Route("/confirm/{token}", show),
    Route("/confirm/{token}", posted(submit), methods=["POST"]),
]
