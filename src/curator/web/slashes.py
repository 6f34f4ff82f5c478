"""Addresses with a slash at their end lead to those without, as files of a site have them.

Starlette does so too, but with the host that the request names: behind a proxy that would be
another scheme, another path, or whatever a stranger writes there.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route

from curator.web.context import web

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def without(request: Request) -> Response:
    """Where the page is, with method and query kept; 404 where none is."""
    path = f"/{request.path_params['path'].strip('/')}"
    app: Starlette = request.app
    scope = {**request.scope, "path": path}
    if path == "/" or not any(one.matches(scope)[0] is Match.FULL for one in app.routes):
        raise HTTPException(404)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(web(request).site.to(quote(path)) + query, 307)


ROUTE = Route("/{path:path}/", without, methods=METHODS)
"""To stand after the pages: some have such an address themselves."""
