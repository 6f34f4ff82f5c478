"""Signing in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from curator.audience.addresses import network as network_of
from curator.flows.desk import sessions
from curator.web.answers import html
from curator.web.context import network, web
from curator.web.desk import session
from curator.web.desk.render import action, back
from curator.web.forms import Fields, posted
from curator.web.site import Head

LONGEST = 1000
"""Characters of a password that are looked at."""


def ask(request: Request) -> Response:
    """The form; whoever is in already goes on."""
    if session.is_author(request):
        return RedirectResponse(
            web(request).site.to(_next(request.query_params.get("next", ""))), 303
        )
    return _page(request, _next(request.query_params.get("next", "")))


def sign_in(request: Request, fields: Fields) -> Response:
    """Check the password, a few times at most."""
    to = web(request)
    onward, place = _next(fields.get("next", "")), network_of(network(request))
    if not to.attempts.begin(place, to.now()):
        return _page(request, onward, "Too many attempts. Wait a quarter of an hour.", 429)
    if not session.is_password(to, fields.get("password", "")[:LONGEST]):
        return _page(request, onward, "That is not the password.", 403)
    to.attempts.right(place)
    answer = RedirectResponse(to.site.to(onward), 303)
    session.start(to, answer)
    return answer


def sign_out(request: Request, fields: Fields) -> Response:
    """Sign out here, or everywhere."""
    to = web(request)
    if fields.get("where") == "everywhere":
        sessions.end_all(to.app, to.now())
    answer = back(request, session.SIGN_IN)
    session.end(to, answer)
    return answer


def _page(request: Request, onward: str, problem: str = "", status: int = 200) -> Response:
    return html(
        request,
        "desk/sign-in",
        Head("Sign in", session.SIGN_IN, index=False),
        status=status,
        problem=problem,
        onward=onward,
        closed=web(request).app.settings.desk_password_hash is None,
    )


def _next(given: str) -> str:
    """Where to go after signing in: only ever a page of the desk."""
    parts = urlsplit(given)
    own = not parts.scheme and not parts.netloc and parts.path.startswith("/desk")
    return given if own and "\\" not in given else "/desk"


ROUTES = [
    Route(session.SIGN_IN, ask),
    Route(session.SIGN_IN, posted(sign_in), methods=["POST"]),
    Route("/desk/sign-out", action(lambda _: "/desk", sign_out), methods=["POST"]),
]
