"""Keys of the API: made, shown once, removed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.flows.desk import keys as flow
from curator.flows.desk.keys import Scope
from curator.web.context import web
from curator.web.desk.changes import button
from curator.web.desk.render import action, back, page
from curator.web.desk.session import author
from curator.web.forms import Fields


def keys(request: Request) -> Response:
    """The keys there are."""
    return _page(request)


def change(request: Request, fields: Fields) -> Response:
    """Make a key, or remove one."""
    to, name = web(request), fields.line("name", flow.NAME)
    if button(fields, "make", "remove") == "remove":
        flow.remove(to.app, name, to.now())
        return back(request, "/desk/keys", f"The key {name} opens nothing any more.")
    scopes = [scope for scope in Scope if scope in fields.all("may")]
    key = flow.make(to.app, name, to.now(), *scopes)
    return _page(request, key)


def _page(request: Request, key: str = "") -> Response:
    """The list; a new key stands on it this once."""
    to = web(request)
    answer = page(
        request,
        "keys",
        "API keys",
        nav="",
        keys=flow.list_(to.app),
        key=key,
        description=to.site.to("/api/openapi.json"),
    )
    answer.headers["cache-control"] = "no-store"
    return answer


ROUTES = [
    Route("/desk/keys", author(keys)),
    Route("/desk/keys", action(lambda _: "/desk/keys", change), methods=["POST"]),
]
