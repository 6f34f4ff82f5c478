"""Signing in and out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from curator.audience.addresses import network as network_of
from curator.flows.desk import sessions
from curator.web.context import network, web
from curator.web.desk import session, unsaved
from curator.web.desk.render import action, back, keep_words
from curator.web.desk.unsaved import Unsaved
from curator.web.forms import Fields, posted

LONGEST = 1000
"""Characters of a password that are looked at."""


def ask(request: Request) -> Response:
    """The form; whoever is in already goes on."""
    onward = session.onward_to(request.query_params.get("next", ""))
    if session.is_author(request):
        return RedirectResponse(web(request).site.to(onward), 303)
    return session.ask(request, onward)


def sign_in(request: Request, fields: Fields) -> Response:
    """Check the password, a few times at most."""
    to = web(request)
    onward, place = session.onward_to(fields.get("next", "")), network_of(network(request))
    typed = unsaved.arrived(fields)
    if not to.attempts.begin(place, to.now()):
        said = "Too many attempts. Wait a quarter of an hour."
        return session.ask(request, onward, said, status=429, typed=typed)
    if not session.is_password(to, fields.get("password", "")[:LONGEST]):
        said = "That is not the password."
        return session.ask(request, onward, said, status=403, typed=typed)
    to.attempts.right(place)
    answer = _in(request, onward, typed)
    session.start(to, answer)
    return answer


def _in(request: Request, onward: str, typed: Unsaved | None) -> Response:
    """The page to go on with, or first what could not be saved while nobody was signed in."""
    if typed is None:
        return RedirectResponse(web(request).site.to(onward), 303)
    return keep_words(request, typed, "Your session had ended when you sent this.", onward)


def sign_out(request: Request, fields: Fields) -> Response:
    """Sign out here, or everywhere."""
    to = web(request)
    if fields.get("where") == "everywhere":
        sessions.end_all(to.app, to.now())
    answer = back(request, session.SIGN_IN)
    session.end(to, answer)
    return answer


ROUTES = [
    Route(session.SIGN_IN, ask),
    Route(session.SIGN_IN, posted(sign_in), methods=["POST"]),
    Route("/desk/sign-out", action(lambda _: "/desk", sign_out), methods=["POST"]),
]
