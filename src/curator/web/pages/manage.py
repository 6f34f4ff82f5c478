"""Behind a fresh link: all that is kept of a reader, to see, take along, move or erase."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.errors import AddressError
from curator.flows.audience import subscribe as flow
from curator.web.answers import html
from curator.web.context import web
from curator.web.forms import Fields, posted
from curator.web.headers import PRIVATE
from curator.web.site import Head


def show(request: Request) -> Response:
    """What is kept, and what can be done with it."""
    return _page(request)


def download(request: Request) -> Response:
    """The same as a JSON file."""
    to = web(request)
    found = flow.data(to.app, request.path_params["token"], to.now())
    body = json.dumps(found, ensure_ascii=False, indent=2)
    headers = {**PRIVATE, "content-disposition": 'attachment; filename="subscription.json"'}
    return Response(body, media_type="application/json", headers=headers)


def move(request: Request, fields: Fields) -> Response:
    """Ask the owner of a new address."""
    to = web(request)
    try:
        token, address = request.path_params["token"], fields.line("address", 254)
        flow.move(to.app, token, address, to.now())
    except AddressError as error:
        return _page(request, problem=error.message)
    to.wake("mail")
    return _page(request, done="asked")


def erase(request: Request, fields: Fields) -> Response:
    """Forget the reader, once the box is ticked."""
    to = web(request)
    if fields.get("sure") != "yes":
        return _page(request, problem="Tick the box to erase everything; nothing was changed.")
    flow.forget(to.app, request.path_params["token"], to.now())
    return html(
        request,
        "message",
        Head("Erased", "/manage", index=False),
        headers=PRIVATE,
        title="You are forgotten",
        words="Your address and everything about you is gone. No more mail will come.",
        link=None,
    )


def _page(request: Request, *, done: str = "", problem: str = "") -> Response:
    to = web(request)
    token = request.path_params["token"]
    return html(
        request,
        "manage",
        Head("Your data", "/manage", index=False),
        status=422 if problem else 200,
        headers=PRIVATE,
        token=token,
        history=flow.history(to.app, token, to.now()),
        done=done,
        problem=problem,
    )


ROUTES = [
    Route("/manage/{token}", show),
    Route("/manage/{token}/data.json", download),
    Route("/manage/{token}/address", posted(move), methods=["POST"]),
    Route("/manage/{token}/erase", posted(erase), methods=["POST"]),
]
