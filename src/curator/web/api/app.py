"""The API as one application, mounted under ``/api``."""

from __future__ import annotations

from fastapi import FastAPI

from curator import __version__
from curator.web.api import problems, routes
from curator.web.api.shapes import Problem
from curator.web.context import Web

TITLE = "Curator"
WORDS = """\
Everything a program may want of this newsletter. Keys are made at the desk; send one as
`Authorization: Bearer cur_…`. Lists come in pages (`limit`, `offset`; the next page is in `next` and
in a `Link` header). Errors are problem details (RFC 9457).
"""


def create_api(state: Web) -> FastAPI:
    """The API of a running site; its description is at ``/api/openapi.json``."""
    api = operations(state.site.to("/api"))
    api.state.web = state
    problems.install(api)
    return api


def operations(at: str) -> FastAPI:
    """Every operation with its description, served ``at`` an address; nothing behind it yet."""
    api = FastAPI(
        title=TITLE,
        version=__version__,
        description=WORDS,
        # The usual pages about it load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        servers=[{"url": at}],
        redirect_slashes=False,
    )
    for router in (routes.router, routes.saving, routes.changes):
        api.include_router(router)
    _describe_problems(api)
    return api


def _describe_problems(api: FastAPI) -> None:
    """Put the shape of a problem into the description; no answer names it by its type."""
    described = api.openapi

    def with_problem() -> dict[str, object]:
        found = described()
        schemas = found.setdefault("components", {}).setdefault("schemas", {})
        schemas.setdefault("Problem", Problem.model_json_schema())
        return found

    api.openapi = with_problem  # type: ignore[method-assign]
